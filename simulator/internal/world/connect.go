package world

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ConnectOptions say how much history a new link brings. The zero value means
// the provider's usual history.
type ConnectOptions struct {
	Days      int      // of history; 0 means each resource's usual range
	Chunks    int      // per resource; 0 means one, Vital's present behaviour
	Resources []string // by event name; nil means all that the provider supplies
	Demo      bool     // a device of a demo connection has something new at every refresh
	// Fixture is the recorded data that the connection serves instead of generated
	// data; nil means the user's fixture, if it has the provider.
	Fixture *fixture.Folder
}

// demoDays is the days of history of a demo connection to any provider (vital.md 7.2).
const demoDays = 30

// Connect links a user to a provider, or links it anew: history is pulled in
// chunks while the clock moves on, and live data begins with the present day.
func (w *World) Connect(now time.Time, id vital.ID, slug string, o ConnectOptions) ([]Change, error) {
	profile, err := findProvider(slug)
	if err != nil {
		return nil, err
	}
	if o.Days < 0 || o.Days > MaxBackfill || o.Chunks < 0 || o.Chunks > MaxBackfill {
		return nil, fmt.Errorf("connect %s: %d days of history in %d chunks: want 1 to %d of each", slug, o.Days, o.Chunks, MaxBackfill)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		if o.Fixture == nil {
			err = cmp.Or(simulated(profile), err)
		}
		return nil, err
	}
	at := now.Unix()
	c := u.connection(profile.Number)
	recording, err := w.lookAt(u, c, profile, o)
	if err != nil {
		return nil, fmt.Errorf("connect %s: %w", slug, err)
	}
	resources, err := chooseResources(profile, recording, o.Resources)
	if err != nil {
		return nil, err
	}
	relinked, linked := c != nil, c != nil && c.connected()
	if c == nil {
		zone, err := fallbackZone(u.Given.FallbackTimeZone)
		if err != nil {
			return nil, fmt.Errorf("connect %s: %w", slug, err)
		}
		c = &connection{
			Provider: profile.Number, FallbackZone: u.Given.FallbackTimeZone,
			profile: profile, fallback: zone, phase: pollPhase(u, profile),
		}
		if recording != nil {
			folder := recording.Folder()
			c.recording, c.FixtureSum, c.Keeps = recording, folder.Sum(), w.keeps(u, folder)
		}
	} else {
		c = c.clone()
	}
	c.link(at, u.persona.DateAt(at), resources, o.Demo)
	u.publish(c)

	external := externalID(u, profile)
	key := fmt.Sprintf("%s link %d", slug, c.Relinking)
	changes := w.event(nil, at, u, vital.EventConnectionCreated, key, vital.ConnectionCreated{
		UserID: u.id, Provider: profile.Wire(), ExternalUserID: external,
		ResourceAvailability: vital.AllAvailable(available(profile, recording)),
	}, event.Carries{Provider: slug, Summary: profile.Name + " connected"})
	if relinked {
		// An extra sync brings what happened while it was not linked.
		changes = w.syncAt(changes, at, u, c, true)
	}
	if !linked || profile.History != provider.Trickle {
		w.planChunks(at, u, u.connection(profile.Number), o) // Garmin sends nothing again unless deregistered first
	}
	w.planSync(u, u.connection(profile.Number))
	return changes, nil
}

// fallbackZone returns a zone by its IANA name; nil for none. A connection keeps
// the zone of its first link, because announced records must not change without
// an event.
func fallbackZone(name string) (*time.Location, error) {
	if name == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("fallback time zone: %w", err)
	}
	return zone, nil
}

// pollPhase returns the second within pollEvery at which a connection is polled.
func pollPhase(u *user, p *provider.Profile) int64 {
	return int64(uint64(u.seed.Child("poll", p.Slug)) % pollEvery)
}

// link opens a session and adds covers for resources that have none yet.
func (c *connection) link(at int64, today vital.Date, resources []vital.ResourceID, demo bool) {
	c.Relinking++
	c.Demo, c.Failed = demo, nil
	if len(c.Sessions) == 0 || !c.connected() {
		c.Sessions = append(c.Sessions, session{From: at})
	}
	for _, r := range resources {
		if _, ok := c.cover(r); !ok {
			// A poll in this second came before the link.
			c.Covers = append(c.Covers, cover{Resource: r, From: max(at, c.LastSync+1), LiveFrom: today})
		}
	}
	slices.SortFunc(c.Covers, func(a, b cover) int { return cmp.Compare(a.Resource, b.Resource) })
}

// Disconnect ends a link: nothing more is pulled or synced, and readable data
// stays readable.
func (w *World) Disconnect(now time.Time, id vital.ID, slug string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return err
	}
	for _, c := range u.Connections {
		if c.profile.Slug == slug && c.listed() {
			u.unlink(c, now.Unix())
			return nil
		}
	}
	return u.notConnected(slug)
}

// notConnected returns the error of a command for a provider to which the user is
// not connected; "" means any provider.
func (u *user) notConnected(slug string) error {
	var listed []string
	for _, c := range u.Connections {
		if c.listed() {
			listed = append(listed, c.profile.Slug)
		}
	}
	if slug == "" {
		slug = "a provider"
	}
	err := apierror.NotFound("User is not connected to " + slug)
	if listed == nil {
		return err.WithHint("connect first")
	}
	return err.WithHint("only to %s", strings.Join(listed, ", "))
}

// unlink ends the link of a connection.
func (u *user) unlink(c *connection, at int64) {
	linked := c.connected()
	c = c.clone()
	c.Failed = nil
	if linked {
		ended := &c.Sessions[len(c.Sessions)-1]
		ended.To, ended.Synced = at, c.LastSync
	}
	u.publish(c)
}

// Connections returns the user's present links.
func (w *World) Connections(id vital.ID) ([]vital.ConnectedProvider, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return nil, err
	}
	out := []vital.ConnectedProvider{}
	for _, c := range u.Connections {
		if !c.listed() {
			continue
		}
		status, details := c.status()
		out = append(out, vital.ConnectedProvider{
			Name: c.profile.Name, Slug: c.profile.Slug, Logo: c.profile.Logo, CreatedOn: c.createdOn(),
			Status: status, ErrorDetails: details, ExternalUserID: externalID(u, c.profile),
			ResourceAvailability: vital.AllAvailable(available(c.profile, c.recording)),
		})
	}
	return out, nil
}

// externalID returns the user's id at the provider (vital.md 7.4).
func externalID(u *user, p *provider.Profile) vital.Null[string] {
	faker := u.seed.Child("external id", p.Slug).Faker()
	switch p.ExternalID() {
	case provider.ProviderID:
		return vital.Val(faker.Regex("[A-Z0-9]{6}"))
	case provider.Username:
		return vital.Val(faker.Username())
	case provider.Email:
		return vital.Val(faker.Email())
	}
	return vital.Null[string]{}
}

// findProvider returns the profile of a provider.
func findProvider(slug string) (*provider.Profile, error) {
	profile, ok := provider.Find(slug)
	if !ok {
		return nil, apierror.Invalid("unknown provider "+strconv.Quote(slug)+near.Hint(slug, provider.Slugs()), "enum", "body", "provider")
	}
	return profile, nil
}

// chooseResources returns the resources that the connection can bring, limited
// to names if there are any.
func chooseResources(p *provider.Profile, recording *fixture.Recording, names []string) ([]vital.ResourceID, error) {
	for _, name := range names {
		r, _ := vital.ResourceNamed(name)
		if brings(p, recording, r.ID) {
			continue
		}
		if recording != nil && recording.Alone() {
			return nil, fmt.Errorf("connect %s: the fixture has no %q%s", p.Slug, name, near.Hint(name, recording.Resources()))
		}
		if !p.Supplies(r.ID) {
			return nil, fmt.Errorf("connect %s: it does not supply %q%s", p.Slug, name, near.Hint(name, p.Resources))
		}
		return nil, apierror.NotSimulated("resource " + name + " of " + p.Slug)
	}
	var out []vital.ResourceID
	for _, r := range vital.Resources {
		if brings(p, recording, r.ID) && (names == nil || slices.Contains(names, r.Name)) {
			out = append(out, r.ID)
		}
	}
	return out, nil
}
