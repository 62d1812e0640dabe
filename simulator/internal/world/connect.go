package world

import (
	"container/heap"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ConnectOptions say how much history a new link brings. The zero value is
// what the provider usually does.
type ConnectOptions struct {
	Days      int      // of history; 0 means each resource's usual range
	Chunks    int      // per resource; 0 means one, Vital's present behaviour
	Resources []string // by event name; nil means all that the provider supplies
	Demo      bool     // a device of a demo connection has something new at every refresh
}

// demoDays is the history of a demo connection, whatever the provider (contract 7.2).
const demoDays = 30

// A chunk is one piece of a resource's history on its way: whole days, [from, to).
type chunk struct {
	resource   int
	from, to   vital.Date
	number, of int // from 1, the most recent first
}

// Connect links a user to a provider, or links it anew: history is pulled in
// chunks while the clock moves on, and live data begins with the present day.
func (w *World) Connect(now time.Time, id vital.ID, slug string, o ConnectOptions) ([]Change, error) {
	profile, index, err := findProvider(slug)
	if err != nil {
		return nil, err
	}
	resources, err := chooseResources(profile, o.Resources)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.users[id]
	if !ok {
		return nil, vital.NotFound("Not found")
	}
	at := now.Unix()
	c := u.connection(index)
	relinked := c != nil
	if c == nil {
		c = &connection{
			profile: profile, index: index, phase: int64(uint64(u.seed.Child("poll", slug)) % pollEvery),
		}
	} else {
		c = c.clone()
	}
	c.link(at, u.persona.DateAt(at), resources, o.Demo)
	u.publish(c)

	external := externalID(u, profile)
	changes := w.event(nil, at, u, vital.EventConnectionCreated, "link "+strconv.Itoa(c.relinking), vital.ConnectionCreated{
		UserID: u.id, Provider: profile.Wire(), ExternalUserID: external,
		ResourceAvailability: vital.AllAvailable(profile.Resources),
	}, Carries{Provider: slug, Summary: profile.Name + " connected"})
	if relinked {
		// What happened while it was not linked arrives with a sync of its own.
		changes = w.syncAt(changes, at, u, c, true)
	}
	w.planChunks(at, u, u.connection(index), o)
	w.planSync(u, u.connection(index))
	return changes, nil
}

// link opens a session and adds covers for resources that have none yet.
func (c *connection) link(at int64, today vital.Date, resources []int, demo bool) {
	c.relinking++
	c.demo = demo
	if len(c.sessions) == 0 || !c.connected() {
		c.sessions = append(c.sessions, session{from: at})
	}
	for _, r := range resources {
		if _, ok := c.cover(r); !ok {
			// A poll of this very second did not see it.
			c.covers = append(c.covers, cover{resource: r, from: max(at, c.lastSync+1), liveFrom: today})
		}
	}
	slices.SortFunc(c.covers, func(a, b cover) int { return a.resource - b.resource })
}

// planChunks cuts each resource's history into chunks, the most recent first,
// that follow one another within minutes. History ends where live data begins.
func (w *World) planChunks(at int64, u *user, c *connection, o ConnectOptions) {
	today := u.persona.DateAt(at)
	for _, v := range c.covers {
		name := vital.Resources[v.resource].Name
		if !c.profile.Historical(name) {
			continue
		}
		days := o.Days
		if days == 0 {
			days = c.profile.BackfillDays(name)
		}
		if o.Demo {
			days = demoDays
		}
		of := min(max(o.Chunks, 1), days)
		r := u.seed.Child("pull", c.profile.Slug, name).At(at).Stream()
		when, to := at, today
		for number := 1; number <= of; number++ {
			from := today - vital.Date(days*number/of)
			when += int64(40 + r.Int(200))
			heap.Push(&w.tasks, task{
				at: when, user: u, provider: c.index, link: c.relinking,
				chunk: &chunk{resource: v.resource, from: from, to: to, number: number, of: of},
			})
			to = from
		}
	}
}

// pull makes a chunk readable and announces it; w.mu is held.
func (w *World) pull(changes []Change, at int64, u *user, c *connection, k chunk) []Change {
	c = c.clone()
	v, _ := c.cover(k.resource)
	v.windows = append(slices.Clip(v.windows), window{from: k.from, to: k.to, pulledAt: at})
	c.lastPull = max(c.lastPull, at)
	u.publish(c)

	name := vital.Resources[k.resource].Name
	start, end := windowBounds(u, k.resource, k.from), windowBounds(u, k.resource, k.to)
	final := k.number == k.of
	key := fmt.Sprintf("link %d chunk %d", c.relinking, k.number)
	return w.event(changes, at, u, vital.HistoricalEvent(name), key, vital.HistoricalPull{
		UserID: u.id, StartDate: start, EndDate: end, IsFinal: final, Provider: c.profile.Slug,
	}, Carries{
		Provider: c.profile.Slug, Resource: name, Start: &start, End: &end, Chunk: k.number, Chunks: k.of, IsFinal: &final,
		Summary: fmt.Sprintf("%s to %s, chunk %d of %d", k.from, k.to, k.number, k.of),
	})
}

// windowBounds is how an event names the edge of a window: by the instant at
// which the local day begins where samples are filtered by instants, and by
// midnight UTC of the calendar date where records are filtered by it. So what
// an event names is what a GET with the same bounds returns (contract 7.7).
func windowBounds(u *user, resource int, d vital.Date) time.Time {
	if vital.Resources[resource].Kind.Timeseries() {
		return time.Unix(u.persona.DayStart(d), 0).UTC()
	}
	return d.UTC()
}

// Disconnect ends a link: nothing more is pulled or synced, and what is
// readable stays as it is.
func (w *World) Disconnect(now time.Time, id vital.ID, slug string) error {
	_, index, err := findProvider(slug)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.users[id]
	if !ok {
		return vital.NotFound("Not found")
	}
	c := u.connection(index)
	if c == nil || !c.connected() {
		return vital.NotFound("User is not connected to " + slug)
	}
	c = c.clone()
	ended := &c.sessions[len(c.sessions)-1]
	ended.to, ended.synced = now.Unix(), c.lastSync
	u.publish(c)
	return nil
}

// Connections are the user's present links.
func (w *World) Connections(id vital.ID) ([]vital.ConnectedProvider, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.users[id]
	if !ok {
		return nil, vital.NotFound("Not found")
	}
	out := []vital.ConnectedProvider{}
	for _, c := range u.connections {
		if !c.connected() {
			continue
		}
		out = append(out, vital.ConnectedProvider{
			Name: c.profile.Name, Slug: c.profile.Slug, Logo: c.profile.Logo, CreatedOn: c.createdOn(),
			Status: vital.StatusConnected, ExternalUserID: externalID(u, c.profile),
			ResourceAvailability: vital.AllAvailable(c.profile.Resources),
		})
	}
	return out, nil
}

// externalID is the user's id at the provider (contract 7.4).
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

// findProvider is the profile of a provider that can be connected, and its
// place in the table.
func findProvider(slug string) (*provider.Profile, int, error) {
	index := slices.IndexFunc(provider.All(), func(p *provider.Profile) bool { return p.Slug == slug })
	switch {
	case index < 0:
		return nil, 0, vital.Invalid("unknown provider "+strconv.Quote(slug)+near.Hint(slug, provider.Slugs()), "type_error.enum", "body", "provider")
	case !view.SimulatesProvider(slug):
		return nil, 0, vital.NotSimulated("provider " + slug)
	}
	return provider.All()[index], index, nil
}

// chooseResources are the table indexes of the simulated resources that the
// provider supplies, or of those among them that were asked for.
func chooseResources(p *provider.Profile, names []string) ([]int, error) {
	for _, name := range names {
		if _, known := vital.ResourceNamed(name); !known || !p.Supplies(name) {
			return nil, fmt.Errorf("connect %s: it does not supply %q%s", p.Slug, name, near.Hint(name, p.Resources))
		}
		if !view.Simulates(name) {
			return nil, vital.NotSimulated("resource " + name)
		}
	}
	var out []int
	for i, r := range vital.Resources {
		if p.Supplies(r.Name) && view.Simulates(r.Name) && (names == nil || slices.Contains(names, r.Name)) {
			out = append(out, i)
		}
	}
	return out, nil
}
