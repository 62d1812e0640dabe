package world_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// reload replaces the world of a sequence by what another process would read of
// it.
func (s *sequence) reload(c world.Config) error {
	state, folders := s.Save()
	text, err := json.Marshal(state)
	if err != nil {
		return err
	}
	unpacked := map[string]*fixture.Folder{}
	for sum, f := range folders {
		again, err := fixture.Unpack(f.Name, f.Packed())
		if err != nil {
			return err
		}
		if again.Sum() != sum {
			return fmt.Errorf("fixture %s becomes another one when it is packed", f.Name)
		}
		unpacked[sum] = again
	}
	var back world.State
	if err := json.Unmarshal(text, &back); err != nil {
		return err
	}
	w, err := world.Load(c, back, unpacked)
	if err != nil {
		return err
	}
	twice, _ := w.Save()
	if again, err := json.Marshal(twice); err != nil || string(again) != string(text) {
		return fmt.Errorf("what was loaded is saved otherwise: %v\n%s", err, cmp.Diff(string(text), string(again)))
	}
	s.World = w
	for _, p := range s.people {
		p.mirror.world = w
	}
	return nil
}

// TestLoadedWorldsContinue as if nothing had been: a life in which the world is
// saved and loaded between its steps keeps the law, and has the same events as
// one without.
func TestLoadedWorldsContinue(t *testing.T) {
	t.Parallel()
	seen := newTally()
	for n := range 6 {
		t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) {
			t.Parallel()
			config := world.Config{Seed: uint64(n), Key: "sk_us_law"}
			var lives [2][]string
			for i := range lives {
				s := newSequence(t, uint64(n))
				for step := range 25 {
					if i == 1 && step%3 == 0 {
						if err := s.reload(config); err != nil {
							t.Fatalf("%v\n\n%s", err, strings.Join(s.log, "\n"))
						}
					}
					if err := s.step(); err != nil {
						t.Fatalf("%v\n\n%s", err, strings.Join(s.log, "\n"))
					}
				}
				lives[i] = s.log
				seen.add(s.tally)
			}
			if diff := cmp.Diff(lives[0], lives[1]); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Cleanup(func() {
		for _, what := range []string{"recorded", "second link", "did fail", "did disconnect", "did connect again", "did update", "did delete"} {
			n := 0
			for event, count := range seen.counts {
				if strings.HasPrefix(event, what) {
					n += count
				}
			}
			if n == 0 && !t.Failed() {
				t.Errorf("no life has %q", what)
			}
		}
	})
}

// TestUsersAreLoaded checks that users are loaded with all that clients have set.
func TestUsersAreLoaded(t *testing.T) {
	t.Parallel()
	config := world.Config{Seed: 3, Key: "sk_us_a", Start: monday, UserSalt: "salt"}
	w := world.New(config)
	for _, name := range []string{"ada", "ben", "eve"} {
		if _, err := w.CreateUser(monday, world.NewUser{ClientUserID: name, FallbackTimeZone: "Europe/London", Persona: "endurance-runner"}); err != nil {
			t.Fatal(err)
		}
	}
	id := func(w *world.World, name string) vital.ID {
		u, err := w.Resolve(name)
		if err != nil {
			t.Fatal(err)
		}
		return u.UserID
	}
	ben := id(w, "ben")
	if err := w.DeleteUser(monday, ben); err != nil {
		t.Fatal(err)
	}
	if _, err := w.CreateUser(monday.AddDate(0, 0, 1), world.NewUser{ClientUserID: "ben"}); err != nil {
		t.Fatal(err)
	}
	if err := w.PatchUser(id(w, "eve"), world.UserPatch{ClientUserID: vital.Val("mallory"), FallbackTimeZone: vital.Val("Asia/Kolkata")}); err != nil {
		t.Fatal(err)
	}
	info := vital.UserInfo{FirstName: "Ada", DOB: vital.DateFrom(1985, 2, 3), Address: vital.Address{City: "London", SecondLine: vital.Val("flat 2")}, Race: vital.Val("other")}
	if err := w.SetInfo(id(w, "ada"), info); err != nil {
		t.Fatal(err)
	}
	state, _ := w.Save()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	var back world.State
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	again, err := world.Load(config, back, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, look := range []func(w *world.World) any{
		func(w *world.World) any { return w.Users(0, 10) },
		func(w *world.World) any { info, err := w.Info(id(w, "ada")); return []any{info, err} },
		func(w *world.World) any { name, ok := w.Who(ben); return []any{name, ok} },
		func(w *world.World) any { return w.UndoDelete(monday, ben, "") }, // refused: the name is taken
		func(w *world.World) any {
			u, err := w.CreateUser(monday, world.NewUser{ClientUserID: "eve"})
			return []any{u, err}
		},
	} {
		a, _ := json.Marshal(look(w))
		b, _ := json.Marshal(look(again))
		if string(a) != string(b) || len(a) < 5 {
			t.Errorf("%s\nbecomes\n%s", a, b)
		}
	}
}

// TestLoadRejectsInvalidStates checks that Load returns an error with a reason and
// does not panic.
func TestLoadRejectsInvalidStates(t *testing.T) {
	t.Parallel()
	config := world.Config{Seed: 3, Key: "sk_us_a", Start: monday}
	w := world.New(config)
	u, err := w.CreateUser(monday, world.NewUser{ClientUserID: "ada", Zone: "Europe/London"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Connect(monday, u.UserID, fitbit, world.ConnectOptions{Days: 5}); err != nil {
		t.Fatal(err)
	}
	good, _ := w.Save()
	whole, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	for reason, change := range map[string]func(s *world.State){
		"there is no user 7":      func(s *world.State) { s.Tasks[0].User = 7 },
		"no connection to":        func(s *world.State) { s.Tasks[0].Provider = numberOf(t, "oura") },
		"has no fall":             func(s *world.State) { s.Tasks[0].Chunk.Resource = resourceNamed(t, "fall") },
		"that is no resource":     func(s *world.State) { s.Users[0].Connections[0].Covers[0].Resource = 0 },
		"no such provider":        func(s *world.State) { s.Users[0].Connections[0].Provider = 0 },
		"never linked":            func(s *world.State) { s.Users[0].Connections[0].Sessions = nil },
		"there is no fixture abc": func(s *world.State) { s.Users[0].Connections[0].FixtureSum = "abc" },
		"no fixture def":          func(s *world.State) { s.Users[0].Given.FixtureSum = "def" },
		"persona of ada":          func(s *world.State) { s.Users[0].Given.PersonaText = "age: old" },
		"Atlantis":                func(s *world.State) { s.Users[0].Given.Zone = "Atlantis" },
		"it is there twice": func(s *world.State) {
			s.Users[0].Connections = append(s.Users[0].Connections, s.Users[0].Connections[0])
		},
		`"ada" is there twice`: func(s *world.State) { s.Users = append(s.Users, s.Users[0]) },
		"load keeper":          func(s *world.State) { s.Keepers = []world.Keeper{{FixtureSum: "x", User: -1}} },
		"edit of sleep: unknown field": func(s *world.State) {
			e := world.SavedEdit{Fields: map[string]any{"dreams": 1}}
			e.Resource = vital.ResourceSleep
			s.Users[0].Connections[0].Edits = []world.SavedEdit{e}
		},
		"deleted something that is no resource": func(s *world.State) { s.Users[0].Connections[0].Deleted = []world.SavedTarget{{}} },
	} {
		var s world.State
		if err := json.Unmarshal(whole, &s); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(s.Tasks, func(a, b world.Task) int { // those with a chunk first
			if a.Chunk != nil {
				return -1
			}
			return 1
		})
		change(&s)
		if _, err := world.Load(config, s, nil); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("want %q: %v", reason, err)
		}
	}
}

// TestStatesRejectUnknownNames checks that the error contains the unknown name of a
// saved world.
func TestStatesRejectUnknownNames(t *testing.T) {
	t.Parallel()
	m, _ := london(t, world.ConnectOptions{Days: 5})
	state, _ := m.Save()
	whole, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	for reason, change := range map[string][2]string{
		`there is no resource "dreams"`:                     {`"resource":"activity"`, `"resource":"dreams"`},
		`unknown provider "fitbot"; did you mean "fitbit"?`: {`"provider":"fitbit"`, `"provider":"fitbot"`},
	} {
		text := strings.Replace(string(whole), change[0], change[1], 1)
		var s world.State
		if err := json.Unmarshal([]byte(text), &s); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("want %q: %v", reason, err)
		}
	}
}

func numberOf(t *testing.T, slug string) provider.Number {
	t.Helper()
	p, ok := provider.Find(slug)
	if !ok {
		t.Fatalf("there is no provider %q", slug)
	}
	return p.Number
}

func resourceNamed(t *testing.T, name string) vital.ResourceID {
	t.Helper()
	r, ok := vital.ResourceNamed(name)
	if !ok {
		t.Fatalf("there is no resource %q", name)
	}
	return r.ID
}
