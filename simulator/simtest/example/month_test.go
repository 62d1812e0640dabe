package example

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestMonth runs in a bubble: time stands still for the diary, and for the
// simulator too, unless somebody waits. Nobody does, for thirty days.
func TestMonth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		sim := simtest.InMemory(t)
		diary := NewDiary(sim.URL, sim.Key, sim.Secret, sim.Client())
		sim.Handle(diary)
		ada := sim.Connect("app-user-1", "oura")
		sim.Advance(30 * 24 * time.Hour)

		if took := time.Since(began); took != 0 {
			t.Errorf("the month took %v", took)
		}
		night := simtest.Expect[vital.Sleep](t, sim)
		nights := diary.Nights(ada.UserID.String())
		if len(nights) < 45 || nights[0].ID != night.ID.String() {
			t.Errorf("of %d nights in the diary the latest is not %s", len(nights), night.ID)
		}
	})
}

// TestSlowVital: the API takes its time, longer than Svix waits for the diary. In
// a bubble that costs nothing, and what took too long is sent again.
func TestSlowVital(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := simtest.InMemory(t, simulator.Config{DeliveryTimeout: 15 * time.Second})
		diary := NewDiary(sim.URL, sim.Key, sim.Secret, sim.Client())
		sim.Handle(diary)
		sim.Fault("api: {path: /v2/summary/sleep/*, latency: 20s, times: 1}")
		began := time.Now()
		ada := sim.Connect("app-user-1", "oura")
		sim.Advance(time.Hour)

		if took := time.Since(began); took != 15*time.Second {
			t.Errorf("the hour took %v", took)
		}
		history := sim.EventType("historical.data.sleep.created").Timeline()[0]
		if !history.Accepted() || len(history.Attempts) != 2 {
			t.Errorf("the history is %s after %+v", history.Status, history.Attempts)
		}
		if n := len(diary.Nights(ada.UserID.String())); n < 20 {
			t.Errorf("there are %d nights", n)
		}
	})
}
