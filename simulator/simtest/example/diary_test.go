package example

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestNights(t *testing.T) {
	sim := simtest.Start(t)
	diary := NewDiary(sim.URL, sim.Key, sim.Secret, sim.Client()) // your own http.Handler
	sim.Handle(diary)                                             // gets the webhooks
	ada := sim.Connect("app-user-1", "oura")
	sim.Advance(48 * time.Hour) // takes milliseconds

	night := simtest.Expect[vital.Sleep](t, sim)
	nights := diary.Nights(ada.UserID.String())
	if len(nights) < 20 || nights[0].ID != night.ID.String() {
		t.Errorf("of %d nights in the diary the latest is not %s", len(nights), night.ID)
	}
}

// start is a diary with a user whose history has arrived.
func start(t *testing.T) (*simtest.Sim, *Diary, string) {
	t.Helper()
	sim := simtest.InMemory(t)
	diary := NewDiary(sim.URL, sim.Key, sim.Secret, sim.Client())
	sim.Handle(diary)
	ada := sim.Connect("app-user-1", "oura")
	sim.Advance(24 * time.Hour)
	return sim, diary, ada.UserID.String()
}

// A user corrects a night, and the diary with it.
func TestCorrection(t *testing.T) {
	t.Parallel()
	sim, diary, ada := start(t)
	sim.Update("app-user-1", "sleep", map[string]any{"efficiency": 93})
	sim.Advance(time.Hour)
	simtest.Expect[vital.Sleep](t, sim.EventType("daily.data.sleep.updated").With("efficiency", 93))
	if night := diary.Nights(ada)[0]; night.Efficiency == nil || *night.Efficiency != 93 {
		t.Errorf("the night is still %+v", night)
	}
}

// Webhooks come twice, and a night is one night all the same.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	sim, diary, ada := start(t)
	before := len(diary.Nights(ada))
	sim.Fault("delivery: {event: daily.data.sleep.*, duplicate: 2}")
	sim.Advance(24 * time.Hour)
	if len(sim.Faulted()) == 0 || len(diary.Nights(ada)) != before+1 {
		t.Errorf("%d nights after %d, and %d acts of the fault", len(diary.Nights(ada)), before, len(sim.Faulted()))
	}
}

// Vital's API is down when the history is announced: the diary says so with a
// 500, and the webhook comes again.
func TestVitalIsDown(t *testing.T) {
	t.Parallel()
	sim, diary, _ := start(t)
	sim.Fault("api: {path: /v2/summary/sleep/*, status: 503, times: 2}")
	ben := sim.Connect("app-user-2", "oura")
	sim.Advance(24 * time.Hour)
	for _, d := range sim.Of("app-user-2").EventType("historical.data.sleep.created").Timeline() {
		if len(d.Attempts) != 3 || !d.Accepted() {
			t.Errorf("the webhook was %s after %d attempts", d.Status, len(d.Attempts))
		}
	}
	if n := len(diary.Nights(ben.UserID.String())); n < 20 {
		t.Errorf("there are %d nights", n)
	}
}

// A user takes the access away, and gives it again.
func TestRevoke(t *testing.T) {
	t.Parallel()
	sim, diary, ada := start(t)
	sim.Connect("app-user-2", "oura")
	sim.Revoke("app-user-1", "oura")
	if !diary.Lost(ada) {
		t.Error("the diary does not know that the access is lost")
	}
	sim.Connect("app-user-1", "oura")
	if diary.Lost(ada) {
		t.Error("the diary does not know that the access is back")
	}
	simtest.Never[vital.ConnectionError](t, sim.Of("app-user-2"))
}
