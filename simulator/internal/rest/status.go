package rest

import "net/http"

// A StatusWriter is a ResponseWriter that records the final status of the
// response, and the beginning of a refusal.
type StatusWriter struct {
	http.ResponseWriter
	Status  int    // 0 until there is a response
	Refusal []byte // of the body of a response with a status from 400 on
}

// maxRefusal is the length of a StatusWriter's Refusal.
const maxRefusal = 300

// WriteHeader records the final status.
func (w *StatusWriter) WriteHeader(status int) {
	if w.Status == 0 && status >= 200 {
		w.Status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write records that there is a response.
func (w *StatusWriter) Write(p []byte) (int, error) {
	if w.Status == 0 {
		w.Status = http.StatusOK
	}
	if w.Status >= http.StatusBadRequest {
		w.Refusal = append(w.Refusal, p[:min(len(p), maxRefusal-len(w.Refusal))]...)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *StatusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
