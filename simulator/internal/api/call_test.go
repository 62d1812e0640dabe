package api_test

import (
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
)

// TestCallOf reads what is asked and whom it is about, and leaves the body.
func TestCallOf(t *testing.T) {
	t.Parallel()
	for request, want := range map[string]api.Call{
		"GET /v2/summary/sleep/17?start_date=2026-01-01":       {Path: "/v2/summary/sleep/17", Route: "/v2/summary/sleep/{user_id}", UserID: "17"},
		"GET /v2/summary/sleep/17/":                            {Path: "/v2/summary/sleep/17", Route: "/v2/summary/sleep/{user_id}", UserID: "17"},
		"GET /v2/timeseries/17/heartrate/grouped":              {Path: "/v2/timeseries/17/heartrate/grouped", Route: "/v2/timeseries/{user_id}/heartrate/grouped", UserID: "17"},
		"GET /v2/timeseries/workouts/5/stream":                 {Path: "/v2/timeseries/workouts/5/stream", Route: "/v2/timeseries/workouts/{workout_id}/stream", RecordID: "5"},
		"GET /v2/user/resolve/a%2Fb":                           {Path: "/v2/user/resolve/a%2Fb", Route: "/v2/user/resolve/{client_user_id}", ClientUserID: "a/b"},
		"DELETE /v2/user/17/fitbit":                            {Path: "/v2/user/17/fitbit", Route: "/v2/user/{user_id}/fitbit", UserID: "17"},
		"GET /v2/user/17/device":                               {Path: "/v2/user/17/device", Route: "/v2/user/{user_id}/device", UserID: "17"},
		"GET /v2/introspect/resources?user_id=17":              {Path: "/v2/introspect/resources", Route: "/v2/introspect/resources", UserID: "17"},
		"POST /v2/user/undo_delete?client_user_id=ada":         {Path: "/v2/user/undo_delete", Route: "/v2/user/undo_delete", ClientUserID: "ada"},
		`POST /v2/user {"client_user_id":"ada"}`:               {Path: "/v2/user", Route: "/v2/user", ClientUserID: "ada"},
		`POST /v2/user {"client_user_id":7,"user_id":"x"`:      {Path: "/v2/user", Route: "/v2/user"},
		`POST /v2/link/connect/demo {"user_id":"17"}`:          {Path: "/v2/link/connect/demo", Route: "/v2/link/connect/demo", UserID: "17"},
		`POST /v2/user/refresh/17 {"user_id":"not asked for"}`: {Path: "/v2/user/refresh/17", Route: "/v2/user/refresh/{user_id}", UserID: "17"},
		"GET /v2/sumary/sleep/17":                              {Path: "/v2/sumary/sleep/17"},
		"GET /v2/summary/sleep/":                               {Path: "/v2/summary/sleep"},
	} {
		method, rest, _ := strings.Cut(request, " ")
		target, body, _ := strings.Cut(rest, " ")
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		if got := api.CallOf(r); got != want {
			t.Errorf("%s: got %+v, want %+v", request, got, want)
		}
		if left, err := io.ReadAll(r.Body); err != nil || string(left) != body {
			t.Errorf("%s: the body is now %q (%v)", request, left, err)
		}
	}
}

// TestCallOfABodyThatBreaks: it breaks for the endpoint as well.
func TestCallOfABodyThatBreaks(t *testing.T) {
	t.Parallel()
	gone := errors.New("the client has gone")
	r := httptest.NewRequest("POST", "/v2/user", io.MultiReader(strings.NewReader(`{"client_`), iotest.ErrReader(gone)))
	api.CallOf(r)
	if left, err := io.ReadAll(r.Body); !errors.Is(err, gone) || string(left) != `{"client_` {
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
