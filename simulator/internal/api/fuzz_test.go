package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
)

// FuzzRequest: whatever comes, the answer is JSON with a status of Vital's.
func FuzzRequest(f *testing.F) {
	tm := newTeam(f, 50)
	id := tm.connected()
	for _, seed := range [][3]string{
		{"GET", "/v2/user/" + id, ""}, {"POST", "/v2/user/", `{"client_user_id":"x"}`}, {"GET", "/v2/user/resolve/a%2Fb", ""},
		{"GET", "/v2/summary/sleep/" + id + "?start_date=2026-01-01T00:00:00 00:00", ""},
		{"GET", "/v2/timeseries/" + id + "/heartrate/grouped?start_date=2026-01-01&next_cursor=AAAA", ""},
		{"GET", "/v2/timeseries/" + id + "/heartrate?start_date=0001-01-01&end_date=9999-12-31", ""},
		{"POST", "/v2/link/connect/demo", `{"user_id":"` + id + `","provider":"fitbit"}`}, {"DELETE", "//..//v2/%zz", "\x00"},
		{"POST", "/v2/user/refresh/" + id + "?timeout=1e1", ""}, {"OPTIONS", "*", ""}, {"GET", "/v2/user/%2F/", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	known := map[int]bool{200: true, 400: true, 401: true, 404: true, 405: true, 422: true, 501: true}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || strings.ContainsAny(method, " \r\n") || method == "" {
			return
		}
		r := &http.Request{Method: method, URL: u, Header: http.Header{"X-Vital-Api-Key": {key}}, Body: http.NoBody}
		r = r.WithContext(t.Context())
		if body != "" {
			r.Body = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)).Body
		}
		w := httptest.NewRecorder()
		tm.ServeHTTP(w, r)
		if !known[w.Code] || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: %d %.300s", method, target, w.Code, w.Body)
		}
	})
}

func FuzzInstant(f *testing.F) {
	for _, s := range []string{"2026-01-05", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00 00:00", "2026-01-05 08:00:00 05:30", "2026-01-05T08:00", "", "now"} {
		f.Add(s, false, true)
	}
	f.Fuzz(func(t *testing.T, s string, plain, end bool) {
		got, ok := api.ParseInstant(s, plain, end)
		if again, ok2 := api.ParseInstant(s, plain, end); ok != ok2 || !got.Equal(again) {
			t.Errorf("%q is %v, then %v", s, got, again)
		}
		if plain && ok && len(s) != len("2006-01-02") {
			t.Errorf("%q passes for a plain date", s)
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add("AAAA", "filter", 3, int64(1767600000))
	f.Fuzz(func(t *testing.T, text, filter string, group int, after int64) {
		_, _, _ = api.DecodeCursor(text, filter)
		group &= 1<<16 - 1
		g, a, err := api.DecodeCursor(api.EncodeCursor(group, after, filter), filter)
		if err != nil || g != group || a != after {
			t.Errorf("(%d, %d) became (%d, %d), %v", group, after, g, a, err)
		}
		if _, _, err := api.DecodeCursor(api.EncodeCursor(group, after, filter), filter+"!"); err == nil {
			t.Error("a cursor is accepted with other filters")
		}
	})
}
