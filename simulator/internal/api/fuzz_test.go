package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// FuzzPath: whatever comes, the answer is JSON with a status of Vital's, and
// no header can be broken out of.
func FuzzPath(f *testing.F) {
	tm := newTeam(f, 50)
	id := tm.connected()
	h := tm.handler(50, func([]world.Change) {})
	for _, seed := range [][3]string{
		{"GET", "/v2/user/" + id, ""}, {"POST", "/v2/user/", `{"client_user_id":"x"}`}, {"GET", "/v2/user/resolve/a%2Fb", ""},
		{"GET", "/v2/user/resolve/%", ""}, {"GET", "/v2/user/resolve/%0d%0aX:%20y", ""}, {"GET", "/v2/user/providers/" + id, ""},
		{"GET", "/v2/summary/sleep/" + id + "?start_date=2026-01-01T00:00:00 00:00", ""},
		{"GET", "/v2/summary/%0a/" + id, ""}, {"GET", "/v2/%0d%0aX/y", ""}, {"GET", "/v2/summary/activity/" + id + "?start_date=%zz;&end_date", ""},
		{"GET", "/v2/timeseries/" + id + "/heartrate/grouped?start_date=2026-01-01&next_cursor=AAAA", ""},
		{"GET", "/v2/timeseries/" + id + "/heartrate?start_date=0001-01-01&end_date=9999-12-31", ""},
		{"POST", "/v2/link/connect/demo", `{"user_id":"` + id + `","provider":"fitbit"}`}, {"DELETE", "//..//v2/%zz", "\x00"},
		{"POST", "/v2/link/connect/demo", `{"user_id":"` + id + `","provider":"fi\u0000t\nbit"}`},
		{"POST", "/v2/user/refresh/" + id + "?timeout=1e1", ""}, {"OPTIONS", "*", ""}, {"GET", "/v2/user/%2F/", ""}, {"GET", "http://x/v2/user", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	known := map[int]bool{200: true, 400: true, 401: true, 404: true, 405: true, 422: true, 501: true}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || strings.ContainsAny(method, " \r\n") || method == "" {
			return
		}
		r := &http.Request{Method: method, URL: u, Header: http.Header{"X-Vital-Api-Key": {key}}}
		r = r.WithContext(t.Context())
		if body != "" {
			r.Body = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)).Body
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if !known[w.Code] || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: %d %.300s", method, target, w.Code, w.Body)
		}
		for name, values := range w.Header() {
			if v := strings.Join(values, ""); strings.ContainsAny(name+v, "\r\n\x00") {
				t.Errorf("%s %s: header %q: %q", method, target, name, v)
			}
		}
	})
}

// FuzzParseInstant: an instant lies where RFC 3339 puts it, and a bare end is
// the last second of its day.
func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{
		"2026-01-05", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00 00:00", "2026-01-05 08:00:00 05:30", "2026-01-05T08:00", "", "now",
		"2024-02-29", "0000-01-01", "9999-12-31T23:59:59.999999999-23:59", "2026-01-05T08:00:00,5Z",
	} {
		f.Add(s, false, true)
		f.Add(s, true, false)
	}
	f.Fuzz(func(t *testing.T, s string, plain, end bool) {
		got, ok := api.ParseInstant(s, plain, end)
		if want, err := time.Parse(time.RFC3339, s); err == nil && !plain && (!ok || !got.Equal(want)) {
			t.Errorf("%q is %v, %v, want %v", s, got, ok, want)
		}
		if !ok {
			return
		}
		if plain && len(s) != len(time.DateOnly) {
			t.Errorf("%q passes for a plain date", s)
		}
		start, _ := api.ParseInstant(s, plain, false)
		if d := got.Sub(start); d != 0 && (!end || d != 24*time.Hour-time.Second || len(s) != len(time.DateOnly)) {
			t.Errorf("%q starts at %v and ends at %v", s, start, got)
		}
		if start.Year() <= 9999 && start.Year() >= 0 && start.Nanosecond() == 0 && !plain {
			if again, ok := api.ParseInstant(start.UTC().Format("2006-01-02T15:04:05-07:00"), false, false); ok && !again.Equal(start) {
				t.Errorf("%q is %v, written down and read again %v", s, start, again)
			}
		}
	})
}

// FuzzCursor: what was encoded decodes to itself, and nothing else decodes.
func FuzzCursor(f *testing.F) {
	f.Add("AAAA", "filter", 3, int64(1767600000))
	f.Add(api.EncodeCursor(0, 0, "filter"), "filter", 0, int64(0))
	f.Add(api.EncodeCursor(65535, -1<<63, ""), "", 65535, int64(-1<<63))
	f.Add(api.EncodeCursor(1, 1767600000, "f")+"\n", "f", 1<<16, int64(1<<63-1))
	f.Fuzz(func(t *testing.T, text, filter string, group int, after int64) {
		if g, a, err := api.DecodeCursor(text, filter); err == nil && api.EncodeCursor(g, a, filter) != text {
			t.Errorf("%q is accepted and is not the cursor of (%d, %d)", text, g, a)
		}
		group &= 1<<16 - 1
		cursor := api.EncodeCursor(group, after, filter)
		g, a, err := api.DecodeCursor(cursor, filter)
		if err != nil || g != group || a != after {
			t.Errorf("(%d, %d) became (%d, %d), %v", group, after, g, a, err)
		}
		if url.QueryEscape(cursor) != cursor {
			t.Errorf("%q needs escaping in a query", cursor)
		}
		if _, _, err := api.DecodeCursor(cursor, filter+"!"); err == nil {
			t.Error("a cursor is accepted with other filters")
		}
	})
}
