package network

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// serveDirectly answers a request by a handler that is called in the goroutine
// of the sender. The response is complete when the call returns, so it suits
// handlers that stream nothing.
func serveDirectly(handler http.Handler, r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	handler.ServeHTTP(w, parsed(r))
	if r.Context().Err() != nil {
		return nil, context.Cause(r.Context()) // the handler has hung until the sender gave up
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// A recorder is a ResponseWriter that keeps the response.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }
