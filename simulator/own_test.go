package simulator_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// linked is a simulator with a user that has a connection.
func linked(t *testing.T, c simulator.Config) *simulator.Simulator {
	t.Helper()
	sim := start(t, c)
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.Connect(t.Context(), user.UserID, "fitbit", simulator.ConnectOptions{}); err != nil {
		t.Fatal(err)
	}
	return sim
}

func TestClosedSimulatorKeepsItsRecords(t *testing.T) {
	t.Parallel()
	sim := linked(t, simulator.Config{})
	if err := sim.Advance(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	before, now := len(sim.Timeline()), sim.Now()
	if err := sim.Close(); err != nil {
		t.Fatal(err)
	}
	if len(sim.Timeline()) != before || before == 0 || len(sim.Inbox()) != before || !sim.Now().Equal(now) {
		t.Errorf("after Close: %d messages of %d, %d in the inbox, at %v", len(sim.Timeline()), before, len(sim.Inbox()), sim.Now())
	}
	for _, d := range sim.Finish().Timeline {
		if !d.Accepted() || !d.Attempts[0].Verified {
			t.Errorf("%s: %+v", d.EventType, d.Attempts)
		}
	}
	if err := sim.Advance(t.Context(), time.Hour); err == nil {
		t.Error("a closed simulator moves on")
	}
	if err := sim.Reset(); err == nil {
		t.Error("a closed simulator starts over")
	}
}

func TestResetOfTheOwnTeam(t *testing.T) {
	t.Parallel()
	sim, other := linked(t, simulator.Config{}), linked(t, simulator.Config{})
	if err := sim.Advance(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := sim.Reset(); err != nil {
		t.Fatal(err)
	}
	if len(sim.Timeline()) != 0 || len(sim.Inbox()) != 0 || !sim.Now().Equal(clock.Epoch) {
		t.Errorf("%d messages at %v", len(sim.Timeline()), sim.Now())
	}
	if len(other.Timeline()) == 0 {
		t.Error("another simulator was reset as well")
	}
}

// network answers deliveries in this process.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) { return n(r) }

// TestAwait checks that Await waits as long as something can arrive, and no longer.
func TestAwait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.New(simulator.Config{Target: "http://receiver.invalid", Transport: network(func(r *http.Request) (*http.Response, error) {
			time.Sleep(3 * time.Second)
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		defer sim.Close()
		arrived := func(all []simulator.Delivered) bool { return len(all) > 0 && all[0].Accepted() }
		began := time.Now()
		if sim.Await(t.Context(), arrived) || time.Since(began) != 0 {
			t.Errorf("with nothing to come it waited %v", time.Since(began))
		}
		link(t, sim, simulator.ExampleKey, "ada") // over the API, which waits for no delivery
		if !sim.Await(t.Context(), arrived) || time.Since(began) != 3*time.Second {
			t.Errorf("it waited %v", time.Since(began))
		}
		never := func([]simulator.Delivered) bool { return false }
		if sim.Await(t.Context(), never) || time.Since(began) != 3*time.Second {
			t.Errorf("with nothing more to come it waited %v", time.Since(began))
		}
		ask(t, sim, "", "PUT", "/_sim/v1/clock/speed", `{"speed":1}`)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if sim.Await(ctx, never) || time.Since(began) != 13*time.Second {
			t.Errorf("under a driven clock it waited %v", time.Since(began))
		}
	})
}

// TestHangingReceiverDelaysNoOtherTeam checks that no wall time passes for another
// team or for the API of either while all deliveries of one team hang and an
// advance of it waits.
func TestHangingReceiverDelaysNoOtherTeam(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var hangs string // team_id
		sim, err := simulator.New(simulator.Config{Target: "http://receiver.invalid", Transport: network(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			if err == nil && strings.Contains(string(body), hangs) {
				<-r.Context().Done()
				err = r.Context().Err()
			}
			if err != nil {
				return nil, err
			}
			return &http.Response{StatusCode: 204, Body: http.NoBody, Request: r}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		defer sim.Close()
		hangs = sim.TeamID().String()
		began := time.Now()
		for i := range 66 { // more users than an endpoint has places
			link(t, sim, sim.APIKey(), fmt.Sprint("ada", i))
		}
		advanced := make(chan int, 1)
		go func() {
			status, _ := ask(t, sim, sim.APIKey(), "POST", "/_sim/v1/clock/advance", `{"by":"1m"}`)
			advanced <- status
		}()
		synctest.Wait()
		link(t, sim, "sk_us_other", "ben")
		if status, v := ask(t, sim, "sk_us_other", "POST", "/_sim/v1/clock/advance", `{"by":"2d"}`); status != 200 {
			t.Fatalf("%d %v", status, v)
		}
		_, all := ask(t, sim, "sk_us_other", "GET", "/_sim/v1/messages", "")
		_, accepted := ask(t, sim, "sk_us_other", "GET", "/_sim/v1/messages?status=success", "")
		if all["total"] != accepted["total"] || all["total"].(float64) < 20 {
			t.Errorf("%v of %v messages of the other team are accepted", accepted["total"], all["total"])
		}
		for _, key := range []string{sim.APIKey(), "sk_us_other"} {
			if status, v := ask(t, sim, key, "GET", "/v2/user", ""); status != 200 || v["total"].(float64) < 1 {
				t.Errorf("the API of %s: %d %v", key, status, v)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %v", took)
		}
		if status := <-advanced; status != 200 || time.Since(began) < 15*time.Second {
			t.Errorf("the advance of the team that hangs: %d after %v", status, time.Since(began))
		}
	})
}

// TestAdvanceWaitsForOpenRequests checks that Advance waits for open requests of
// the same key and attempts what they cause.
func TestAdvanceWaitsForOpenRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := start(t, simulator.Config{Faults: []string{"api: {path: /v2/user, latency: 2s, times: 1}"}})
		done := make(chan struct{})
		go func() {
			defer close(done)
			r := httptest.NewRequest(http.MethodPost, "/v2/user", strings.NewReader(`{"client_user_id":"ada"}`))
			r.Header.Set("X-Vital-Api-Key", simulator.ExampleKey)
			sim.ServeHTTP(httptest.NewRecorder(), r)
		}()
		synctest.Wait()
		began := time.Now()
		ask(t, sim, "sk_us_other", "POST", "/_sim/v1/clock/advance", `{"by":"1h"}`)
		if time.Since(began) != 0 {
			t.Error("another key waits")
		}
		ask(t, sim, "", "POST", "/_sim/v1/clock/advance", `{"by":"1h"}`)
		if time.Since(began) < 2*time.Second {
			t.Error("the advance does not wait")
		}
		<-done
	})
}

// dawdler is an Observer that takes a second over each step.
type dawdler struct{}

func (dawdler) StepStarted(simulator.Step, time.Time)        { time.Sleep(time.Second) }
func (dawdler) Attempted(simulator.Entry, simulator.Attempt) {}
func (dawdler) Expectation(simulator.Step, bool, string)     {}

// TestPlayIgnoresSpeed checks that a scenario sends what its plan says at any speed
// and that time continues afterwards.
func TestPlayIgnoresSpeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sc := load(t, "first-connection")
		want := plan(t, sc, simulator.Config{})
		sim := start(t, simulator.Config{Speed: 100_000}.For(sc))
		report, err := sim.Play(t.Context(), sc, dawdler{})
		if err != nil {
			t.Fatal(err)
		}
		// What passed before Play began is not the scenario's.
		if took := want.End.Sub(want.Start); report.End.Sub(report.Start) != took || len(report.Timeline) != len(want.Timeline) {
			t.Errorf("%d messages in %v, planned are %d in %v", len(report.Timeline), report.End.Sub(report.Start), len(want.Timeline), took)
		}
		if !sim.Await(t.Context(), func(all []simulator.Delivered) bool { return len(all) > len(want.Timeline) }) {
			t.Error("nothing lives on")
		}
	})
}

// TestResetAndSvixIDs checks that svix-ids, on which receivers deduplicate, differ
// after a reset if the run has an id and repeat if it has none.
func TestResetAndSvixIDs(t *testing.T) {
	t.Parallel()
	for runID, repeats := range map[string]bool{"": true, "run": false} {
		sim := start(t, simulator.Config{RunID: runID})
		ids := func() string {
			link(t, sim, simulator.ExampleKey, "ada")
			if err := sim.Advance(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			return sim.Timeline()[0].SvixID
		}
		first := ids()
		if err := sim.Reset(); err != nil {
			t.Fatal(err)
		}
		if again := ids(); (again == first) != repeats {
			t.Errorf("run id %q: %s, after the reset %s", runID, first, again)
		}
	}
}
