package world

import (
	"container/heap"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
)

// A State is the part of a World that is not computed from its Config: what
// clients and scenarios did. It consists of the world's own structs, whose exported
// fields are in the JSON. Instants are unix seconds.
type State struct {
	Users   []user         `json:"users"`   // in the order of their creation, deleted ones among them
	Created map[string]int `json:"created"` // how often a client_user_id was created
	Keepers []keeper       `json:"keepers,omitempty"`
	Tasks   []task         `json:"tasks,omitempty"`
	Seq     int64          `json:"seq"` // events so far
	Sent    int            `json:"sent,omitempty"`
}

// Events returns the number of events so far.
func (w *World) Events() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seq
}

// Save returns the state of the world at one moment, and the fixtures that it
// refers to, by their checksums.
func (w *World) Save() (State, map[string]*fixture.Folder) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := State{Created: maps.Clone(w.created), Keepers: slices.Clone(w.keepers), Seq: w.seq, Sent: w.sent, Users: []user{}}
	fixtures := map[string]*fixture.Folder{}
	for _, u := range w.order {
		out.Users = append(out.Users, *u)
		if f := u.Given.Fixture; f != nil {
			fixtures[f.Sum()] = f
		}
		for _, c := range u.Connections {
			if c.recording != nil {
				fixtures[c.FixtureSum] = c.recording.Folder()
			}
		}
	}
	out.Tasks = slices.DeleteFunc(slices.Clone(w.tasks), func(t task) bool { return !t.valid() })
	slices.SortStableFunc(out.Tasks, compareTasks)
	return out, fixtures
}

// Load returns a world with a saved state. The Config is that of the saved world;
// fixtures has those that the state refers to, by their checksums.
func Load(c Config, s State, fixtures map[string]*fixture.Folder) (*World, error) {
	w := New(c)
	l := loader{w, fixtures}
	for i, saved := range s.Users {
		if err := l.user(saved); err != nil {
			return nil, fmt.Errorf("load user %d: %w", i, err)
		}
	}
	maps.Copy(w.created, s.Created)
	for _, k := range s.Keepers {
		if _, err := l.at(k.User); err != nil {
			return nil, fmt.Errorf("load keeper: %w", err)
		}
	}
	w.keepers = slices.Clone(s.Keepers)
	for i, t := range s.Tasks {
		if err := l.task(&t); err != nil {
			return nil, fmt.Errorf("load task %d: %w", i, err)
		}
		heap.Push(&w.tasks, t)
	}
	w.seq, w.sent = s.Seq, s.Sent
	return w, nil
}

// A loader computes the fields that are not saved, and rejects an invalid state.
// The world is not shared yet.
type loader struct {
	w        *World
	fixtures map[string]*fixture.Folder
}

// fixture returns the folder with a checksum; nil for "".
func (l loader) fixture(sum string) (*fixture.Folder, error) {
	if f := l.fixtures[sum]; f != nil || sum == "" {
		return f, nil
	}
	return nil, fmt.Errorf("there is no fixture %.12s", sum)
}

func (l loader) at(index int) (*user, error) {
	if index < 0 || index >= len(l.w.order) {
		return nil, fmt.Errorf("there is no user %d", index)
	}
	return l.w.order[index], nil
}

func (l loader) user(s user) (err error) {
	n := s.Given.NewUser
	if n.Fixture, err = l.fixture(s.Given.FixtureSum); err != nil {
		return err
	}
	if text := s.Given.PersonaText; text != "" {
		if n.Archetype, err = body.ParseArchetype("persona of "+s.ClientUserID, []byte(text)); err != nil {
			return err
		}
	}
	persona, err := l.w.persona(n)
	if err != nil {
		return err
	}
	u := l.w.newUser(n, persona, s.Ordinal)
	u.ClientUserID, u.CreatedOn, u.DeletedAt, u.Info = s.ClientUserID, s.CreatedOn, s.DeletedAt, s.Info
	if l.w.users[u.id] != nil || u.DeletedAt == 0 && l.w.byClient[u.ClientUserID] != nil {
		return fmt.Errorf("%q is there twice", u.ClientUserID)
	}
	for _, saved := range s.Connections {
		c, err := l.connection(u, *saved)
		if err != nil {
			return fmt.Errorf("connection to %s: %w", saved.Provider, err)
		}
		if u.connection(c.Provider) != nil {
			return fmt.Errorf("connection to %s: it is there twice", saved.Provider)
		}
		u.Connections = append(u.Connections, c)
	}
	l.w.add(u)
	return nil
}

func (l loader) connection(u *user, c connection) (*connection, error) {
	var ok bool
	if c.profile, ok = c.Provider.Profile(); !ok {
		return nil, errors.New("there is no such provider")
	}
	if len(c.Sessions) == 0 {
		return nil, errors.New("it was never linked")
	}
	c.phase = pollPhase(u, c.profile)
	folder, err := l.fixture(c.FixtureSum)
	if err != nil {
		return nil, err
	}
	if c.recording = nil; folder != nil {
		if c.recording, err = folder.Recording(c.profile.Slug, l.w.start, u.persona.Location); err != nil {
			return nil, err
		}
	}
	if c.fallback, err = fallbackZone(c.FallbackZone); err != nil {
		return nil, err
	}
	for _, v := range c.Covers {
		if v.Resource.Row() == nil {
			return nil, errors.New("it holds something that is no resource")
		}
	}
	for _, e := range c.Edits {
		for field, value := range e.Fields {
			if err := CheckField(e.Resource, field, value); err != nil {
				return nil, fmt.Errorf("edit of %s: %w", e.Resource, err)
			}
		}
	}
	for _, t := range c.Deleted {
		if t.Resource.Row() == nil {
			return nil, errors.New("it has deleted something that is no resource")
		}
	}
	return &c, nil
}

func (l loader) task(t *task) (err error) {
	if t.user, err = l.at(t.User); err != nil {
		return err
	}
	c := t.user.connection(t.Provider)
	if c == nil {
		return fmt.Errorf("the user has no connection to %q", t.Provider)
	}
	if k := t.Chunk; k != nil {
		if _, covered := c.cover(k.Resource); !covered {
			return fmt.Errorf("the connection to %s has no %s", t.Provider, k.Resource)
		}
	}
	return nil
}
