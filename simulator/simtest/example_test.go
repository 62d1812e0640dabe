package simtest_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// test runs a function as go test does, and prints what the test says.
func test(f func(t testing.TB)) {
	for _, line := range attempt(f).said {
		fmt.Println(line)
	}
}

// In a test of yours, t is its *testing.T.
func ExampleStart() {
	test(func(t testing.TB) {
		sim := simtest.Start(t) // point a client at sim.URL with sim.Key
		sim.Connect("app-user-1", "oura")
		sim.Advance(48 * time.Hour)

		night := simtest.Expect[vital.Sleep](t, sim)
		fmt.Println(night.Source.Provider, night.Score.Valid)
		fmt.Println(len(sim.Inbox()) == len(sim.Events()))
	})
	// Output:
	// oura true
	// true
}

// The handler is yours, and gets the webhooks at the path that Target says.
func ExampleStart_handler() {
	test(func(t testing.TB) {
		sim := simtest.Start(t, simulator.Config{Target: "/webhooks/vital"})
		mux := http.NewServeMux()
		mux.HandleFunc("POST /webhooks/vital", func(w http.ResponseWriter, r *http.Request) {
			fmt.Println("svix-signature:", r.Header.Get("svix-signature") != "")
		})
		sim.Handle(mux)
		sim.Connect("app-user-1", "oura")
	})
	// Output: svix-signature: true
}

// Client reaches the simulator at the addresses of Vital, so that nothing of an
// application has to be changed but its http.Client.
func ExampleInMemory() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("app-user-1", "oura")

		r, err := http.NewRequest(http.MethodGet, "https://api.sandbox.tryvital.io/v2/user/resolve/app-user-1", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("x-vital-api-key", sim.Key)
		res, err := sim.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		fmt.Println(res.Status)
	})
	// Output: 200 OK
}

// Conditions are functions of the data; Of, EventType and With choose messages,
// and what comes near is compared with them.
func ExampleExpect() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("app-user-1", "oura")
		sim.Advance(48 * time.Hour)
		sim.Update("app-user-1", "sleep", map[string]any{"efficiency": 93})
		sim.Advance(15 * time.Minute)

		long := simtest.Expect(t, sim, func(s vital.Sleep) bool { return s.Total > 3*3600 })
		corrected := simtest.Expect[vital.Sleep](t, sim.Of("app-user-1").EventType("daily.data.sleep.updated").With("efficiency", 93))
		fmt.Println(long.Total > 3*3600, corrected.Efficiency.V == vital.Whole(93))
	})
	// Output: true true
}

func ExampleNever() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("app-user-1", "oura")
		sim.Advance(48 * time.Hour)
		simtest.Never[vital.ConnectionError](t, sim)

		sim.Disconnect("app-user-1", "oura")
		before := len(sim.Events())
		sim.Advance(48 * time.Hour)
		fmt.Println(len(sim.Events()) - before)
	})
	// Output: 0
}

func ExampleSim_Fault() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Fault("delivery: {event: provider.connection.created, duplicate: 1}")
		sim.Connect("app-user-1", "oura")
		for _, act := range sim.Faulted() {
			fmt.Println(act.Done, act.EventType)
		}
	})
	// Output: duplicate: 1 provider.connection.created
}

func ExampleSim_Fixture() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Fixture("app-user-1", "freestyle_libre") // or a folder, such as ./testdata/ada
		sim.Advance(time.Hour)
		fmt.Println(simtest.Expect[vital.HistoricalPull](t, sim).Provider)
	})
	// Output: freestyle_libre
}

func ExampleSim_Revoke() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("app-user-1", "oura")
		sim.Revoke("app-user-1", "oura")
		fmt.Println(simtest.Expect[vital.ConnectionError](t, sim).ErrorType)
	})
	// Output: token_refresh_failed
}

func ExampleSim_Play() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		report := sim.Play("first-connection") // or a file, such as ./testdata/outage.yaml
		fmt.Println(report.OK())
	})
	// Output: true
}

func ExampleMessages_Timeline() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("app-user-1", "oura")
		for _, d := range sim.Of("app-user-1").EventType("provider.connection.*").Timeline() {
			fmt.Println(d.At.Format(time.DateTime), d.EventType, d.Carries.Summary, d.Attempts[0].StatusCode)
		}
	})
	// Output: 2026-01-05 08:00:00 provider.connection.created Oura connected 204
}

// What data there is belongs to the event type; without any an example is sent.
func ExampleSim_Trigger() {
	test(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Trigger("app-user-1", "daily.data.sleep.created")
		sim.Trigger("app-user-1", vital.EventConnectionError, vital.ConnectionError{Provider: "oura", ErrorType: "user_not_found"})

		fmt.Println(simtest.Expect[vital.Sleep](t, sim).Total > 0)
		fmt.Println(simtest.Expect[vital.ConnectionError](t, sim).ErrorType)
	})
	// Output:
	// true
	// user_not_found
}
