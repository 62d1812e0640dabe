package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// control sends a request to the control API, and returns the body of its answer.
func control(t *testing.T, sim *simulator.Simulator, method, path, body string) string {
	t.Helper()
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, httptest.NewRequest(method, "/_sim/v1/"+path, strings.NewReader(body)))
	if w.Code != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Body.String()
}

// read is the status and the body of an answer of Vital's API.
func read(sim *simulator.Simulator, path string) string {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("X-Vital-Api-Key", sim.APIKey())
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	return fmt.Sprint(w.Code, " ", w.Body)
}

// playSteps plays a scenario in which ada is declared as users says.
func playSteps(t *testing.T, sim *simulator.Simulator, ada string, steps ...string) {
	t.Helper()
	text := "name: doors\nusers: {ada: " + ada + "}\nsteps:\n"
	for _, step := range steps {
		text += "  - " + step + "\n"
	}
	sc, err := simulator.ParseScenario("doors.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Play(t.Context(), sc, nil); err != nil {
		t.Fatal(err)
	}
}

// TestTimeZonesMeanTheSameOverEveryInterface checks that time_zone is where the person lives
// and precedes the zone of a fixture, and that fallback_time_zone is the field of
// Vital's API, in the Go API, in scenarios and in the control API.
func TestTimeZonesMeanTheSameOverEveryInterface(t *testing.T) {
	t.Parallel()
	const newYork = "fitbit" // the zone of this fixture
	doors := map[string]func(t *testing.T, sim *simulator.Simulator, zone, fallback, fixture string){
		"Go": func(t *testing.T, sim *simulator.Simulator, zone, fallback, fixture string) {
			n := simulator.NewUser{ClientUserID: "ada", TimeZone: zone, FallbackTimeZone: fallback}
			if fixture != "" {
				var err error
				if n.Fixture, err = simulator.LoadFixture(fixture); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := sim.CreateUser(n); err != nil {
				t.Fatal(err)
			}
		},
		"scenario": func(t *testing.T, sim *simulator.Simulator, zone, fallback, fixture string) {
			var keys []string
			for key, value := range map[string]string{"time_zone": zone, "fallback_time_zone": fallback, "fixture": fixture} {
				if value != "" {
					keys = append(keys, key+": "+value)
				}
			}
			playSteps(t, sim, "{"+strings.Join(keys, ", ")+"}", "connect: {user: ada, provider: fitbit}")
		},
		"control": func(t *testing.T, sim *simulator.Simulator, zone, fallback, fixture string) {
			control(t, sim, "POST", "connections", mustJSON(t, map[string]string{
				"user": "ada", "provider": "fitbit", "time_zone": zone, "fallback_time_zone": fallback, "fixture": fixture,
			}))
		},
	}
	for _, tt := range []struct {
		zone, fallback, fixture string
		wantFallback            string
		wantOffset              int // of the zone in which the person lives, in January
	}{
		{zone: "Europe/Paris", wantOffset: 1},
		{fallback: "Asia/Tokyo", wantFallback: "Asia/Tokyo", wantOffset: 9},
		{zone: "Europe/Paris", fallback: "Asia/Tokyo", wantFallback: "Asia/Tokyo", wantOffset: 1},
		{fixture: newYork, wantOffset: -5},
		{fixture: newYork, zone: "Europe/Paris", wantOffset: 1},
		{fixture: newYork, fallback: "Asia/Tokyo", wantFallback: "Asia/Tokyo", wantOffset: -5},
	} {
		for name, create := range doors {
			t.Run(fmt.Sprintf("%s %+v", name, tt), func(t *testing.T) {
				t.Parallel()
				sim, err := simulator.New(simulator.Config{})
				if err != nil {
					t.Fatal(err)
				}
				defer sim.Close()
				create(t, sim, tt.zone, tt.fallback, tt.fixture)
				user, err := sim.User("ada")
				if err != nil {
					t.Fatal(err)
				}
				if fallback := user.FallbackTimeZone.V.ID; fallback != tt.wantFallback {
					t.Errorf("fallback_time_zone is %q, want %q", fallback, tt.wantFallback)
				}
				if err := sim.Connect(t.Context(), user.UserID, "oura", simulator.ConnectOptions{Demo: true}); err != nil {
					t.Fatal(err)
				}
				if err := sim.Advance(t.Context(), 24*time.Hour); err != nil {
					t.Fatal(err)
				}
				body := read(sim, "/v2/summary/sleep/"+user.UserID.String()+"?start_date=2026-01-01&end_date=2026-01-06&provider=oura")
				if want := fmt.Sprintf(`"timezone_offset":%d,`, tt.wantOffset*3600); !strings.Contains(body, want) {
					t.Errorf("want %s, have %.400s", want, body)
				}
			})
		}
	}
}

// TestUnknownUserIDCreatesNoUser checks that the control API finds a user by both ids.
func TestUnknownUserIDCreatesNoUser(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	id := user.UserID.String()
	for _, request := range [][2]string{
		{"connections", `{"user":"` + id + `","provider":"fitbit"}`},
		{"events", `{"user":"` + id + `","event_type":"daily.data.sleep.created"}`},
		{"refresh", `{"user":"` + id + `"}`},
	} {
		control(t, sim, "POST", request[0], request[1])
	}
	if body := read(sim, "/v2/user"); !strings.Contains(body, `"total":1,`) {
		t.Error(body)
	}
}

// TestCommandsHaveTheSameEffectOverEveryInterface gives each command to three equal
// teams, through the Go API, in a scenario and over the control API, and compares
// the messages and the API's responses afterwards.
func TestCommandsHaveTheSameEffectOverEveryInterface(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		call     func(sim *simulator.Simulator, user vital.ID) error
		step     string
		path     string
		body     string
		after    time.Duration // until the command can be seen
		wantSeen string        // in the answers of the API
	}{
		{"sync", func(sim *simulator.Simulator, user vital.ID) error { return sim.Sync(t.Context(), user, "fitbit") },
			"sync: {user: ada, provider: fitbit}", "POST sync", `{"user":"ada","provider":"fitbit"}`, 0, ""},
		{"refresh", func(sim *simulator.Simulator, user vital.ID) error { return sim.Refresh(t.Context(), user) },
			"refresh: {user: ada}", "POST refresh", `{"user":"ada"}`, 0, ""},
		{"update", func(sim *simulator.Simulator, user vital.ID) error {
			return sim.Update(t.Context(), user, simulator.Edit{Resource: "sleep", Set: map[string]any{"efficiency": 93}})
		}, "update: {user: ada, resource: sleep, set: {efficiency: 93}}", "POST update", `{"user":"ada","resource":"sleep","set":{"efficiency":93}}`, time.Hour, ""},
		{"delete_record", func(sim *simulator.Simulator, user vital.ID) error {
			return sim.DeleteRecord(t.Context(), user, simulator.Deletion{Resource: "activity"})
		}, "delete_record: {user: ada, resource: activity}", "DELETE records?user=ada&resource=activity", "", 0, ""},
		{"disconnect", func(sim *simulator.Simulator, user vital.ID) error {
			return sim.Disconnect(t.Context(), user, "fitbit")
		},
			"disconnect: {user: ada, provider: fitbit}", "POST disconnect", `{"user":"ada","provider":"fitbit"}`, 0, ""},
		{"revoke", func(sim *simulator.Simulator, user vital.ID) error {
			return sim.Revoke(t.Context(), user, "fitbit", "")
		},
			"revoke: {user: ada, provider: fitbit}", "POST revoke", `{"user":"ada","provider":"fitbit"}`, 0, ""},
		{"delete", func(sim *simulator.Simulator, user vital.ID) error { return sim.DeleteUser(user) },
			"delete: {user: ada}", "DELETE users?user=ada", "", 0, "You have scheduled this user for deletion"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var id vital.ID // the same in every simulator
			outcome := func(command func(sim *simulator.Simulator, user vital.ID), steps ...string) string {
				sim, err := simulator.New(simulator.Config{})
				if err != nil {
					t.Fatal(err)
				}
				defer sim.Close()
				playSteps(t, sim, "{time_zone: Europe/Paris}", append([]string{"connect: {user: ada, provider: fitbit, backfill: {days: 3}}", "advance: 26h"}, steps...)...)
				if user, err := sim.User("ada"); err == nil {
					id = user.UserID
				} else if len(steps) == 0 { // or they have deleted the user
					t.Fatal(err)
				}
				command(sim, id)
				if err := sim.Advance(t.Context(), tt.after); err != nil {
					t.Fatal(err)
				}
				var seen strings.Builder
				for _, d := range sim.Timeline() {
					fmt.Fprintln(&seen, d.At, d.EventType, d.BodySHA256, d.Accepted())
				}
				for _, path := range []string{"/v2/user/" + id.String(), "/v2/user/providers/" + id.String(), "/v2/introspect/resources?user_id=" + id.String()} {
					fmt.Fprintln(&seen, read(sim, path))
				}
				return seen.String()
			}
			want := outcome(func(sim *simulator.Simulator, user vital.ID) {
				if err := tt.call(sim, user); err != nil {
					t.Fatal(err)
				}
			})
			if nothing := outcome(func(*simulator.Simulator, vital.ID) {}); nothing == want {
				t.Errorf("the command does nothing that can be seen:\n%s", want)
			}
			if !strings.Contains(want, tt.wantSeen) {
				t.Errorf("want %q in\n%s", tt.wantSeen, want)
			}
			method, path, _ := strings.Cut(tt.path, " ")
			if got := outcome(func(sim *simulator.Simulator, _ vital.ID) { control(t, sim, method, path, tt.body) }); got != want {
				t.Errorf("over the control API\n%s\nin Go\n%s", got, want)
			}
			if got := outcome(func(*simulator.Simulator, vital.ID) {}, tt.step); got != want {
				t.Errorf("in a scenario\n%s\nin Go\n%s", got, want)
			}
		})
	}
}
