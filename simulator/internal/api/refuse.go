package api

import (
	"log/slog"
	"net/http"
)

// WriteError writes the answer that refuses a request, as this API does, for
// APIs that stand beside it.
func WriteError(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	(&api{config: Config{Logger: logger}}).writeError(w, r, err)
}
