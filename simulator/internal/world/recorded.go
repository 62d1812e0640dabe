package world

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// lookAt returns the recorded data of a new link: from the fixture of the options,
// of the connection before, or of the user; nil if everything is generated.
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

// simulated returns an error if nothing can be generated for a provider.
func simulated(p *provider.Profile) error {
	if view.SimulatesProvider(p.Slug) {
		return nil
	}
	return apierror.NotSimulated("provider " + p.Slug)
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

// brings reports whether a connection can bring a resource.
func brings(p *provider.Profile, recording *fixture.Recording, resource vital.ResourceID) bool {
	if recording != nil {
		if recording.Has(resource) {
			return true
		}
		if recording.Alone() {
			return false
		}
	}
	return view.Supplies(p, resource)
}

// historical reports whether a new link announces the history of a resource. A
// recording proves that the provider supplies its resources.
func (c *connection) historical(resource vital.ResourceID) bool {
	if c.profile.Historical(resource) || c.recording == nil || !c.recording.Has(resource) {
		return c.profile.Historical(resource)
	}
	return c.profile.History == provider.Pull || c.profile.History == provider.Trickle
}

// historyDays returns the number of days of a resource that a new link pulls. For
// a recording these are all its days, unless the options limit them.
func (c *connection) historyDays(resource vital.ResourceID, today vital.Date, o ConnectOptions) int {
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

// available returns the resources to which a provider grants access.
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

// recordKey returns the key of a record.
func (c *connection) recordKey(u *user, resource vital.ResourceID, r view.Rev) recordKey {
	return recordKey{user: u.tag, day: r.Date, provider: c.Provider, resource: resource, ordinal: r.Ordinal}
}

// keptID returns the id that a record has in the connection's fixture.
func (c *connection) keptID(resource vital.ResourceID, r view.Rev) (vital.ID, bool) {
	if !c.Keeps {
		return vital.ID{}, false
	}
	return c.recording.ID(resource, r)
}

// findKept returns the record that has the id in the files of a fixture, for the
// user who keeps the ids of the files. w.mu is held.
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
