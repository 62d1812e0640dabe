package simtest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestStartInABubble says what to do instead: it would hang.
func TestStartInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		says(t, attempt(func(t testing.TB) { simtest.Start(t) }), true, "call simtest.InMemory")
	})
}

// TestExpectInABubble waits for what is under way in the bubble's time, as a
// client causes it.
func TestExpectInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := simtest.InMemory(t, simulator.Config{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(3 * time.Second) })})
		user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "ada"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest(http.MethodPost, sim.URL+"/v2/link/connect/demo", strings.NewReader(`{"user_id":"`+user.UserID.String()+`","provider":"oura"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Vital-Api-Key", sim.Key)
		began := time.Now()
		res, err := sim.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		simtest.Expect[vital.ConnectionCreated](t, sim.Of("ada"))
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("it took %v", took)
		}
		if user := sim.Connect("ada", "fitbit"); user.ClientUserID != "ada" {
			t.Errorf("the user that the client has made is not found: %+v", user)
		}
	})
}
