package world_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var anyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)

// A life is what a team of given users hears in two days: the bodies of each
// user's events, in order.
type life struct {
	config world.Config
	users  []string
	reads  bool // look at everything all the time
	noise  bool // edits, syncs and links of the users but the first
}

func (l life) play(t *testing.T) map[string][]string {
	t.Helper()
	m := newTeam(t, l.config, monday)
	ids := map[string]vital.ID{}
	heard := map[string][]string{}
	hear := func(changes []world.Change) {
		for _, c := range changes {
			heard[c.ClientUserID] = append(heard[c.ClientUserID], c.At.Format(time.RFC3339)+" "+c.Key+" "+string(c.Body))
		}
		if l.reads {
			for _, name := range slices.Sorted(maps.Keys(ids)) {
				m.readable(ids[name])
			}
		}
	}
	for _, name := range l.users {
		ids[name] = m.user(world.NewUser{ClientUserID: name, Zone: "Pacific/Auckland"})
	}
	for _, name := range l.users {
		hear(m.connect(ids[name], world.ConnectOptions{Days: 3, Chunks: 2}))
	}
	for hour := range 48 {
		m.advance(m.now.Add(time.Hour), hear)
		for _, name := range l.users {
			if !l.noise || name == "ada" {
				continue
			}
			hear(m.sync(ids[name], hour%3 == 0))
			_ = m.Update(m.now, ids[name], world.Edit{Resource: vital.ResourceSleep, Set: map[string]any{"efficiency": hour}})
			if hour%7 == 3 {
				m.disconnect(ids[name])
				hear(m.connect(ids[name], world.ConnectOptions{Days: 1}))
			}
		}
	}
	return heard
}

func withoutIDs(lines []string) []string {
	out := make([]string, len(lines))
	for i, s := range lines {
		out[i] = anyID.ReplaceAllString(s, "id")
	}
	return out
}

// firstDifference is where two lists part, for a message one can read.
func firstDifference(a, b []string) (int, string, string) {
	for i := range max(len(a), len(b)) {
		x, y := "nothing", "nothing"
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return i, x[:min(len(x), 700)], y[:min(len(y), 700)]
		}
	}
	return -1, "", ""
}

func TestUsersAreIndependent(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: plays a life several times")
	}
	config := world.Config{Seed: 7, Key: "sk_us_a"}
	alone := life{config: config, users: []string{"ada"}}.play(t)["ada"]
	if len(alone) < 30 {
		t.Fatalf("ada hears of %d events only", len(alone))
	}
	for name, l := range map[string]life{
		"again":                   {config: config, users: []string{"ada"}},
		"a second user":           {config: config, users: []string{"ada", "bob"}},
		"another order":           {config: config, users: []string{"cid", "bob", "ada"}},
		"reading all the time":    {config: config, users: []string{"ada", "bob"}, reads: true},
		"others in turmoil":       {config: config, users: []string{"bob", "ada"}, reads: true, noise: true},
		"a cache that knows days": {config: world.Config{Seed: 7, Key: "sk_us_a", Cache: warmCache(t)}, users: []string{"ada"}},
	} {
		if i, want, got := firstDifference(alone, l.play(t)["ada"]); i >= 0 {
			t.Errorf("%s: event %d\n%s\nis, when alone,\n%s", name, i, got, want)
		}
	}
}

// warmCache has seen another world, with the same names and another seed.
func warmCache(t *testing.T) *view.Cache {
	t.Helper()
	cache := view.NewCache()
	life{config: world.Config{Seed: 8, Key: "sk_us_a", Cache: cache}, users: []string{"ada"}}.play(t)
	return cache
}

func TestUserSaltChangesOnlyIDs(t *testing.T) {
	t.Parallel()
	one := life{config: world.Config{Seed: 7, Key: "sk_us_a"}, users: []string{"ada"}}.play(t)["ada"]
	for name, c := range map[string]world.Config{
		"another key":       {Seed: 7, Key: "sk_us_b"},
		"another user salt": {Seed: 7, Key: "sk_us_a", UserSalt: "run 2"},
	} {
		two := life{config: c, users: []string{"ada"}}.play(t)["ada"]
		if i, a, b := firstDifference(withoutIDs(one), withoutIDs(two)); i >= 0 {
			t.Errorf("%s: event %d is\n%s\nand\n%s", name, i, a, b)
		}
		ids := map[string]bool{}
		for _, line := range one {
			for _, id := range anyID.FindAllString(line, -1) {
				ids[id] = true
			}
		}
		team := world.New(c).Team().String()
		for _, line := range two {
			for _, id := range anyID.FindAllString(line, -1) {
				if ids[id] && !(id == team && c.Key == "sk_us_a") {
					t.Fatalf("%s: %s is in both", name, id)
				}
			}
		}
	}
}

func TestSeedAndNameDetermineThePerson(t *testing.T) {
	t.Parallel()
	one := life{config: world.Config{Seed: 7, Key: "sk_us_a"}, users: []string{"ada", "bob"}}.play(t)
	two := life{config: world.Config{Seed: 8, Key: "sk_us_a"}, users: []string{"ada"}}.play(t)
	shares := func(a, b []string) (n int) {
		theirs := ofData(withoutIDs(b))
		for _, line := range ofData(withoutIDs(a)) {
			if slices.Contains(theirs, line) {
				n++
			}
		}
		return n
	}
	if n := shares(one["ada"], two["ada"]); n > 0 {
		t.Errorf("%d events of ada are the same under another seed", n)
	}
	if n := shares(one["ada"], one["bob"]); n > 0 {
		t.Errorf("%d events of ada are bob's too", n)
	}
}

var dailyBody = regexp.MustCompile(`"event_type":"daily\..*`)

// ofData are the bodies of daily events, without time and name.
func ofData(lines []string) (out []string) {
	for _, line := range lines {
		if body := dailyBody.FindString(line); body != "" {
			_, data, _ := strings.Cut(body, `"data":`)
			out = append(out, data)
		}
	}
	return out
}
