package simulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// check ends an example that does not work.
func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// connected is a simulator with a user whose first two days have passed.
func connected(c simulator.Config) (*simulator.Simulator, vital.User) {
	sim, err := simulator.New(c)
	check(err)
	ada, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1"})
	check(err)
	check(sim.Connect(context.Background(), ada.UserID, "oura", simulator.ConnectOptions{Days: 3}))
	check(sim.Advance(context.Background(), 48*time.Hour))
	return sim, ada
}

// The zero Config delivers to its own inbox, which verifies what it gets.
func Example() {
	ctx := context.Background()
	sim, err := simulator.New(simulator.Config{})
	check(err)
	defer sim.Close()

	ada, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1", TimeZone: "Europe/London"})
	check(err)
	check(sim.Connect(ctx, ada.UserID, "oura", simulator.ConnectOptions{Days: 7, Resources: []string{"sleep"}}))
	check(sim.Advance(ctx, 24*time.Hour))

	nights := 0
	for _, body := range sim.Inbox() {
		var event vital.Event
		check(json.Unmarshal(body, &event))
		switch data := event.Data.(type) {
		case vital.HistoricalPull:
			fmt.Println("history from", data.StartDate.Format(time.DateOnly), "to", data.EndDate.Format(time.DateOnly))
		case vital.Sleep:
			nights++
		}
	}
	fmt.Println("then nights:", nights > 0)
	// Output:
	// history from 2025-12-29 to 2026-01-05
	// then nights: true
}

// A client needs no socket, and nothing but its transport has to be changed: the
// address of Vital that is built in leads to the simulator.
func ExampleSimulator_Transport() {
	sim, ada := connected(simulator.Config{})
	defer sim.Close()

	client := &http.Client{Transport: sim.Transport()}
	r, err := http.NewRequest(http.MethodGet, "https://api.sandbox.tryvital.io/v2/user/providers/"+ada.UserID.String(), nil)
	check(err)
	r.Header.Set("x-vital-api-key", sim.APIKey())
	res, err := client.Do(r)
	check(err)
	defer res.Body.Close()
	var answer struct{ Providers []vital.ConnectedProvider }
	check(json.NewDecoder(res.Body).Decode(&answer))
	fmt.Println(answer.Providers[0].Slug, answer.Providers[0].Status)
	// Output: oura connected
}

// The application under test is a handler of this process.
func ExampleConfig_handler() {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /webhooks", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("svix-id") == "" {
			w.WriteHeader(http.StatusBadRequest)
		}
	})
	sim, _ := connected(simulator.Config{Handler: mux, Target: "/webhooks"})
	defer sim.Close()

	first := sim.Timeline()[0]
	fmt.Println(first.EventType, first.Attempts[0].StatusCode, first.Accepted())
	// Output: provider.connection.created 200 true
}

// Each endpoint has its own filter.
func ExampleConfig_endpoints() {
	sim, _ := connected(simulator.Config{
		Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		Endpoints: []simulator.Endpoint{
			{URL: "/connections", FilterTypes: []string{vital.EventConnectionCreated}},
			{URL: "/nights", FilterTypes: []string{vital.DailyEvent("sleep", false), vital.DailyEvent("sleep", true)}},
		},
	})
	defer sim.Close()
	count := map[string]int{}
	for _, d := range sim.Timeline() {
		count[d.EndpointID]++
	}
	for _, e := range sim.Endpoints() {
		fmt.Println(e.URL, count[e.ID] > 0)
	}
	// Output:
	// http://app.invalid/connections true
	// http://app.invalid/nights true
}

// A receiver that fails is asked again after 5 seconds, 5 minutes, and so on: in
// simulated time.
func ExampleSimulator_Advance() {
	answers := []int{500, 503, 204}
	sim, err := simulator.New(simulator.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(answers[0])
		answers = answers[1:]
	})})
	check(err)
	defer sim.Close()
	ada, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1"})
	check(err)
	check(sim.Connect(context.Background(), ada.UserID, "oura", simulator.ConnectOptions{Resources: []string{}}))
	check(sim.Advance(context.Background(), time.Hour))
	for _, a := range sim.Timeline()[0].Attempts {
		fmt.Println(a.At.Format(time.TimeOnly), a.StatusCode)
	}
	// Output:
	// 08:00:00 500
	// 08:00:05 503
	// 08:05:05 204
}

func ExampleSimulator_Update() {
	sim, ada := connected(simulator.Config{})
	defer sim.Close()
	check(sim.Update(context.Background(), ada.UserID, simulator.Edit{Resource: "sleep", Set: map[string]any{"efficiency": 93}}))
	check(sim.Advance(context.Background(), 15*time.Minute))

	for _, d := range sim.Timeline() {
		var event vital.Event
		check(json.Unmarshal(d.Body, &event))
		if night, ok := event.Data.(vital.Sleep); ok && night.Efficiency.V == vital.Whole(93) {
			fmt.Println(d.EventType)
		}
	}
	// Output: daily.data.sleep.updated
}

func ExampleSimulator_Fault() {
	sim, ada := connected(simulator.Config{})
	defer sim.Close()
	check(sim.Fault("api: {name: busy, path: /v2/user/*, status: 503, retry_after: 2, times: 2}"))

	client := &http.Client{Transport: sim.Transport()}
	for range 3 {
		r, err := http.NewRequest(http.MethodGet, sim.URL()+"/v2/user/"+ada.UserID.String(), nil)
		check(err)
		r.Header.Set("x-vital-api-key", sim.APIKey())
		res, err := client.Do(r)
		check(err)
		res.Body.Close()
		fmt.Println(res.Status)
	}
	fmt.Println(len(sim.Faulted()), "acts of", sim.Faulted()[0].Fault)
	// Output:
	// 503 Service Unavailable
	// 503 Service Unavailable
	// 200 OK
	// 2 acts of busy
}

func ExampleSimulator_Resend() {
	sim, _ := connected(simulator.Config{})
	defer sim.Close()
	n, err := sim.Resend(context.Background(), sim.Timeline()[0].SvixID, "")
	check(err)
	again := sim.Timeline()[0].Attempts[1]
	fmt.Println(n, again.Manual, again.OK)
	// Output: 1 true true
}

// What a scenario would send, and what becomes of it.
func ExampleSimulator_Play() {
	ctx := context.Background()
	scenario, err := simulator.LoadScenario("first-connection")
	check(err)
	plan, err := simulator.PlanScenario(ctx, scenario, simulator.Config{})
	check(err)

	sim, err := simulator.New(simulator.Config{}.For(scenario))
	check(err)
	defer sim.Close()
	report, err := sim.Play(ctx, scenario, nil)
	check(err)
	fmt.Println(len(report.Timeline) == len(plan.Timeline), report.OK())
	// Output: true true
}

// All that is wrong with a scenario is said at once.
func ExampleParseScenario() {
	_, err := simulator.ParseScenario("mine.yaml", []byte(`name: mine
about: a scenario with two mistakes
users:
  ada: {}
steps:
  - connect: {user: ada, provider: fitbid}
  - advnce: 1d
`))
	var wrong simulator.ScenarioErrors
	fmt.Println(errors.As(err, &wrong), len(wrong))
	fmt.Println(err)
	// Output:
	// true 2
	// mine.yaml:6:36: connect: unknown provider "fitbid"; did you mean "fitbit"?
	// mine.yaml:7:5: unknown verb "advnce"; did you mean "advance"?
}

// Recorded data is read as it was written: here by a simulator itself.
func ExampleLoadFixture() {
	sim, _ := connected(simulator.Config{})
	defer sim.Close()
	folder, err := os.MkdirTemp("", "vitalsim")
	check(err)
	defer os.RemoveAll(folder)
	ada := filepath.Join(folder, "ada")
	_, err = sim.Export(context.Background(), "app-user-1", simulator.ExportOptions{Dir: ada})
	check(err)

	fixture, err := simulator.LoadFixture(ada)
	check(err)
	fmt.Println(fixture.Providers())
	// Output: [oura]
}

// Await returns as soon as something has arrived, or nothing more can come by
// itself.
func ExampleSimulator_Await() {
	sim, _ := connected(simulator.Config{Start: clock.Epoch})
	defer sim.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	arrived := func(eventType string) bool {
		return sim.Await(ctx, func(timeline []simulator.Delivered) bool {
			for _, d := range timeline {
				if d.EventType == eventType && d.Accepted() {
					return true
				}
			}
			return false
		})
	}
	fmt.Println(arrived("daily.data.sleep.created"), arrived("provider.connection.error"))
	// Output: true false
}
