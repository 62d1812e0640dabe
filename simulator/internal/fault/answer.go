package fault

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A refusal responds with a status and Vital's body for it (vital.md 1.3).
type refusal struct{ Answer }

// ServeHTTP answers.
func (a refusal) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	detail := http.StatusText(a.Status)
	if a.Status == http.StatusUnauthorized {
		detail = "invalid token"
	}
	body := (&vital.Error{Detail: detail}).AppendJSON(nil)
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if a.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(a.RetryAfter))
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(body)
}

// reset ends the connection with a TCP reset. If the connection cannot be taken
// over, as in HTTP/2 or in memory, the server aborts the request.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // the connection is lost in any case
	}
	_ = conn.Close()
}

// pieces is the number of parts in which a slow body arrives.
const pieces = 10

// A responseMangler buffers a response until it is complete and then sends it with
// the effects of a fault. An endpoint that sends events after its response flushes
// in between.
type responseMangler struct {
	http.ResponseWriter
	answer Answer
	ctx    context.Context // of the request
	wall   clock.Wall

	status int
	body   bytes.Buffer
	sent   bool
	empty  bool // there was no body to spoil
}

// WriteHeader keeps the status.
func (s *responseMangler) WriteHeader(status int) { s.status = status }

// Write keeps a part of the body.
func (s *responseMangler) Write(p []byte) (int, error) { return s.body.Write(p) }

// FlushError sends the response, which is complete when a handler flushes.
func (s *responseMangler) FlushError() error {
	s.send()
	return nil
}

func (s *responseMangler) send() {
	if s.sent {
		return
	}
	s.sent = true
	if s.status == 0 {
		s.status = http.StatusOK
	}
	body := s.body.Bytes()
	if s.empty = len(body) == 0; s.empty {
		if s.answer.Latency == 0 { // or something was done all the same
			s.Header().Del("Vitalsim-Fault")
		}
		s.ResponseWriter.WriteHeader(s.status)
		return
	}
	if s.answer.Malformed {
		body = malform(body)
	}
	s.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if s.answer.Truncate {
		body = body[:len(body)/2] // the server ends a connection that owes bytes
	}
	s.ResponseWriter.WriteHeader(s.status)
	s.trickle(body)
}

// trickle writes the body, slowly if the fault says so.
func (s *responseMangler) trickle(body []byte) {
	flush := http.NewResponseController(s.ResponseWriter)
	for n := pieces; s.answer.SlowBody > 0 && n > 1; n-- {
		piece := body[:len(body)/n]
		body = body[len(piece):]
		if _, err := s.ResponseWriter.Write(piece); err != nil {
			return
		}
		_ = flush.Flush() // a writer that cannot is not slow either
		if s.wall.Sleep(s.ctx, s.answer.SlowBody/time.Duration(pieces-1)) != nil {
			return // the client has gone
		}
	}
	_, _ = s.ResponseWriter.Write(body)
	_ = flush.Flush()
}

// malform returns the body without its last brace.
func malform(body []byte) []byte {
	cut := bytes.TrimSpace(body)
	cut = cut[:max(len(cut)-1, 0)]
	if len(cut) == 0 || json.Valid(cut) { // no JSON of Vital's, which is objects and lists
		return append([]byte("{"), body...)
	}
	return cut
}
