package simtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// says checks that a test has failed, or not, and said all of it.
func says(t *testing.T, got *standIn, failed bool, parts ...string) {
	t.Helper()
	if got.failed != failed {
		t.Errorf("failed: %v", got.failed)
	}
	for _, part := range parts {
		if !strings.Contains(got.text(), part) {
			t.Errorf("it does not say %q but\n%s", part, got.text())
		}
	}
}

func TestExpectChooses(t *testing.T) {
	t.Parallel()
	sim := simtest.InMemory(t)
	ada, ben := sim.Connect("ada", "oura"), sim.Connect("ben", "oura")
	sim.Advance(48 * time.Hour)
	sim.Update("ada", "sleep", map[string]any{"efficiency": 12})
	sim.Advance(15 * time.Minute)

	if night := simtest.Expect[vital.Sleep](t, sim.Of("ben")); night.UserID != ben.UserID {
		t.Errorf("of ben: %+v", night)
	}
	if night := simtest.Expect[vital.Sleep](t, sim.Of(ada.UserID.String()).EventType("daily.data.sleep.created")); night.UserID != ada.UserID || night.Efficiency.V == vital.Whole(12) {
		t.Errorf("created of ada: %+v", night)
	}
	updated := simtest.Expect[vital.Sleep](t, sim.EventType("*.updated").With("efficiency", 12.0).With("source.provider", "oura"))
	if updated.Efficiency.V != vital.Whole(12) {
		t.Errorf("updated: %+v", updated)
	}
	if any := simtest.Expect[vital.Payload](t, sim.EventType("provider.connection.*").Of("ada")); any.(vital.ConnectionCreated).UserID != ada.UserID {
		t.Errorf("any: %+v", any)
	}
	mine := sim.Of("ada").EventType("daily.data.*")
	if len(mine.Events()) != len(mine.Timeline()) || len(mine.Events()) < 4 || len(mine.Events()) >= len(sim.Events()) {
		t.Errorf("%d events of %d", len(mine.Events()), len(sim.Events()))
	}
}

func TestExpectSaysWhatCameNearest(t *testing.T) {
	t.Parallel()
	says(t, attempt(func(t testing.TB) { simtest.Expect[vital.Sleep](t, simtest.InMemory(t)) }), true,
		"vital.Sleep was not accepted until 2026-01-05 08:00:00", "no events at all: connect a user")
	says(t, attempt(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("ada", "strava")
		sim.Advance(time.Hour)
		simtest.Expect[vital.Sleep](t, sim)
	}), true, "historical.data.workouts.created, 1 accepted")

	nights := func(conditions ...func(vital.Sleep) bool) *standIn {
		return attempt(func(t testing.TB) {
			sim := simtest.InMemory(t)
			sim.Connect("ada", "oura")
			sim.Connect("ben", "fitbit")
			sim.Advance(48 * time.Hour)
			sim.Update("ada", "sleep", map[string]any{"efficiency": 12})
			sim.Advance(15 * time.Minute)
			simtest.Expect(t, sim.Of("ada").EventType("daily.data.sleep.updated").With("efficiency", 93), conditions...)
		})
	}
	got := nights()
	says(t, got, true, "vital.Sleep (of ada, daily.data.sleep.updated, efficiency 93)",
		"nearest of ", "efficiency: want 93, have 12", `data: {"id":"`)
	if strings.Contains(got.text(), "of: want") || strings.Contains(got.text(), "event type: want") {
		t.Errorf("something else is nearest:\n%s", got.text())
	}
	says(t, nights(func(s vital.Sleep) bool { return s.Duration > 0 }, func(s vital.Sleep) bool { return false }), true,
		"that meets 2 conditions", "condition 2 of 2 is not met")
	says(t, attempt(func(t testing.TB) {
		sim := simtest.InMemory(t, simulator.Config{Handler: http.NotFoundHandler()})
		sim.Connect("ada", "oura")
		sim.Advance(30 * time.Hour)
		simtest.Expect[vital.ConnectionCreated](t, sim.Of("ada"))
	}), true, "answer: want 2xx, have 404 ×8, given up")
}

func TestNever(t *testing.T) {
	t.Parallel()
	sim := simtest.InMemory(t)
	sim.Connect("ada", "oura")
	sim.Advance(24 * time.Hour)
	simtest.Never[vital.Workout](t, sim.Of("ada").With("calories", -1))
	simtest.Never[vital.ConnectionError](t, sim)
	simtest.Never(t, sim, func(s vital.Sleep) bool { return s.Source.Provider != "oura" })
	sim.Revoke("ada", "oura")
	got := attempt(func(t testing.TB) { simtest.Never[vital.ConnectionError](t, sim.Of("ada")) })
	says(t, got, true, "vital.ConnectionError (of ada) was never to come, and did:\n  2026-01-06 08:00:00  provider.connection.error")

	// What nobody has accepted was sent all the same, and so was what a client has
	// only just caused.
	refused := simtest.InMemory(t, simulator.Config{Handler: http.NotFoundHandler()})
	refused.Connect("ada", "oura")
	says(t, attempt(func(t testing.TB) { simtest.Never[vital.ConnectionCreated](t, refused) }), true, "404, pending")
	driven := simtest.InMemory(t, simulator.Config{Speed: 1})
	driven.Connect("ada", "oura")
	simtest.Never[vital.Sleep](t, driven) // time goes on, and nobody waits for it
}

// TestNeverInsideOfAHandler looks at what there is: it cannot wait for itself.
func TestNeverInsideOfAHandler(t *testing.T) {
	t.Parallel()
	sim := simtest.InMemory(t)
	looked := 0
	sim.Handle(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		simtest.Never[vital.ConnectionError](t, sim)
		looked++
	}))
	sim.Connect("ada", "oura")
	if looked != 1 {
		t.Errorf("the handler was asked %d times", looked)
	}
}

// TestExpectShowsWhatTheHandlerAnswered checks that a failed test shows the response to
// deliveries that were refused, once for all that failed alike.
func TestExpectShowsWhatTheHandlerAnswered(t *testing.T) {
	t.Parallel()
	got := attempt(func(t testing.TB) {
		refuses := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "no such\n  tenant", http.StatusBadRequest)
		})
		sim := simtest.InMemory(t, simulator.Config{Handler: refuses})
		sim.Connect("ada", "oura")
		sim.Advance(30 * time.Hour)
		simtest.Expect[vital.ConnectionCreated](t, sim.Of("ada"))
	})
	const group = "does the handler know this secret, and does it verify the raw body?\n    the handler answered: no such tenant\n"
	says(t, got, true, "deliveries that were not accepted\n  400: ", group)
	if n := strings.Count(got.text(), group); n != 2 { // with the expectation, and with the timeline
		t.Errorf("it says %d times what the handler answered:\n%s", n, got.text())
	}
}
