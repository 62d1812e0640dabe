package api_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
)

// TestSpellingsOfAnInstant parses valid and invalid instants.
func TestSpellingsOfAnInstant(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for text, want := range map[string]time.Time{
		"2026-01-05T08:00:00Z":          at("2026-01-05T08:00:00Z"),
		"2026-01-05T08:00:00+00:00":     at("2026-01-05T08:00:00Z"),
		"2026-01-05T08:00:00 00:00":     at("2026-01-05T08:00:00Z"), // an unescaped plus
		"2026-01-05T08:00:00 05:30":     at("2026-01-05T02:30:00Z"),
		"2026-01-05T08:00:00-05:00":     at("2026-01-05T13:00:00Z"),
		"2026-01-05T08:00:00":           at("2026-01-05T08:00:00Z"),
		"2026-01-05 08:00:00":           at("2026-01-05T08:00:00Z"),
		"2026-01-05 08:00:00+01:00":     at("2026-01-05T07:00:00Z"),
		"2026-01-05 08:00:00 01:00":     at("2026-01-05T07:00:00Z"),
		"2026-01-05T08:00":              at("2026-01-05T08:00:00Z"),
		"2026-01-05T08:00Z":             at("2026-01-05T08:00:00Z"),
		"2026-01-05T08:00:00.123456Z":   at("2026-01-05T08:00:00.123456Z"),
		"2026-01-05T08:00:00.5":         at("2026-01-05T08:00:00.5Z"),
		"2026-01-05T23:59:59.999+00:00": at("2026-01-05T23:59:59.999Z"),
	} {
		for _, end := range []bool{false, true} {
			if got, ok := api.ParseInstant(text, false, end); !ok || !got.Equal(want) {
				t.Errorf("%q is %v, %v, want %v", text, got, ok, want)
			}
		}
		if got, ok := api.ParseInstant(text, true, false); ok {
			t.Errorf("%q passes for a plain date: %v", text, got)
		}
	}
	for _, plain := range []bool{false, true} {
		if got, ok := api.ParseInstant("2026-01-05", plain, false); !ok || !got.Equal(at("2026-01-05T00:00:00Z")) {
			t.Errorf("a bare start is %v, %v", got, ok)
		}
		if got, ok := api.ParseInstant("2026-01-05", plain, true); !ok || !got.Equal(at("2026-01-05T23:59:59Z")) {
			t.Errorf("a bare end is %v, %v", got, ok)
		}
	}
	for _, text := range []string{
		"", " ", "now", "2026", "2026-01", "2026-1-5", "2026-02-30", "2026-13-01", "20260105", "05/01/2026", "2026-01-05T", "2026-01-05T25:00:00Z",
		"2026-01-05T08:00:00ZZ", "2026-01-05  08:00:00", "2026-01-05T08:00:00+99:00", " 2026-01-05", "2026-01-05 ", "1767600000",
	} {
		if got, ok := api.ParseInstant(text, false, true); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

// TestBothEndsAreInclusive asks for one sample by its own timestamp.
func TestBothEndsAreInclusive(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	stamps := func(start, end string) (out []string) {
		t.Helper()
		var samples []struct{ Timestamp string }
		w := tm.raw("GET", "/v2/timeseries/"+id+"/heartrate?start_date="+start+"&end_date="+end, "", key)
		if err := json.Unmarshal(w.Body.Bytes(), &samples); err != nil {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		for _, s := range samples {
			out = append(out, s.Timestamp)
		}
		return out
	}
	day := stamps("2026-01-06", "2026-01-06")
	if len(day) < 50 || !slices.IsSorted(day) || day[0] < "2026-01-06T00:00:00" || day[len(day)-1] > "2026-01-06T23:59:59+00:00" {
		t.Fatalf("a bare day has %d samples from %s to %s", len(day), day[0], day[len(day)-1])
	}
	one := day[10]
	at, err := time.Parse(time.RFC3339, one)
	if err != nil {
		t.Fatal(err)
	}
	india := at.In(time.FixedZone("", 5*3600+1800)).Format(time.RFC3339)
	for _, s := range []string{url.QueryEscape(one), one, at.Format("2006-01-02T15:04:05Z"), at.Format("2006-01-02T15:04:05"), india, url.QueryEscape(india), url.QueryEscape(at.Format(time.DateTime))} {
		if got := stamps(s, s); len(got) != 1 || got[0] != one {
			t.Errorf("from %s to itself: %q, want %s", s, got, one)
		}
	}
	half := at.Add(time.Second / 2).Format(time.RFC3339Nano)
	if got := stamps(half, half); len(got) != 0 {
		t.Errorf("half a second later: %q", got)
	}
	if got := stamps(url.QueryEscape(at.Format(time.DateTime)), half); len(got) != 1 {
		t.Errorf("until half a second later: %q", got)
	}
	if got := stamps(one, at.Add(-time.Second).Format("2006-01-02T15:04:05")); len(got) != 0 {
		t.Errorf("a span that ends before it starts: %q", got)
	}
}
