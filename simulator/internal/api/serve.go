package api

import (
	"bufio"
	"errors"
	"net/http"
	"strconv"
	"sync"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An endpoint answers a request of a team. The answer encodes itself.
type endpoint[T vital.Payload] func(Team, *http.Request) (T, error)

// A streamer is an answer too large to build in memory first. Nothing can go
// wrong any more once it has begun.
type streamer interface{ stream(w *bufio.Writer) }

// announcing is an answer whose events leave once it is written.
type announcing[T vital.Payload] struct {
	answer T
	after  func()
}

// AppendJSON appends the answer.
func (a announcing[T]) AppendJSON(b []byte) []byte { return a.answer.AppendJSON(b) }

func (a announcing[T]) announce() { a.after() }

// buffers are reused for answers; one that grew beyond keepBuffer is let go.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

const keepBuffer = 2 << 20

// serve checks the key, runs the endpoint and writes its answer or its error.
func serve[T vital.Payload](a *api, h endpoint[T]) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		team, err := a.team(r)
		if err != nil {
			a.writeError(w, r, err)
			return
		}
		answer, err := h(team, r)
		if err != nil {
			a.writeError(w, r, err)
			return
		}
		if s, ok := any(answer).(streamer); ok {
			w.Header().Set("Content-Type", "application/json")
			out := bufio.NewWriterSize(w, 64<<10)
			s.stream(out)
			out.Flush()
			return
		}
		if _, none := any(answer).(empty); none {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		write(w, http.StatusOK, answer)
		if e, ok := any(answer).(interface{ announce() }); ok {
			// The client has the answer before it hears of its events.
			_ = http.NewResponseController(w).Flush()
			e.announce()
		}
	})
}

func write(w http.ResponseWriter, status int, v vital.Payload) {
	buf := buffers.Get().(*[]byte)
	body := v.AppendJSON((*buf)[:0])
	h := w.Header()
	h["Content-Type"] = contentType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body)
	if cap(body) <= keepBuffer {
		*buf = body
		buffers.Put(buf)
	}
}

var contentType = []string{"application/json"}

// statuses is the only place where a code becomes a status.
var statuses = map[vital.Code]int{
	vital.CodeBadRequest:       http.StatusBadRequest,
	vital.CodeUnauthorized:     http.StatusUnauthorized,
	vital.CodeForbidden:        http.StatusForbidden,
	vital.CodeNotFound:         http.StatusNotFound,
	vital.CodeMethodNotAllowed: http.StatusMethodNotAllowed,
	vital.CodeConflict:         http.StatusConflict,
	vital.CodeInvalid:          http.StatusUnprocessableEntity,
	vital.CodeTooManyRequests:  http.StatusTooManyRequests,
	vital.CodeNotSimulated:     http.StatusNotImplemented,
	vital.CodeInternal:         http.StatusInternalServerError,
}

// maxHint is the longest hint that is sent: clients bound the headers they
// take, Node all of them at 16 KiB.
const maxHint = 2000

// writeError writes Vital's body of an error. What only the simulator knows
// stands in a header of its own, so that the body stays Vital's.
func (a *api) writeError(w http.ResponseWriter, r *http.Request, err error) {
	e, ok := errors.AsType[*vital.Error](err)
	if !ok {
		e = vital.Internal(err)
	}
	if n := len(e.Hint); n > 0 && n <= maxHint {
		w.Header().Set("Vitalsim-Hint", e.Hint)
	}
	switch e.Code {
	case vital.CodeInternal:
		a.config.Logger.Error("api failed", "method", r.Method, "path", r.URL.Path, "error", err)
	default:
		a.config.Logger.Warn("api refused", "method", r.Method, "path", r.URL.Path, "code", e.Code, "hint", e.Hint)
	}
	write(w, statuses[e.Code], e)
}
