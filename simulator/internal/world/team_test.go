package world_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// fitbit is the provider of tests that need no choice.
const fitbit = "fitbit"

// monday is where the clock of most tests starts: 2026-01-05T08:00:00Z.
var monday = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// A team is a world with a clock that the test moves.
type team struct {
	*world.World
	t   testing.TB
	now time.Time
}

func newTeam(t testing.TB, c world.Config, start time.Time) *team {
	t.Helper()
	return &team{World: world.New(c), t: t, now: start}
}

func (m *team) user(n world.NewUser) vital.ID {
	m.t.Helper()
	u, err := m.CreateUser(m.now, n)
	if err != nil {
		m.t.Fatalf("create user %s: %v", n.ClientUserID, err)
	}
	return u.UserID
}

func (m *team) connect(id vital.ID, o world.ConnectOptions) []world.Change {
	m.t.Helper()
	changes, err := m.Connect(m.now, id, fitbit, o)
	if err != nil {
		m.t.Fatalf("connect: %v", err)
	}
	return changes
}

func (m *team) disconnect(id vital.ID) {
	m.t.Helper()
	if err := m.Disconnect(m.now, id, fitbit); err != nil {
		m.t.Fatalf("disconnect: %v", err)
	}
}

func (m *team) sync(id vital.ID, upload bool) []world.Change {
	m.t.Helper()
	changes, err := m.Sync(m.now, id, fitbit, upload)
	if err != nil {
		m.t.Fatalf("sync: %v", err)
	}
	return changes
}

// advance moves the clock to the instant. Each due task runs at its own time,
// and calls seen, if not nil, with the changes before time goes on.
func (m *team) advance(to time.Time, seen func([]world.Change)) (all []world.Change) {
	for {
		due, ok := m.Due()
		if !ok || due.After(to) {
			break
		}
		if due.After(m.now) {
			m.now = due
		}
		changes := m.Run(m.now)
		if seen != nil {
			seen(changes)
		}
		all = append(all, changes...)
	}
	if to.After(m.now) {
		m.now = to
	}
	return all
}

func (m *team) after(d time.Duration) []world.Change { return m.advance(m.now.Add(d), nil) }

// records are the JSON of all readable records of a resource, newest first.
func (m *team) records(id vital.ID, resource string) []string {
	m.t.Helper()
	return m.recordsBetween(id, resource, "", firstDate, lastDate)
}

func (m *team) recordsBetween(id vital.ID, resource, slug string, from, to vital.Date) []string {
	m.t.Helper()
	found, err := m.Records(id, world.ResourceNamed(resource), slug, from, to)
	if err != nil {
		m.t.Fatalf("records of %s: %v", resource, err)
	}
	out := make([]string, len(found))
	var buf []byte
	for i, r := range found {
		buf = r.AppendJSON(buf[:0])
		out[i] = string(buf)
	}
	return out
}

// Everything that is ever readable in these tests lies between these dates.
var (
	firstDate = vital.DateFrom(2020, time.January, 1)
	lastDate  = vital.DateFrom(2030, time.January, 1)
)

// ofType are the changes with the event type.
func ofType(changes []world.Change, eventType string) (out []world.Change) {
	for _, c := range changes {
		if c.EventType == eventType {
			out = append(out, c)
		}
	}
	return out
}
