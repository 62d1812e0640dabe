package world

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// lookAt is what a new link looks at: the fixture that it brings, the one it
// has from before, or the user's; nil where everything is generated.
func (w *World) lookAt(u *user, c *connection, p *provider.Profile, o ConnectOptions) (*fixture.Recording, error) {
	folder := o.Fixture
	switch {
	case folder != nil:
	case c != nil:
		return c.recording, nil
	case u.Given.Fixture != nil && u.Given.Fixture.Recorded(p.Slug) == nil:
		folder = u.Given.Fixture
	default:
		return nil, simulated(p)
	}
	if c != nil && (c.recording == nil || c.recording.Folder().Sum() != folder.Sum()) {
		return nil, errors.New("the user was connected with other data before, and what was read cannot become something else; take another user")
	}
	if folder.Generated() && simulated(p) != nil {
		return nil, fmt.Errorf("fixture %s wants others: generated, and %w", folder.Name, simulated(p))
	}
	return folder.Recording(p.Slug, w.start, u.persona.Location)
}

// simulated is an error where nothing can be generated of a provider.
func simulated(p *provider.Profile) error {
	if view.SimulatesProvider(p.Slug) {
		return nil
	}
	return vital.NotSimulated("provider " + p.Slug)
}

// A keeper is the user who keeps the ids of a fixture's files.
type keeper struct {
	FixtureSum string `json:"fixture"`
	User       int    `json:"user"` // index in World.order
}

// keeps reports whether a user keeps the ids of a fixture's files: the first one
// who is connected with it does.
func (w *World) keeps(u *user, f *fixture.Folder) bool {
	for _, k := range w.keepers {
		if k.FixtureSum == f.Sum() {
			return k.User == u.index
		}
	}
	w.keepers = append(w.keepers, keeper{f.Sum(), u.index})
	return true
}

// brings is whether a connection can bring a resource.
func brings(p *provider.Profile, recording *fixture.Recording, resource string) bool {
	if recording != nil {
		if slices.Contains(recording.Resources(), resource) {
			return true
		}
		if recording.Alone() {
			return false
		}
	}
	return view.Supplies(p, resource)
}

// historical is whether a new link announces the history of a resource. Of a
// recording it is not asked whether the provider supplies the resource: it did.
func (c *connection) historical(resource string) bool {
	if c.profile.Historical(resource) || c.recording == nil || !c.recording.Has(resource) {
		return c.profile.Historical(resource)
	}
	return c.profile.History == provider.Pull || c.profile.History == provider.Trickle
}

// historyDays is how many days of a resource a new link pulls. Of a recording
// they are all, unless a number is asked for.
func (c *connection) historyDays(resource string, today vital.Date, o ConnectOptions) int {
	if o.Days > 0 && !o.Demo {
		return o.Days
	}
	if c.recording != nil {
		if oldest, ok := c.recording.Oldest(resource); ok && oldest < today {
			return int(today - oldest)
		}
	}
	if o.Demo {
		return demoDays
	}
	return c.profile.BackfillDays(resource)
}

// available are the resources that a provider grants access to.
func available(p *provider.Profile, recording *fixture.Recording) []string {
	if recording == nil {
		return p.Resources
	}
	all := slices.Clone(p.Resources)
	for _, name := range recording.Resources() {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// knownID translates the ids in a fixture's files to those of the user.
func (c *connection) knownID(u *user) func(vital.ID) vital.ID {
	return func(id vital.ID) vital.ID {
		if c.Keeps {
			return id
		}
		resource, rev, ok := c.recording.Find(id)
		if !ok { // of something that is in none of the files
			return newID(u.ids.Child("foreign", id.String()))
		}
		return encodeID(u.scramble, c.recordKey(u, resource, rev))
	}
}

// recordKey is what the id of a record stands for.
func (c *connection) recordKey(u *user, resource vital.ResourceID, r view.Rev) recordKey {
	return recordKey{user: u.tag, day: r.Date, provider: c.Provider, resource: resource, ordinal: r.Ordinal}
}

// keptID is the id that a record has in the files that a connection looks at.
func (c *connection) keptID(resource vital.ResourceID, r view.Rev) (vital.ID, bool) {
	if !c.Keeps {
		return vital.ID{}, false
	}
	return c.recording.ID(resource, r)
}

// findKept is the record that has the id in the files of a fixture, for the
// user who keeps its ids. w.mu is held.
func (w *World) findKept(id vital.ID) (recordKey, bool) {
	for _, k := range w.keepers {
		u := w.order[k.User]
		for _, c := range u.Connections {
			if !c.Keeps {
				continue
			}
			if resource, rev, ok := c.recording.Find(id); ok && resource != vital.ResourceDevice {
				return c.recordKey(u, resource, rev), true
			}
		}
	}
	return recordKey{}, false
}
