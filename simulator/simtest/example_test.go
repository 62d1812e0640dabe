package simtest_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The body of a test, as the README shows it.
func TestNights(t *testing.T) {
	sim := simtest.Start(t) // point your client at sim.URL with sim.Key
	sim.Connect("app-user-1", "oura")
	sim.Advance(48 * time.Hour) // takes milliseconds

	night := simtest.Expect[vital.Sleep](t, sim)
	if !night.Score.Valid {
		t.Errorf("Oura rates every night, this one has no score: %+v", night)
	}
}
