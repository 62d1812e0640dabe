package simtest_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestSelectionsThatCanNeverMatchFail checks that misspelled selections end the test with
// the nearest word, above all those of Never, which would pass.
func TestSelectionsThatCanNeverMatchFail(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		look func(t testing.TB, sim *simtest.Sim)
		says string
	}{
		"type": {func(t testing.TB, sim *simtest.Sim) {
			simtest.Never[vital.Sleep](t, sim.EventType("daily.data.slep.created"))
		},
			`unknown event type "daily.data.slep.created"; did you mean "daily.data.sleep.created"?`},
		"pattern": {func(t testing.TB, sim *simtest.Sim) { simtest.Never[vital.Payload](t, sim.EventType("weekly.*")) },
			`no event type matches "weekly.*"`},
		"patterns": {func(t testing.TB, sim *simtest.Sim) {
			simtest.Never[vital.Payload](t, sim.EventType("daily.*").EventType("historical.*"))
		}, "no event type matches daily.* and historical.*"},
		"user": {func(t testing.TB, sim *simtest.Sim) { simtest.Never[vital.Sleep](t, sim.Of("ad")) },
			`no event can be vital.Sleep (of ad): user "ad": User not found; did you mean "ada"?`},
		"data": {func(t testing.TB, sim *simtest.Sim) {
			simtest.Never[vital.Sleep](t, sim.EventType("daily.data.activity.*"))
		},
			"events of the type daily.data.activity.* have other data"},
		"key": {func(t testing.TB, sim *simtest.Sim) { simtest.Never[vital.Sleep](t, sim.With("eficiency", 93)) },
			`their data has no key "eficiency"; did you mean "efficiency"?`},
		"nested key": {func(t testing.TB, sim *simtest.Sim) {
			simtest.Never[vital.Sleep](t, sim.With("source.provder", "oura"))
		},
			`their data has no key "source.provder"; did you mean "provider"?`},
		"provider": {func(t testing.TB, sim *simtest.Sim) {
			simtest.Never[vital.Sleep](t, sim.With("source.provider", "ouraa"))
		},
			`there is no provider "ouraa"; did you mean "oura"?`},
		"expected key": {func(t testing.TB, sim *simtest.Sim) { simtest.Expect[vital.Sleep](t, sim.With("eficiency", 93)) },
			`did you mean "efficiency"?`},
		"expected user": {func(t testing.TB, sim *simtest.Sim) { simtest.Expect[vital.Sleep](t, sim.Of("ad")) },
			`did you mean "ada"?`},
		"timeline": {func(_ testing.TB, sim *simtest.Sim) { sim.Of("ad").Timeline() },
			`no message can be of ad: user "ad": User not found; did you mean "ada"?`},
		"events": {func(_ testing.TB, sim *simtest.Sim) { sim.With("eficiency", 93).Events() },
			`did you mean "efficiency"?`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			says(t, attempt(func(t testing.TB) {
				sim := simtest.InMemory(t)
				sim.Connect("ada", "oura")
				tt.look(t, sim)
			}), true, tt.says)
		})
	}
}

// TestSelectionsThatCanMatchPass checks that a selection which finds nothing passes if
// it could find something.
func TestSelectionsThatCanMatchPass(t *testing.T) {
	t.Parallel()
	sim := simtest.InMemory(t)
	sim.Connect("ada", "oura")
	ben := sim.Connect("ben", "oura")
	if err := sim.DeleteUser(ben.UserID); err != nil {
		t.Fatal(err)
	}
	simtest.Never[vital.Sleep](t, sim.Of("ben").With("efficiency", -1))
	simtest.Never[vital.Sleep](t, sim.Of(ben.UserID.String()))
	simtest.Never[vital.Payload](t, sim.With("source.provider", "fitbit"))
	simtest.Never[vital.Payload](t, sim.EventType("labtest.*"))
	sim.Trigger("ada", "daily.data.sleep.created", vital.Raw(`{"own":{"key":1},"source":{"provider":"my-own"}}`))
	sim.Advance(time.Hour)
	if n := len(sim.With("own.key", 1).With("source.provider", "my-own").Timeline()); n != 1 {
		t.Errorf("%d messages with a key of the test's own", n)
	}
}
