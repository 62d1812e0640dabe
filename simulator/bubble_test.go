package simulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

const days = 24 * time.Hour

// TestThirtyDaysInABubble runs client, receiver and simulator in a synctest bubble.
// A month of two users takes no time, and at its end the application has what the
// API shows.
func TestThirtyDaysInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		sim := start(t, simulator.Config{})
		app := newDiary(sim.Transport(), sim.APIKey(), sim.Secret())
		sim.Handle(app)
		users := map[string]string{} // by provider
		for i, provider := range []string{"oura", "garmin"} {
			user, err := sim.CreateUser(simulator.NewUser{ClientUserID: fmt.Sprint("app-user-", i)})
			if err != nil {
				t.Fatal(err)
			}
			if err := sim.Connect(t.Context(), user.UserID, provider, simulator.ConnectOptions{}); err != nil {
				t.Fatal(err)
			}
			users[provider] = user.UserID.String()
		}
		if err := sim.Advance(t.Context(), 30*days); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("thirty days have taken %v of the bubble's time", took)
		}
		timeline := sim.Timeline()
		for _, d := range timeline {
			if !d.Accepted() || len(d.Attempts) != 1 || !d.Attempts[0].Verified {
				t.Fatalf("%s: %+v", d.EventType, d.Attempts)
			}
		}
		if last := timeline[len(timeline)-1]; last.At.Sub(timeline[0].At) < 29*days || app.reads == 0 {
			t.Errorf("%d messages until %v, %d reads", len(timeline), last.At, app.reads)
		}
		shown := 0
		for provider, id := range users {
			nights, err := app.fetch(id, "2025-01-01", "2026-12-31")
			if err != nil {
				t.Fatal(err)
			}
			for _, night := range nights {
				var record struct{ ID string }
				if err := json.Unmarshal(night, &record); err != nil {
					t.Fatal(err)
				}
				if string(app.nights[record.ID]) != string(night) {
					t.Errorf("%s: the API has\n%s\nthe application has\n%s", provider, night, app.nights[record.ID])
				}
			}
			shown += len(nights)
		}
		if shown != len(app.nights) || shown < 60 {
			t.Errorf("the API has %d nights, the application %d", shown, len(app.nights))
		}
	})
}

// TestRetriesAndHangingInABubble checks that failed deliveries are retried on
// Svix's schedule in simulated time, and that a hanging receiver takes its timeout
// of the bubble's time.
func TestRetriesAndHangingInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		deliveries := map[string]int{} // by svix-id
		attempt := func(r *http.Request) int {
			mu.Lock()
			defer mu.Unlock()
			if id := r.Header.Get("Svix-Id"); len(deliveries) == 0 || deliveries[id] > 0 {
				deliveries[id]++
				return deliveries[id]
			}
			return 0 // of another message than the first
		}
		sim := start(t, simulator.Config{
			DeliveryTimeout: 7 * time.Second,
			Target:          "/webhooks",
			Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/webhooks" || r.Host != "app.invalid" {
					t.Errorf("unexpected request to %s%s", r.Host, r.URL)
				}
				switch attempt(r) {
				case 1:
					w.WriteHeader(http.StatusServiceUnavailable)
				case 2:
					_, _ = io.Copy(io.Discard, r.Body)
					<-r.Context().Done() // until nobody waits for it
				case 3:
					time.Sleep(5 * time.Second) // slow, but in time
				}
			}),
		})
		user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1"})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := sim.Connect(t.Context(), user.UserID, "fitbit", simulator.ConnectOptions{Resources: []string{"sleep"}}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("a refusal takes %v", took)
		}
		if err := sim.Advance(t.Context(), 20*time.Second); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 7*time.Second {
			t.Errorf("hanging takes %v", took)
		}
		if first := sim.Timeline()[0]; first.Attempts[1].Error != "no answer within 7s" || !first.Pending() {
			t.Errorf("%s %+v", first.Status, first.Attempts)
		}
		if err := sim.Advance(t.Context(), 6*time.Minute); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 12*time.Second {
			t.Errorf("a slow answer takes %v", took)
		}
		first := sim.Timeline()[0]
		if !first.Accepted() || len(first.Attempts) != 3 || first.Attempts[2].At.Sub(first.At) < 5*time.Minute {
			t.Errorf("%s %+v", first.Status, first.Attempts)
		}
	})
}
