package fault

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// maxActive bounds the number of active faults.
const maxActive = 100

// A Set holds the active faults of a team and the ledger of their acts. Faults are
// tried in the order in which they were added, and only the first one that matches a
// request, or an attempt of a message, acts on it. A Set is safe for concurrent use.
type Set struct {
	seed seed.Seed
	wall clock.Wall

	mu      sync.Mutex
	active  []*active
	chosen  map[string][]*choice // by svix-id
	added   map[Side]int
	ledger  []*Injection
	unused  []string // names of faults that were cleared before they acted
	arrived int
	changed chan struct{} // closed and replaced with each act
}

// active is a fault and how far it got.
type active struct {
	Fault
	matched int
	taken   int            // of those that matched; never more than Times
	done    int            // acts in the ledger
	seen    map[string]int // how many matched, by user and by what was asked or sent
}

// NewSet returns a Set without faults. Draws depend on the seed; latencies use the
// wall clock.
func NewSet(n uint64, wall clock.Wall) *Set {
	return &Set{seed: seed.New(n).Child("faults"), wall: wall, chosen: map[string][]*choice{}, added: map[Side]int{}, changed: make(chan struct{})}
}

// Add makes a fault active and returns its name. A fault without a name gets one:
// api-1 is the first fault of the API that was added.
func (s *Set) Add(f Fault) (name string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.active) >= maxActive {
		return "", fmt.Errorf("add fault: %d are active, which is the limit; clear some", maxActive)
	}
	s.added[f.Side]++
	if f.Name == "" {
		f.Name = s.derive(f.Side)
	} else if s.find(f.Name) != nil {
		return "", fmt.Errorf("add fault: one called %q is active already; clear it, or choose another name", f.Name)
	}
	s.active = append(s.active, &active{Fault: f, seen: map[string]int{}})
	return f.Name, nil
}

// derive returns a name that no active fault has; s.mu is held.
func (s *Set) derive(side Side) string {
	for n := s.added[side]; ; n++ {
		if name := string(side) + "-" + strconv.Itoa(n); s.find(name) == nil {
			return name
		}
	}
}

// find returns the active fault with a name, or nil; s.mu is held.
func (s *Set) find(name string) *active {
	for _, a := range s.active {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Clear ends the fault with a name, or all faults for "all", including acts on
// messages that are already chosen. The ledger stays.
func (s *Set) Clear(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name != everything && s.find(name) == nil {
		return fmt.Errorf("there is no active fault %q%s", name, near.Hint(name, s.names()))
	}
	ended := func(a *active) bool { return name == everything || a.Name == name }
	for _, a := range s.active {
		if ended(a) && a.done == 0 {
			s.unused = append(s.unused, a.Name)
		}
	}
	s.active = slices.DeleteFunc(s.active, ended)
	for id, choices := range s.chosen {
		s.chosen[id] = slices.DeleteFunc(choices, func(c *choice) bool { return ended(c.fault) })
	}
	maps.DeleteFunc(s.chosen, func(_ string, choices []*choice) bool { return len(choices) == 0 })
	return nil
}

// names returns the names of the active faults; s.mu is held.
func (s *Set) names() (names []string) {
	for _, a := range s.active {
		names = append(names, a.Name)
	}
	return names
}

// A State is an active fault and how far it got.
type State struct {
	Name    string `json:"name"`
	Fault   string `json:"fault"`   // in its own grammar
	Matched int    `json:"matched"` // requests or messages, whether it took them or not
	Done    int    `json:"done"`    // acts in the ledger
	Times   int    `json:"times"`   // maximum number of acts
	Spent   bool   `json:"spent"`   // it takes no more
}

// Active returns the faults that were added and not cleared, in order.
func (s *Set) Active() []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]State, len(s.active))
	for i, a := range s.active {
		out[i] = State{Name: a.Name, Fault: a.String(), Matched: a.matched, Done: a.done, Times: a.Times, Spent: a.spent()}
	}
	return out
}

// Unused returns the names of the faults that have not acted, active or cleared.
func (s *Set) Unused() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := slices.Clone(s.unused)
	for _, a := range s.active {
		if a.done == 0 {
			names = append(names, a.Name)
		}
	}
	return names
}

func (a *active) spent() bool { return a.taken >= a.Times || a.Nth > 0 && a.matched >= a.Nth }

// takes counts a match of a user and a kind and decides whether the fault acts on
// it. The draw depends on the fault, the user, the kind and the count, so the order
// of other users has no effect. s.mu is held.
func (a *active) takes(root seed.Seed, user User, kind string) bool {
	a.matched++
	n := int64(0)
	if a.Share < 1 {
		key := user.key() + "\n" + kind
		a.seen[key]++
		n = int64(a.seen[key])
	}
	if a.taken >= a.Times || a.Nth > 0 && a.matched != a.Nth {
		return false
	}
	if a.Share < 1 {
		draw := root.Child(a.Name, user.key(), kind).At(n).Stream()
		if !draw.Chance(a.Share) {
			return false
		}
	}
	a.taken++
	return true
}
