package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A request is what a fuzzer makes up. {user}, {workout}, {sleep}, {device} and
// {cursor} stand for what there is.
type request struct{ method, path, query, body, header string }

// requests are good ones and bad ones, to begin with.
var requests = []request{
	{"GET", "/v2/user/{user}", "", "", ""}, {"POST", "/v2/user/", "", `{"client_user_id":"x"}`, ""}, {"GET", "/v2/user/resolve/a%2Fb", "", "", ""},
	{"GET", "/v2/user/resolve/%", "", "", ""}, {"GET", "/v2/user/resolve/%0d%0aX:%20y", "", "", ""}, {"GET", "/v2/user/providers/{user}", "", "", ""},
	{"GET", "/v2/user", "limit=1e1&offset=-1", "", ""}, {"PATCH", "/v2/user/{user}", "", `{"fallback_time_zone":"Mars/Base","ingestion_end":{}}`, ""},
	{"DELETE", "/v2/user/{user}", "", "", ""}, {"DELETE", "/v2/user/{user}/fitbit", "", "", ""}, {"POST", "/v2/user/undo_delete", "user_id={user}", "", ""},
	{"PATCH", "/v2/user/{user}/info", "", `{"first_name":1,"address":[],"race":"elf","dob":"2026-02-30"}`, ""}, {"GET", "/v2/user/{user}/info/latest", "", "", ""},
	{"GET", "/v2/user/{user}/device/{device}", "", "", ""}, {"POST", "/v2/user/refresh/{user}", "timeout=NaN", "", ""},
	{"POST", "/v2/user/undo_delete", "user_id=%00&client_user_id=a+b", "", ""},
	{"GET", "/v2/summary/sleep/{user}", "start_date=2026-01-01T00:00:00 00:00", "", ""}, {"GET", "/v2/summary/%0a/{user}", "", "", ""},
	{"GET", "/v2/summary/activity/{user}", "start_date=%zz;&end_date", "", ""}, {"GET", "/v2/summary/meal/{user}", "start_date=2026-01-01&provider=%F0", "", ""},
	{"GET", "/v2/summary/menstrual_cycle/{user}", "start_date=2026-01-01T00:00:00Z", "", ""},
	{"GET", "/v2/summary/electrocardiogram/{user}/", "start_date=0000-01-01&end_date=9999-12-31", "", ""},
	{"GET", "/v2/summary/profile/{user}", "provider=oura", "", ""}, {"GET", "/v2/summary/profile/{user}/raw", "", "", ""},
	{"GET", "/v2/summary/workouts/{user}/raw", "start_date=2020-01-01&end_date=2026-01-05+08:00:00", "", ""},
	{"GET", "/v2/summary/devices/{user}/raw", "provider=fitbit&provider=oura", "", ""}, {"GET", "/v2/%0d%0aX/y", "", "", ""},
	{"GET", "/v2/timeseries/{user}/heartrate/grouped", "start_date=2026-01-01&next_cursor=AAAA", "", ""},
	{"GET", "/v2/timeseries/{user}/heartrate/grouped", "start_date=2025-12-01&next_cursor={cursor}", "", ""},
	{"GET", "/v2/timeseries/{user}/heartrate", "start_date=0001-01-01&end_date=9999-12-31", "", ""},
	{"GET", "/v2/timeseries/{user}/electrocardiogram_voltage/grouped", "start_date=2026-01-05T08:05:00.001953+00:00&end_date=2026-01-05T08:05:00.9Z", "", ""},
	{"GET", "/v2/timeseries/{user}/blood_pressure", "start_date=2026-01-05T00:00:00+01:00&end_date=", "", ""},
	{"GET", "/v2/timeseries/{user}/note/grouped", "start_date=2026-01-05&cursor=%2B", "", ""},
	{"GET", "/v2/timeseries/{user}/hypnogram", "start_date=1969-12-31T23:59:59-23:59", "", ""}, {"GET", "/v2/timeseries/{user}/hypnogram/grouped", "start_date=2025-12-20", "", ""},
	{"GET", "/v2/timeseries/{user}/cholesterol/ldl", "start_date=2026-01-05", "", ""}, {"GET", "/v2/timeseries/{user}/cholesterol/ldl/grouped", "start_date=2026-01-05", "", ""},
	{"GET", "/v2/timeseries/workouts/{workout}/stream", "", "", ""}, {"GET", "/v2/timeseries/sleep/{sleep}/stream/", "", "", ""},
	{"POST", "/v2/link/connect/demo", "", `{"user_id":"{user}","provider":"fitbit"}`, ""}, {"DELETE", "//..//v2/%zz", "", "\x00", ""},
	{"POST", "/v2/link/connect/demo", "", `{"user_id":"{user}","provider":"fi\u0000t\nbit"}`, ""}, {"POST", "/v2/link/connect/demo", "", `{"user_id":7,"provider":null}`, ""},
	{"OPTIONS", "*", "", "", ""}, {"GET", "/v2/user/%2F/", "", "", ""}, {"GET", "http://x/v2/user", "", "", ""},
	{"GET", "/v2/introspect/resources", "user_limit=99999&provider=fitbitt", "", ""}, {"GET", "/v2/introspect/historical_pull", "next_cursor={cursor}&user_id=x", "", ""},
	{"GET", "/v2/providers", "source_type=%zz", "", ""}, {"POST", "/v2/user", "", strings.Repeat("[", 50_000), ""},
	{"POST", "/v2/user", "", `{"client_user_id":"` + strings.Repeat("long", 300_000) + `"}`, "Content-Type: text/plain"},
	{"POST", "/v2/user", "", `{"client_user_id":"a","client_user_id":["b"]}`, "X-Vital-Api-Key: sk_us_other\nX-Vital-Api-Key: "},
	{"GET", "/v2/user", "", "", "Authorization: Bearer x\nX-Vital-Api-Key:"}, {"GET", "/v3/orders", "", "", "Expect: 100-continue\nTransfer-Encoding: chunked"},
}

// FuzzRouter: whatever comes, the answer is one that Vital gives, never a 500
// or a panic, and no header can be broken out of.
func FuzzRouter(f *testing.F) {
	tm := newTeam(f, 50)
	id, _ := tm.recorded(nil)
	tm.connect(id, "oura")
	tm.run(30 * time.Hour)
	h := tm.handler(50)
	known := strings.NewReplacer(slices.Concat([]string{"{user}", id}, things(tm, id))...)
	for _, r := range requests {
		f.Add(r.method, r.path, r.query, r.body, r.header)
	}
	f.Fuzz(func(t *testing.T, method, path, query, body, header string) {
		target := known.Replace(path)
		if query != "" {
			target += "?" + known.Replace(query)
		}
		u, err := url.ParseRequestURI(target)
		if err != nil || strings.ContainsAny(method, " \r\n") || method == "" {
			return // no server lets it through
		}
		r := &http.Request{Method: method, URL: u, Header: http.Header{"X-Vital-Api-Key": {key}}}
		for line := range strings.Lines(header) {
			name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
			if ok && !strings.ContainsAny(name+value, "\r\n\x00") {
				r.Header[http.CanonicalHeaderKey(name)] = append(r.Header[http.CanonicalHeaderKey(name)], strings.TrimSpace(value))
			}
		}
		r = r.WithContext(t.Context())
		if body != "" {
			r.Body = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(known.Replace(body))).Body
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if err := vitals(w); err != nil {
			t.Errorf("%s %s: %d %.300s: %v", method, target, w.Code, w.Body, err)
		}
		for name, values := range w.Header() {
			if v := strings.Join(values, ""); strings.ContainsAny(name+v, "\r\n\x00") {
				t.Errorf("%s %s: header %q: %q", method, target, name, v)
			}
		}
		// What is deleted leads nowhere: it comes back for the next one.
		_ = tm.World.UndoDelete(tm.Now(), uuid.MustParse(id), "")
	})
}

// things are ids and a cursor that lead somewhere, as pairs for a replacer.
func things(tm *client, id string) []string {
	tm.Helper()
	first := func(path, key string) string {
		var answer map[string]json.RawMessage
		var list []struct{ ID string }
		w := tm.raw("GET", path, "", "sk_us_test")
		if json.Unmarshal(w.Body.Bytes(), &answer) != nil {
			answer = map[string]json.RawMessage{key: w.Body.Bytes()}
		}
		if err := json.Unmarshal(answer[key], &list); err != nil || len(list) == 0 {
			tm.Fatalf("GET %s: %d %.200s", path, w.Code, w.Body)
		}
		return list[0].ID
	}
	var page struct {
		NextCursor string `json:"next_cursor"`
	}
	tm.get("/v2/timeseries/"+id+"/heartrate/grouped?start_date=2025-12-01", &page)
	if page.NextCursor == "" {
		tm.Fatal("heartrate has but one page")
	}
	return []string{
		"{workout}", first("/v2/summary/workouts/"+id+year+"&provider=oura", "workouts"), "{sleep}", first("/v2/summary/sleep/"+id+year, "sleep"),
		"{device}", first("/v2/user/"+id+"/device", "device"), "{cursor}", page.NextCursor,
	}
}

// vitals is why an answer is none that Vital gives (vital.md 1.3), or that says
// that something is not simulated.
func vitals(w *httptest.ResponseRecorder) error {
	switch w.Code {
	case http.StatusNoContent:
		return nil
	case http.StatusOK:
		if !json.Valid(w.Body.Bytes()) {
			return fmt.Errorf("not JSON")
		}
		return nil
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusConflict, http.StatusUnprocessableEntity:
	case http.StatusNotImplemented:
	default:
		return fmt.Errorf("an unknown status")
	}
	var refresh vital.RefreshError
	if json.Unmarshal(w.Body.Bytes(), &refresh) == nil && w.Code == http.StatusBadRequest && refresh.Message != "" {
		return nil
	}
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer) != 1 {
		return fmt.Errorf("want one key, detail: %v", err)
	}
	switch detail := answer["detail"].(type) {
	case string:
		if detail == "" || strings.HasPrefix(detail, "not simulated: ") != (w.Code == http.StatusNotImplemented) {
			return fmt.Errorf("detail %q", detail)
		}
		return nil
	case map[string]any:
		if detail["error_type"] == nil || detail["error_message"] == nil || w.Code != http.StatusBadRequest {
			return fmt.Errorf("detail without a type and a message")
		}
		return nil
	case []any:
		for _, p := range detail {
			problem, _ := p.(map[string]any)
			loc, _ := problem["loc"].([]any)
			if len(loc) == 0 || problem["msg"] == "" || problem["type"] == "" || len(problem) != 3 {
				return fmt.Errorf("problem %v", p)
			}
		}
		if len(detail) > 0 && w.Code == http.StatusUnprocessableEntity {
			return nil
		}
	}
	return fmt.Errorf("detail is none of a text, a problem or a list of them")
}

// TestBadInput checks that common mistakes are refused in Vital's shapes.
func TestBadInput(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 1)
	id := tm.connected()
	const grouped = "/v2/timeseries/{}/heartrate/grouped"
	for _, tt := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"POST", "/v2/user", strings.Repeat(" ", 1<<20) + `{}`, 400, "Request body too large"},
		{"PATCH", "/v2/user/{}", strings.Repeat("[", 2<<20), 400, "Request body too large"},
		{"POST", "/v2/user", strings.Repeat("[", 100_000), 422, "JSON decode error"},
		{"GET", grouped + "?start_date=2026-01-01&next_cursor=%00", "", 422, "invalid cursor"},
		{"GET", grouped + "?start_date=2026-01-01&cursor=AAAAAAAAAAAAAA", "", 422, "invalid cursor"},
		{"GET", grouped + "?start_date=2026-01-01&next_cursor=" + strings.Repeat("A", 100_000), "", 422, "invalid cursor"},
		{"GET", "/v2/summary/activity/{}?start_date=2026-01-01T00:00:00+00:00", "", 200, "activity"},
		{"GET", "/v2/summary/activity/{}?start_date=2026-01-01T00:00:00+25:00", "", 422, "start_date"},
		{"GET", "/v2/summary/menstrual_cycle/{}?start_date=2026-01-01+08:00", "", 422, "should have zero time"},
		{"GET", "/v2/summary/activity/{}?start_date=2026-01-01&provider=nobody", "", 200, `{"activity":[]}`},
		{"GET", "/v2/introspect/resources?provider=nobody", "", 422, "Input should be 'oura', 'fitbit'"},
		{"GET", "/v2/introspect/resources?next_cursor=zz", "", 422, "invalid cursor"},
		{"POST", "/v2/link/connect/demo", `{"user_id":"{}","provider":"nobody"}`, 422, "provider"},
		{"GET", "/v2/timeseries/{}/heart-rate/grouped?start_date=2026-01-01", "", 404, "Not Found"},
		{"GET", "/v2/timeseries/workouts/{}/stream", "", 404, "Not found"},
		{"GET", "/v2/timeseries/sleep/x/stream", "", 422, "sleep_id"},
		{"GET", "/v2/summary/sleep/{}/raw?start_date=soon", "", 422, "start_date"},
	} {
		w := tm.raw(tt.method, strings.ReplaceAll(tt.path, "{}", id), strings.ReplaceAll(tt.body, "{}", id), key)
		if err := vitals(w); err != nil || w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s %.120s: %d %.200s (%v), want %d and %q", tt.method, tt.path, w.Code, w.Body, err, tt.status, tt.says)
		}
	}
}
