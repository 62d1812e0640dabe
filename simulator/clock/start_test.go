package clock_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

func TestParseStart(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 4, 5, 6, 7, 800, time.FixedZone("", 3600))
	for text, want := range map[string]string{
		"now":                       "2026-03-04T04:06:07Z",
		"now-10d":                   "2026-02-22T04:06:07Z",
		"now+1d12h":                 "2026-03-05T16:06:07Z",
		"2026-01-05":                "2026-01-05T00:00:00Z",
		"2026-01-05T09:00:00+01:00": "2026-01-05T08:00:00Z",
	} {
		if got, err := clock.ParseStart(text, now); err != nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "soon", "now*2", "now-", "now-1y", "05.01.2026"} {
		if got, err := clock.ParseStart(text, now); err == nil || !strings.Contains(err.Error(), `"`+text+`"`) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

// TestTimeIsBounded checks that clocks start and move between First and Last only.
func TestTimeIsBounded(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1969-12-31", "2200-01-02", "9999-12-31T23:59:59Z", "now-100000d"} {
		if at, err := clock.ParseStart(text, clock.Epoch); err == nil || !strings.Contains(err.Error(), "between 1970-01-01 and 2200-01-01") {
			t.Errorf("ParseStart(%q) = %v, %v", text, at, err)
		}
	}
	v := clock.NewVirtual(clock.Last.Add(-time.Hour))
	if err := v.Advance(t.Context(), 2*time.Hour); !errors.Is(err, clock.ErrLast) || !v.Now().Equal(clock.Last.Add(-time.Hour)) {
		t.Errorf("an advance beyond the end: %v, at %v", err, v.Now())
	}
	if err := v.Advance(t.Context(), time.Hour); err != nil || !v.Now().Equal(clock.Last) {
		t.Errorf("an advance to the end: %v, at %v", err, v.Now())
	}
}
