package simulator

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
)

// inProcess is the base URL of a simulator without a listener. The name cannot
// be resolved (RFC 2606); requests to it never leave the process.
const inProcess = "http://vitalsim.invalid"

// inProcessTransport serves requests to the simulator itself by its handler,
// and carries all others as usual.
type inProcessTransport struct {
	handler http.Handler
	next    http.RoundTripper
}

func (t inProcessTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(inProcess, "//"+r.URL.Host) {
		return t.next.RoundTrip(r)
	}
	if r.Body != nil {
		defer r.Body.Close()
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(answer, r)
	if r.Context().Err() != nil {
		return nil, context.Cause(r.Context()) // the handler has hung until the sender gave up
	}
	return &http.Response{
		Status: http.StatusText(answer.status), StatusCode: answer.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.header, Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()), Request: r,
	}, nil
}

// recorder is a ResponseWriter that keeps the answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
