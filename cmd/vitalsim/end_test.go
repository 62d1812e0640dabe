package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// planned returns when a scenario begins and ends according to the JSON of plan.
func planned(t *testing.T, args ...string) (start, end time.Time) {
	t.Helper()
	r := vitalsim(t, nil, append([]string{"plan", "first-connection", "--json"}, args...)...)
	var plan struct{ Start, End time.Time }
	if err := json.Unmarshal([]byte(r.stdout), &plan); err != nil {
		t.Fatalf("%v: %v: %+v", args, err, r)
	}
	return plan.Start, plan.End
}

// TestEndMovesAScenario checks that --end moves a scenario by whole days to its latest
// end before the given time.
func TestEndMovesAScenario(t *testing.T) {
	t.Parallel()
	ownStart, ownEnd := planned(t)
	for given, want := range map[string]string{
		"2026-03-10T08:00:00Z": "2026-03-10T08:00:00Z",
		"2026-03-10T07:59:59Z": "2026-03-09T08:00:00Z",
		"2026-03-10":           "2026-03-10T08:00:00Z",
		"2025-12-25T23:00:00Z": "2025-12-25T08:00:00Z",
		"2025-12-25T01:00:00Z": "2025-12-24T08:00:00Z",
	} {
		start, end := planned(t, "--end", given)
		if end.Format(time.RFC3339) != want || end.Sub(start) != ownEnd.Sub(ownStart) {
			t.Errorf("--end %s: from %v to %v, want an end at %s", given, start, end, want)
		}
	}
	start, end := planned(t, "--end", "now")
	if now := clock.System.Now(); end.After(now) || now.Sub(end) > 25*time.Hour || start.Hour() != ownStart.Hour() {
		t.Errorf("--end now at %v: from %v to %v", now, start, end)
	}
	for _, command := range [][]string{{"run", "first-connection", "--json"}, {"exec", "--verbose", "--scenario", "first-connection"}} {
		args := append(command, "--end", "2025-12-25")
		if command[0] == "exec" {
			args = append(args, "--", "true")
		}
		if r := vitalsim(t, nil, args...); r.code != exitOK || !strings.Contains(r.stdout+r.stderr, "2025-12-23") || strings.Contains(r.stdout+r.stderr, "2026-01-05") {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
