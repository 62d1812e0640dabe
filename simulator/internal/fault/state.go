package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A SetState is the saved form of a Set, without its seed and clock.
type SetState struct {
	Active  []ActiveState            `json:"active,omitempty"`
	Chosen  map[string][]ChoiceState `json:"chosen,omitempty"` // by svix-id
	Added   map[Side]int             `json:"added,omitempty"`
	Ledger  []LineState              `json:"ledger,omitempty"` // as it came
	Arrived int                      `json:"arrived,omitempty"`
}

// An ActiveState is a fault and how far it got.
type ActiveState struct {
	Fault   string         `json:"fault"` // in its own grammar, with its name
	Matched int            `json:"matched,omitempty"`
	Taken   int            `json:"taken,omitempty"`
	Done    int            `json:"done,omitempty"`
	Seen    map[string]int `json:"seen,omitempty"`
}

// A ChoiceState is a message on which a fault will act.
type ChoiceState struct {
	Fault     string   `json:"fault"` // its name
	EventType string   `json:"event_type"`
	Seq       int64    `json:"seq"`
	User      User     `json:"user"`
	Acted     []string `json:"acted,omitempty"` // endpoints
}

// A LineState is a line of the ledger.
type LineState struct {
	Injection
	Seq     int64 `json:"seq,omitempty"`
	Arrived int   `json:"arrived"`
}

// Save returns the state of the set.
func (s *Set) Save() SetState {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := SetState{Chosen: map[string][]ChoiceState{}, Added: maps.Clone(s.added), Arrived: s.arrived}
	for _, a := range s.active {
		out.Active = append(out.Active, ActiveState{a.String(), a.matched, a.taken, a.done, maps.Clone(a.seen)})
	}
	for id, choices := range s.chosen {
		for _, c := range choices {
			out.Chosen[id] = append(out.Chosen[id], ChoiceState{
				c.fault.Name, c.message.EventType, c.message.Seq, c.message.User, slices.Sorted(maps.Keys(c.acted)),
			})
		}
	}
	for _, line := range s.ledger {
		out.Ledger = append(out.Ledger, LineState{*line, line.seq, line.arrived})
	}
	return out
}

// Load restores a saved state into an empty set.
func (s *Set) Load(state SetState) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, saved := range state.Active {
		f, err := Parse(saved.Fault, Catalog{})
		if err != nil {
			return fmt.Errorf("load fault %.80q: %w", saved.Fault, err)
		}
		if f.Name == "" || s.find(f.Name) != nil {
			return fmt.Errorf("load fault %.80q: it has no name of its own", saved.Fault)
		}
		a := &active{Fault: f, matched: saved.Matched, taken: saved.Taken, done: saved.Done, seen: map[string]int{}}
		maps.Copy(a.seen, saved.Seen)
		s.active = append(s.active, a)
	}
	for id, choices := range state.Chosen {
		for _, saved := range choices {
			a := s.find(saved.Fault)
			if a == nil {
				return fmt.Errorf("load fault: none called %q is active, and it has chosen %s", saved.Fault, id)
			}
			c := &choice{fault: a, message: Message{ID: id, EventType: saved.EventType, Seq: saved.Seq, User: saved.User}, acted: map[string]bool{}}
			for _, endpoint := range saved.Acted {
				c.acted[endpoint] = true
			}
			s.chosen[id] = append(s.chosen[id], c)
		}
	}
	maps.Copy(s.added, state.Added)
	for _, saved := range state.Ledger {
		if saved.Arrived > state.Arrived {
			return errors.New("load ledger: it has lines that have not come yet")
		}
		line := saved.Injection
		line.seq, line.arrived = saved.Seq, saved.Arrived
		s.ledger = append(s.ledger, &line)
	}
	s.arrived = state.Arrived
	return nil
}
