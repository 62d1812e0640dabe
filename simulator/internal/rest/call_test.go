package rest_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
)

// whom is what a call says about its request, as middlewares see it.
type whom struct{ Path, Label, UserID, ClientUserID, RecordID string }

// callOf passes a request through the front door with Vital's routes, and returns
// the call that a middleware sees.
func callOf(r *http.Request) (call *rest.Call) {
	logger := slog.New(slog.DiscardHandler)
	rest.New(rest.Config{
		Logger: logger, Routes: api.Routes(api.Config{Logger: logger}),
		Middlewares: []rest.Middleware{func(rest.Handler) rest.Handler {
			return func(_ http.ResponseWriter, c *rest.Call) { call = c }
		}},
	}).ServeHTTP(httptest.NewRecorder(), r)
	return call
}

// TestCallSaysWhatAndWhom reads what is requested and whom it is about, and
// leaves the body.
func TestCallSaysWhatAndWhom(t *testing.T) {
	t.Parallel()
	for request, want := range map[string]whom{
		"GET /v2/summary/sleep/17?start_date=2026-01-01":       {Path: "/v2/summary/sleep/17", Label: "/v2/summary/sleep/{user_id}", UserID: "17"},
		"GET /v2/summary/sleep/17/":                            {Path: "/v2/summary/sleep/17", Label: "/v2/summary/sleep/{user_id}", UserID: "17"},
		"GET /v2/timeseries/17/heartrate/grouped":              {Path: "/v2/timeseries/17/heartrate/grouped", Label: "/v2/timeseries/{user_id}/heartrate/grouped", UserID: "17"},
		"GET /v2/timeseries/workouts/5/stream":                 {Path: "/v2/timeseries/workouts/5/stream", Label: "/v2/timeseries/workouts/{workout_id}/stream", RecordID: "5"},
		"GET /v2/user/resolve/a%2Fb":                           {Path: "/v2/user/resolve/a%2Fb", Label: "/v2/user/resolve/{client_user_id}", ClientUserID: "a/b"},
		"DELETE /v2/user/17/fitbit":                            {Path: "/v2/user/17/fitbit", Label: "/v2/user/{user_id}/fitbit", UserID: "17"},
		"GET /v2/user/17/device":                               {Path: "/v2/user/17/device", Label: "/v2/user/{user_id}/device", UserID: "17"},
		"GET /v2/introspect/resources?user_id=17":              {Path: "/v2/introspect/resources", Label: "/v2/introspect/resources", UserID: "17"},
		"POST /v2/user/undo_delete?client_user_id=ada":         {Path: "/v2/user/undo_delete", Label: "/v2/user/undo_delete", ClientUserID: "ada"},
		`POST /v2/user {"client_user_id":"ada"}`:               {Path: "/v2/user", Label: "/v2/user", ClientUserID: "ada"},
		`POST /v2/user {"client_user_id":7,"user_id":"x"`:      {Path: "/v2/user", Label: "/v2/user"},
		`POST /v2/link/connect/demo {"user_id":"17"}`:          {Path: "/v2/link/connect/demo", Label: "/v2/link/connect/demo", UserID: "17"},
		`POST /v2/user/refresh/17 {"user_id":"not asked for"}`: {Path: "/v2/user/refresh/17", Label: "/v2/user/refresh/{user_id}", UserID: "17"},
		"GET /v2/sumary/sleep/17":                              {Path: "/v2/sumary/sleep/17"},
		"GET /v2/summary/sleep/":                               {Path: "/v2/summary/sleep"},
	} {
		method, rest, _ := strings.Cut(request, " ")
		target, body, _ := strings.Cut(rest, " ")
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		c := callOf(r)
		about := c.About()
		if got := (whom{c.Path, c.Label, about.UserID, about.ClientUserID, about.RecordID}); got != want {
			t.Errorf("%s: got %+v, want %+v", request, got, want)
		}
		if left, err := io.ReadAll(c.Body); err != nil || string(left) != body {
			t.Errorf("%s: the body is now %q (%v)", request, left, err)
		}
	}
}

// TestBodyThatBreaks breaks for the endpoint as well.
func TestBodyThatBreaks(t *testing.T) {
	t.Parallel()
	gone := errors.New("the client has gone")
	r := httptest.NewRequest("POST", "/v2/user", io.MultiReader(strings.NewReader(`{"client_`), iotest.ErrReader(gone)))
	c := callOf(r)
	c.About()
	if left, err := io.ReadAll(c.Body); !errors.Is(err, gone) || string(left) != `{"client_` {
		t.Errorf("%q, %v", left, err)
	}
}

// TestEveryPathIsItsOwnRoute: the table knows no path twice.
func TestEveryPathIsItsOwnRoute(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, path := range api.Paths() {
		if seen[path] || !strings.HasPrefix(path, "/") {
			t.Errorf("path %s", path)
		}
		seen[path] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d paths", len(seen))
	}
}
