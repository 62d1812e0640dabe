package rest

import (
	"bufio"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Streamer is an answer too large to build in memory first. Nothing can go
// wrong any more once it has begun.
type Streamer interface{ Stream(w *bufio.Writer) }

// An Announcing answer causes events, which leave once it is written: the
// client has the answer before it hears of them.
type Announcing[T vital.Payload] struct {
	Answer T
	After  func()
}

// AppendJSON appends the answer.
func (a Announcing[T]) AppendJSON(b []byte) []byte { return a.Answer.AppendJSON(b) }

func (a Announcing[T]) announce() { a.After() }

// Empty is a 204: an answer without a body.
type Empty struct{}

// AppendJSON appends nothing.
func (Empty) AppendJSON(b []byte) []byte { return b }

// buffers are reused for answers; one that grew beyond keepBuffer is let go.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

const keepBuffer = 2 << 20

// Write writes an endpoint's answer or its error.
func Write[T vital.Payload](w http.ResponseWriter, r *http.Request, logger *slog.Logger, answer T, err error) {
	if err != nil {
		WriteError(w, r, logger, err)
		return
	}
	switch a := any(answer).(type) {
	case Streamer:
		w.Header()["Content-Type"] = contentType
		out := bufio.NewWriterSize(w, 64<<10)
		a.Stream(out)
		_ = out.Flush() // the client may have gone
	case Empty:
		w.WriteHeader(http.StatusNoContent)
	case interface{ announce() }:
		write(w, http.StatusOK, answer)
		_ = http.NewResponseController(w).Flush()
		a.announce()
	default:
		write(w, http.StatusOK, answer)
	}
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

// WriteError writes Vital's body of an error. What only the simulator knows is
// in a header of its own, so that the body stays Vital's.
func WriteError(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	e, ok := errors.AsType[*vital.Error](err)
	if !ok {
		e = apierror.Internal(err)
	}
	if n := len(e.Hint); n > 0 && n <= maxHint {
		w.Header().Set("Vitalsim-Hint", e.Hint)
	}
	if e.Code == vital.CodeInternal {
		logger.Error("api failed", "method", r.Method, "path", r.URL.Path, "error", err)
	} else {
		logger.Warn("api refused", "method", r.Method, "path", r.URL.Path, "code", e.Code, "hint", e.Hint)
	}
	write(w, statuses[e.Code], e)
}

func notSimulated(c *Call) error { return apierror.NotSimulated(c.Method + " " + c.Route.Path) }
