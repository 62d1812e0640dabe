package control_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestStreamWithoutEventsWritesComments(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
		defer cancel()
		w := httptest.NewRecorder()
		newTeam(t).handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/_sim/v1/stream", nil))
		if n := strings.Count(w.Body.String(), ": still here\n"); n != 2 || time.Since(began) != 40*time.Second || !w.Flushed {
			t.Errorf("after %v: %s", time.Since(began), w.Body)
		}
	})
}
