package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
)

// TestEveryRouteTakesATrailingSlash compares responses with and without the slash.
func TestEveryRouteTakesATrailingSlash(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 100)
	id := tm.connected()
	for _, path := range []string{
		"/v2/user/" + id, "/v2/user/resolve/ada", "/v2/user/providers/" + id,
		"/v2/summary/sleep/" + id, "/v2/summary/activity/" + id,
		"/v2/timeseries/" + id + "/heartrate", "/v2/timeseries/" + id + "/heartrate/grouped",
	} {
		const query = "?start_date=2026-01-04&end_date=2026-01-05"
		bare, slash := tm.raw("GET", path+query, "", key), tm.raw("GET", path+"/"+query, "", key)
		if bare.Code != http.StatusOK || slash.Code != bare.Code || slash.Body.String() != bare.Body.String() {
			t.Errorf("%s: %d and %d bytes; with a slash %d and %d bytes", path, bare.Code, bare.Body.Len(), slash.Code, slash.Body.Len())
		}
	}
	for path, body := range map[string]string{
		"/v2/user/": `{"client_user_id":"ben"}`, "/v2/user/refresh/" + id + "/": "",
		"/v2/link/connect/demo/": fmt.Sprintf(`{"user_id":%q,"provider":"fitbit"}`, id),
	} {
		if w := tm.raw("POST", path, body, key); w.Code != http.StatusOK {
			t.Errorf("POST %s: %d %s", path, w.Code, w.Body)
		}
	}
}

// TestAnswersInMemoryHaveALength checks that all responses, also errors, have a
// Content-Length, except ungrouped samples, which are streamed.
func TestAnswersInMemoryHaveALength(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	for _, r := range []string{
		"GET /v2/user/" + id, "GET /v2/user/resolve/ada", "GET /v2/user/providers/" + id, "POST /v2/user/refresh/" + id,
		"GET /v2/summary/sleep/" + id + "?start_date=2020-01-01", "GET /v2/summary/activity/" + id + "?start_date=2020-01-01",
		"GET /v2/timeseries/" + id + "/heartrate/grouped?start_date=2020-01-01",
		"GET /v2/user/x", "GET /v2/user/" + nobody, "PUT /v2/user", "GET /nonsense", "GET /v2/providers", "POST /v2/user",
	} {
		method, path, _ := strings.Cut(r, " ")
		w := tm.raw(method, path, "", key)
		if got := w.Header().Get("Content-Length"); got != strconv.Itoa(w.Body.Len()) || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d, Content-Length %s of %d bytes, %v", r, w.Code, got, w.Body.Len(), w.Header())
		}
	}
	w := tm.raw("GET", "/v2/timeseries/"+id+"/heartrate?start_date=2020-01-01", "", key)
	if w.Header().Get("Content-Type") != "application/json" || !json.Valid(w.Body.Bytes()) {
		t.Errorf("ungrouped: %v", w.Header())
	}
}

// flushed is a response that is looked at when it is flushed.
type flushed struct {
	*httptest.ResponseRecorder
	look func()
}

// Flush looks at the response.
func (f flushed) Flush() {
	f.look()
	f.ResponseRecorder.Flush()
}

// TestEventsAreSentAfterTheAnswer checks that the client has the whole answer to a
// refresh or a connection when its events are sent.
func TestEventsAreSentAfterTheAnswer(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	for path, body := range map[string]string{
		"/v2/link/connect/demo":  fmt.Sprintf(`{"user_id":%q,"provider":"fitbit"}`, tm.user("ben")),
		"/v2/user/refresh/" + id: "",
	} {
		tm.run(10 * time.Minute)
		before := len(tm.sent())
		answered := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("x-vital-api-key", key)
		tm.ServeHTTP(flushed{answered, func() {
			if length := answered.Header().Get("Content-Length"); length != strconv.Itoa(answered.Body.Len()) || len(tm.sent()) != before {
				t.Errorf("%s: %d of %s bytes were flushed when %d events were sent", path, answered.Body.Len(), length, len(tm.sent())-before)
			}
		}}, r)
		if !answered.Flushed || len(tm.sent()) == before || answered.Code != http.StatusOK {
			t.Errorf("%s: %d events, answer %d %s, flushed: %v", path, len(tm.sent())-before, answered.Code, answered.Body, answered.Flushed)
		}
	}
	before := len(tm.sent())
	answered := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/v2/user/refresh/"+nobody, nil)
	r.Header.Set("x-vital-api-key", key)
	if tm.ServeHTTP(answered, r); len(tm.sent()) != before || answered.Code != http.StatusNotFound {
		t.Errorf("refused refresh: %d, %d events", answered.Code, len(tm.sent())-before)
	}
}

// TestEveryProviderConnectsOrSaysWhy goes through all of Vital's providers.
func TestEveryProviderConnectsOrSaysWhy(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	connected := []string{}
	for _, slug := range provider.Slugs() {
		if view.SimulatesProvider(slug) {
			tm.connect(id, slug)
			connected = append(connected, slug)
			continue
		}
		status, v := tm.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":%q}`, id, slug))
		if status != http.StatusNotImplemented || v["detail"] != "not simulated: provider "+slug {
			t.Errorf("%s: %d %v", slug, status, v)
		}
	}
	_, v := tm.call("GET", "/v2/user/providers/"+id, "")
	got := []string{}
	for _, p := range v["providers"].([]any) {
		got = append(got, p.(map[string]any)["slug"].(string))
	}
	if fmt.Sprint(got) != fmt.Sprint(connected) {
		t.Errorf("connected providers %v, want %v", got, connected)
	}
	_, v = tm.call("GET", "/v2/user/"+id, "")
	if sources := v["connected_sources"].([]any); len(sources) != len(connected) {
		t.Errorf("connected_sources %v", sources)
	}
	status, v := tm.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"fitbitt"}`, id))
	if detail := fmt.Sprint(v["detail"]); status != http.StatusUnprocessableEntity || !strings.Contains(detail, `did you mean "fitbit"?`) {
		t.Errorf("fitbitt: %d %v", status, v)
	}
}

// TestRefreshTimeoutIsBounded checks the bounds of 5 and 60 seconds. Fractions are
// allowed.
func TestRefreshTimeoutIsBounded(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	for timeout, want := range map[string]int{
		"": 200, "5": 200, "5.0": 200, "12.5": 200, "60": 200,
		"4.999": 422, "60.001": 422, "0": 422, "-5": 422, "ten": 422, "Inf": 422, "NaN": 422, "5s": 422, "1e9": 422,
	} {
		if status, v := tm.call("POST", "/v2/user/refresh/"+id+"?timeout="+timeout, ""); status != want {
			t.Errorf("timeout %q: %d %v, want %d", timeout, status, v, want)
		}
	}
}
