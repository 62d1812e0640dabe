package simulator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// mine is a persona as somebody would write one: always awake at seven, never sporty.
const mine = `about: A lark of my own.
age: 50
fitness: 0.3
daily_steps: 4000
workouts_per_week: 0
sports: [yoga]
mid_sleep: "03:00"
sleep_need_hours: 7
`

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func of(persona string) string {
	return "name: own\nusers: {ada: {time_zone: UTC, persona: " + persona + "}}\nsteps:\n  - connect: {user: ada, provider: fitbit}\n"
}

// TestScenariosReadPersonasBesideThem checks that a scenario finds personas beside
// it from any working directory and that no path leads out of their folder.
func TestScenariosReadPersonasBesideThem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "here", "people", "mine.yaml"), mine)
	write(t, filepath.Join(dir, "here", "wrong.yaml"), strings.Replace(mine, "age: 50", "agee: 50\nfitness: 3", 1))
	write(t, filepath.Join(dir, "here", "far.yaml"), mine+"phases: [{from: 2026-03-01, time_zone: Pacific/Auckland}]\n")
	write(t, filepath.Join(dir, "there.yaml"), mine)
	file := filepath.Join(dir, "here", "own.yaml")
	for _, tc := range []struct{ persona, want string }{
		{"./people/mine.yaml", ""},
		{"people/mine.yaml", ""},
		{"student", ""},
		{"./far.yaml", "users.ada.persona: phase from 2026-03-01: Pacific/Auckland is 13 hours from UTC, want less than 11.5"},
		{"studnt", `unknown persona "studnt"; did you mean "student"?`},
		{"./mine.yaml", "users.ada.persona: load persona ./mine.yaml: no such file or directory; a path is relative to " + filepath.Dir(file)},
		{"../there.yaml", "escapes"},
		{filepath.Join(dir, "there.yaml"), "escapes"},
		{"./wrong.yaml", `users.ada.persona: ./wrong.yaml:2:1: unknown key "agee"; did you mean "age"?`},
		{"./wrong.yaml", `users.ada.persona: ./wrong.yaml:4:1: duplicate key "fitness"`},
		{"./people", "is a directory"},
	} {
		_, err := simulator.ParseScenario(file, []byte(of(tc.persona)))
		if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("persona: %s: got %v, want %q", tc.persona, err, tc.want)
		}
	}
}

// TestEveryInterfaceAcceptsAPersonaFile checks that a scenario, Go and the control
// API draw the same person from a file, and another than without it.
func TestEveryInterfaceAcceptsAPersonaFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.yaml")
	write(t, path, mine)
	parsed, err := simulator.ParsePersona("mine.yaml", []byte(mine))
	if err != nil || parsed.About() != "A lark of my own." {
		t.Fatal(parsed, err)
	}
	// profile is what the API tells of ada.
	profile := func(make func(t *testing.T, sim *simulator.Simulator)) string {
		sim := begin(t, simulator.Config{FixtureDir: dir})
		make(t, sim)
		if err := sim.Advance(t.Context(), 3*60*60*1e9); err != nil {
			t.Fatal(err)
		}
		_, user := ask(t, sim, simulator.ExampleKey, "GET", "/v2/user/resolve/ada", "")
		_, profile := ask(t, sim, simulator.ExampleKey, "GET", fmt.Sprint("/v2/summary/profile/", user["user_id"]), "")
		return fmt.Sprint(profile["birth_date"], profile["height"], profile["sex"])
	}
	in := func(n simulator.NewUser) func(*testing.T, *simulator.Simulator) {
		return func(t *testing.T, sim *simulator.Simulator) {
			n.ClientUserID, n.TimeZone = "ada", "UTC"
			u, err := sim.CreateUser(n)
			if err != nil {
				t.Fatal(err)
			}
			if err := sim.Connect(t.Context(), u.UserID, "fitbit", simulator.ConnectOptions{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := profile(in(simulator.NewUser{Persona: path}))
	if !strings.HasPrefix(want, "1975-") {
		t.Errorf("the profile of somebody of fifty is %s", want)
	}
	for name, got := range map[string]string{
		"a parsed file": profile(in(simulator.NewUser{PersonaFile: parsed})),
		"a scenario": profile(func(t *testing.T, sim *simulator.Simulator) {
			sc, err := simulator.ParseScenario(filepath.Join(dir, "own.yaml"), []byte(of("./mine.yaml")))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sim.Play(t.Context(), sc, nil); err != nil {
				t.Fatal(err)
			}
		}),
		"a scenario over the control API": profile(func(t *testing.T, sim *simulator.Simulator) {
			text, err := json.Marshal(map[string]string{"text": of("./mine.yaml")})
			if err != nil {
				t.Fatal(err)
			}
			if status, body := post(sim, "/_sim/v1/scenarios/play", string(text)); status != 200 {
				t.Fatal(status, body)
			}
		}),
		"the control API": profile(func(t *testing.T, sim *simulator.Simulator) {
			if status, body := post(sim, "/_sim/v1/connections", `{"user":"ada","time_zone":"UTC","provider":"fitbit","persona":"./mine.yaml"}`); status != 200 {
				t.Fatal(status, body)
			}
		}),
	} {
		if got != want {
			t.Errorf("%s makes %s, a path makes %s", name, got, want)
		}
	}
	if other := profile(in(simulator.NewUser{})); other == want {
		t.Error("the file is ignored")
	}
}

func TestMissingPersonas(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]string{
		"studnt": `did you mean "student"?; a file is given by its path, such as ./studnt.yaml`, "./nobody.yaml": "no such file",
	} {
		if _, err := simulator.LoadPersona(ref); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LoadPersona(%q): %v, want %q", ref, err, want)
		}
		if _, err := begin(t, simulator.Config{}).CreateUser(simulator.NewUser{ClientUserID: "a", Persona: ref}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("CreateUser of %q: %v, want %q", ref, err, want)
		}
	}
	sim := begin(t, simulator.Config{})
	if status, body := post(sim, "/_sim/v1/connections", `{"user":"a","provider":"fitbit","persona":"./mine.yaml"}`); status != 422 || !strings.Contains(body, "paths are not accepted") {
		t.Errorf("without a folder: %d %s", status, body)
	}
}
