package rest

import "net/http"

// A StatusWriter is a ResponseWriter that records the final status of the
// response.
type StatusWriter struct {
	http.ResponseWriter
	Status int // 0 until there is a response
}

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
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *StatusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
