package world

import (
	"container/heap"
	"errors"
	"fmt"
	"maps"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Load is a world as Save left it. The Config is that of the world that was
// saved; fixtures are those that the state names, by their sums.
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
		u, err := l.at(k.User)
		if err != nil {
			return nil, fmt.Errorf("load keeper: %w", err)
		}
		w.first[k.Fixture] = u
		w.keepers = append(w.keepers, u)
	}
	for i, saved := range s.Tasks {
		t, err := l.task(saved)
		if err != nil {
			return nil, fmt.Errorf("load task %d: %w", i, err)
		}
		heap.Push(&w.tasks, t)
	}
	w.seq, w.sent = s.Seq, s.Sent
	return w, nil
}

// A loader turns a state into what a world keeps. Nobody else has the world.
type loader struct {
	w        *World
	fixtures map[string]*fixture.Folder
}

// fixture is the folder of a sum; nil for "".
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

func (l loader) user(s UserState) error {
	folder, err := l.fixture(s.Given.Fixture)
	if err != nil {
		return err
	}
	g := s.Given
	n := NewUser{g.ClientUserID, g.FallbackTimeZone, g.FallbackBirthDate, g.IngestionStart, g.IngestionEnd, g.Persona, nil, g.Zone, folder}
	if g.PersonaText != "" {
		if n.Archetype, err = body.ParseArchetype("persona of "+s.ClientUserID, []byte(g.PersonaText)); err != nil {
			return err
		}
	}
	persona, err := l.w.persona(n)
	if err != nil {
		return err
	}
	u := l.w.newUser(n, persona, s.Ordinal)
	u.clientID, u.createdOn, u.deletedAt, u.info = s.ClientUserID, s.CreatedOn, s.DeletedAt, s.Info
	if l.w.users[u.id] != nil || u.deletedAt == 0 && l.w.byClient[u.clientID] != nil {
		return fmt.Errorf("%q is there twice", u.clientID)
	}
	for _, saved := range s.Connections {
		c, err := l.connection(u, saved)
		if err != nil {
			return fmt.Errorf("connection to %s: %w", saved.Provider, err)
		}
		if u.connection(c.profile.Number) != nil {
			return fmt.Errorf("connection to %s: it is there twice", saved.Provider)
		}
		u.connections = append(u.connections, c)
	}
	l.w.add(u)
	return nil
}

func (l loader) connection(u *user, s ConnectionState) (*connection, error) {
	profile, err := findProvider(s.Provider)
	if err != nil {
		return nil, err
	}
	if len(s.Sessions) == 0 {
		return nil, errors.New("it was never linked")
	}
	c := &connection{
		profile: profile, lastSync: s.LastSync, lastPull: s.LastPull, extras: s.Extras, uploads: s.Uploads,
		keeps: s.Keeps, demo: s.Demo, phase: pollPhase(u, profile), relinking: s.Relinking,
	}
	folder, err := l.fixture(s.Fixture)
	if err != nil {
		return nil, err
	}
	if folder != nil {
		if c.recording, err = folder.Recording(s.Provider, l.w.start, u.persona.Location); err != nil {
			return nil, err
		}
	}
	if c.fallback, err = fallbackZone(s.Fallback); err != nil {
		return nil, err
	}
	if s.Failed != nil {
		c.failed = &failure{s.Failed.At, s.Failed.ErrorType}
	}
	for _, p := range s.Sessions {
		c.sessions = append(c.sessions, session{p.From, p.To, p.Synced})
	}
	for _, saved := range s.Covers {
		v, err := loadCover(saved)
		if err != nil {
			return nil, err
		}
		c.covers = append(c.covers, v)
	}
	for _, saved := range s.Edits {
		e, err := loadEdit(saved)
		if err != nil {
			return nil, err
		}
		c.edits = append(c.edits, e)
	}
	return c, nil
}

func loadCover(s CoverState) (cover, error) {
	resource, err := resourceNamed(s.Resource)
	h := s.History
	v := cover{resource: resource, from: s.From, liveFrom: s.LiveFrom, sent: s.Sent, history: history{h.From, h.To, h.Scheduled, h.Started, h.Ended}}
	for _, p := range s.Windows {
		v.windows = append(v.windows, window{p.From, p.To, p.PulledAt})
	}
	return v, err
}

func loadEdit(s EditState) (edit, error) {
	resource, err := resourceNamed(s.Resource)
	if err != nil {
		return edit{}, err
	}
	for field, value := range s.Fields {
		if err := CheckField(s.Resource, field, value); err != nil {
			return edit{}, fmt.Errorf("edit of %s: %w", s.Resource, err)
		}
	}
	return edit{resource, s.Day, s.Ordinal, s.Source, s.Micros, s.At, s.Fields}, nil
}

func (l loader) task(s TaskState) (task, error) {
	u, err := l.at(s.User)
	if err != nil {
		return task{}, err
	}
	profile, ok := provider.Find(s.Provider)
	if !ok || u.connection(profile.Number) == nil {
		return task{}, fmt.Errorf("the user has no connection to %q", s.Provider)
	}
	t := task{at: s.At, user: u, provider: profile.Number, link: s.Link}
	if k := s.Chunk; k != nil {
		resource, err := resourceNamed(k.Resource)
		if err != nil {
			return task{}, err
		}
		if _, covered := u.connection(profile.Number).cover(resource); !covered {
			return task{}, fmt.Errorf("the connection to %s has no %s", s.Provider, k.Resource)
		}
		t.chunk = &chunk{resource, k.From, k.To, k.Number, k.Of, way(k.Way)}
	}
	return t, nil
}

// resourceNamed is the resource of a name.
func resourceNamed(name string) (id vital.ResourceID, err error) {
	err = id.UnmarshalText([]byte(name))
	return id, err
}
