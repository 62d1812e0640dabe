package api_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
)

// FuzzParseInstant: an instant lies where RFC 3339 puts it, and a bare end is
// the last second of its day.
func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{
		"2026-01-05", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00 00:00", "2026-01-05 08:00:00 05:30", "2026-01-05T08:00", "", "now",
		"2024-02-29", "0000-01-01", "9999-12-31T23:59:59.999999999-23:59", "2026-01-05T08:00:00,5Z",
		"2026-01-05T08:00:00+0000", "2026-01-05t08:00:00-08", "1767571200", "1767571200000.5", "0001-01-01T00:00+23:59",
	} {
		f.Add(s, false, true)
		f.Add(s, true, false)
	}
	f.Fuzz(func(t *testing.T, s string, plain, end bool) {
		got, wrong := api.ParseInstant(s, plain, end)
		if wrong != nil {
			return
		}
		start, _ := api.ParseInstant(s, plain, false)
		switch d := got.Sub(start); {
		case d == 0:
		case !end || d != 24*time.Hour-time.Second || !start.Equal(start.Truncate(24*time.Hour)):
			t.Errorf("%q starts at %v and ends at %v", s, start, got)
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
