package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// largest returns the size of the largest body that was delivered since a time.
func largest(sim *simulator.Simulator, since time.Time) (n int) {
	for _, d := range sim.Timeline() {
		if !d.At.Before(since) {
			n = max(n, len(d.Body))
		}
	}
	return n
}

// TestMaxEventBytes checks the bound of bodies: the default, one of the Config, and
// that of a scenario, which holds while it plays and yields to the Config.
func TestMaxEventBytes(t *testing.T) {
	t.Parallel()
	sc, err := simulator.LoadScenario("large-bodies")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		configured, played, after int // upper bounds of the largest body
	}{
		{0, 256 << 10, 96 << 10},
		{48 << 10, 48 << 10, 48 << 10},
		{200_000, 200_000, 200_000},
	} {
		sim := start(t, simulator.Config{MaxEventBytes: tt.configured}.For(sc))
		if report, err := sim.Play(t.Context(), sc, nil); err != nil || !report.OK() {
			t.Fatalf("%v, %v", err, report)
		}
		check := func(when string, got, bound int) {
			t.Helper()
			// 1,000 samples of a heart rate have between 100 and 111 KiB.
			if least := min(bound-200, 100<<10); got > bound || got < least {
				t.Errorf("%d configured, %s: the largest body has %d bytes, want %d to %d", tt.configured, when, got, least, bound)
			}
		}
		check("played", largest(sim, time.Time{}), tt.played)
		played := sim.Now()
		ben, err := sim.CreateUser(simulator.NewUser{ClientUserID: "ben"})
		if err != nil {
			t.Fatal(err)
		}
		if err := sim.Connect(t.Context(), ben.UserID, "garmin", simulator.ConnectOptions{Days: 3}); err != nil {
			t.Fatal(err)
		}
		if err := sim.Advance(t.Context(), 2*time.Hour); err != nil {
			t.Fatal(err)
		}
		check("connected", largest(sim, played), tt.after)
	}
	for _, n := range []int{-1, 1, 1023} {
		if _, err := simulator.New(simulator.Config{MaxEventBytes: n}); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%d: want at least 1024", n)) {
			t.Errorf("%d: %v", n, err)
		}
	}
}
