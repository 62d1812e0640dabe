package world_test

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// places are zones and days on which their clocks change; Kolkata's never do.
var places = []struct {
	zone string
	days []vital.Date
}{
	{"Europe/London", []vital.Date{vital.DateFrom(2026, 3, 29), vital.DateFrom(2026, 10, 25)}},
	{"America/New_York", []vital.Date{vital.DateFrom(2026, 3, 8), vital.DateFrom(2026, 11, 1)}},
	{"Pacific/Auckland", []vital.Date{vital.DateFrom(2026, 4, 5), vital.DateFrom(2026, 9, 27)}},
	{"Australia/Lord_Howe", []vital.Date{vital.DateFrom(2026, 4, 5), vital.DateFrom(2026, 10, 4)}},
	{"Asia/Kolkata", []vital.Date{vital.DateFrom(2026, 1, 5), vital.DateFrom(2024, 2, 29)}},
}

// A person is a user of a sequence, and what the driver knows of the link. One
// with links to two providers is two of these, with one mirror.
type person struct {
	name      string
	slug      string // the provider
	id        vital.ID
	mirror    *mirror
	ever      bool // linked at some time
	linked    bool
	failed    bool // in error since the link broke
	demo      bool
	resources []string        // of the first link
	folder    *fixture.Folder // that the person lives on; nil for none
}

// brings are the resources of a link: a recording without streams has none of them.
func (p *person) brings() []string {
	if p.folder != nil && !p.folder.Generated() && slices.Contains(p.folder.Providers(), p.slug) {
		return p.folder.Resources(p.slug)
	}
	return resourcesOf(p.slug)
}

// A sequence is one random life of a team.
type sequence struct {
	*team
	r      seed.Stream
	people []*person
	steps  int
	checks int
	log    []string
	tally  *tally
}

// reasons are personas who have a reason for what only this provider tells of.
var reasons = map[string]string{"apple_health_kit": "cycle-tracker", "withings": "cardiac-patient"}

func newSequence(t *testing.T, n uint64) *sequence {
	t.Helper()
	s := &sequence{r: seed.New(n).Child("law").Stream(), tally: newTally()}
	place := places[int(n)%len(places)]
	day := place.days[s.r.Int(len(place.days))] - vital.Date(s.r.Int(5))
	s.team = newTeam(t, world.Config{Seed: n, Key: "sk_us_law"}, day.UTC().Add(time.Duration(s.r.Int(86400))*time.Second))
	archetypes := append([]string{""}, body.Archetypes()...)
	for i := range 1 + s.r.Int(5)/4 {
		name := fmt.Sprintf("user-%d", i)
		first, persona := (int(n)+i)%len(slugs), archetypes[s.r.Int(len(archetypes))]
		if with, ok := reasons[slugs[first]]; ok && int(n)/len(slugs)%2 == 0 {
			persona = with
		}
		u := world.NewUser{ClientUserID: name, Persona: persona, Zone: place.zone}
		recorded := s.r.Chance(0.3)
		if recorded {
			u.Fixture = recordLife(t, n, slugs[first], persona, place.zone, s.now)
			s.tally.counts["recorded"]++
		}
		id := s.user(u)
		m := newMirror(s.World, id)
		m.recorded = recorded
		for j := range 1 + s.r.Int(3)/2 {
			s.people = append(s.people, &person{name: name, slug: slugs[(first+j*(1+s.r.Int(len(slugs)-1)))%len(slugs)], id: id, mirror: m, folder: u.Fixture})
			s.tally.counts["second link"] += j
		}
	}
	s.note("a team in %s", place.zone)
	return s
}

func (s *sequence) note(format string, args ...any) {
	s.log = append(s.log, s.now.Format("2006-01-02 15:04:05  ")+fmt.Sprintf(format, args...))
}

func (s *sequence) did(format string, args ...any) {
	what := "did " + fmt.Sprintf(format, args...)
	s.tally.counts[what]++
	s.note("%s", what)
}

// check applies changes to the mirrors and holds these against a full read.
// It also runs after what causes no event, which must change nothing readable.
// Old days are looked at every third time, and with every chunk: what changed
// without an event stays changed.
func (s *sequence) check(changes []world.Change) error {
	s.checks++
	full := s.checks%3 == 0
	for _, c := range changes {
		full = full || strings.HasPrefix(c.EventType, "historical.")
		s.note("    %s %s %s", c.ClientUserID, c.EventType, c.Carries.Summary)
		s.tally.counts[kindOf(c.EventType)]++
		if !c.At.Equal(s.now) {
			return fmt.Errorf("%s at %s, the clock shows %s", c.EventType, c.At, s.now)
		}
		for m := range s.mirrors() {
			if err := m.apply(c); err != nil {
				return fmt.Errorf("%s: %w", c.EventType, err)
			}
		}
	}
	for m := range s.mirrors() {
		since := firstDate.UTC()
		if !full {
			since = s.now.AddDate(0, 0, -6)
		}
		if err := m.compare(since); err != nil {
			return fmt.Errorf("after %d events, user %s: %w", len(changes), m.user, err)
		}
	}
	return nil
}

// mirrors are those of the users, each once.
func (s *sequence) mirrors() iter.Seq[*mirror] {
	return func(yield func(*mirror) bool) {
		for i, p := range s.people {
			if (i == 0 || s.people[i-1].mirror != p.mirror) && !yield(p.mirror) {
				return
			}
		}
	}
}

// kindOf is an event type without its dots: created activity, connection.
func kindOf(eventType string) string {
	r, ok := vital.EventResource(eventType)
	if !ok {
		return "connection"
	}
	if strings.HasPrefix(eventType, "historical.") {
		return "historical " + r.Name
	}
	return eventType[strings.LastIndexByte(eventType, '.')+1:] + " " + r.Name
}

// until moves the clock, checking at every instant at which something is due.
func (s *sequence) until(to time.Time) (err error) {
	checked := time.Time{}
	s.advance(to, func(changes []world.Change) {
		if err == nil {
			err, checked = s.check(changes), s.now
		}
	})
	if err == nil && !checked.Equal(s.now) {
		err = s.check(nil)
	}
	return err
}

func (s *sequence) seconds(n int) time.Time {
	return s.now.Add(time.Duration(s.r.Int(n)) * time.Second)
}

// step is one random thing that happens.
func (s *sequence) step() error {
	s.steps++
	p := s.people[s.r.Int(len(s.people))]
	if !p.ever {
		return s.link(p)
	}
	switch n := s.r.Int(100); {
	case n < 24:
		if due, ok := s.Due(); ok {
			return s.until(due)
		}
		return s.until(s.seconds(3600))
	case n < 30:
		return s.until(s.seconds(5 * 3600))
	case n < 34: // from poll to poll, whether there is something to find or not
		return s.until(s.now.Add(time.Duration(s.r.Int(8)) * 15 * time.Minute))
	case n < 38:
		return s.until(s.seconds(3 * 86400))
	case n < 39:
		return s.until(s.seconds(12 * 86400))
	case n < 56:
		return s.syncs(p)
	case n < 64:
		return s.refresh(p)
	case n < 80:
		return s.update(p)
	case n < 84:
		return s.deletes(p)
	case n < 86 && p.linked:
		return s.fail(p)
	case n < 90 && (p.linked || p.failed):
		p.linked, p.failed = false, false
		if err := s.Disconnect(s.now, p.id, p.slug); err != nil {
			return fmt.Errorf("disconnect: %w", err)
		}
		s.did("disconnect")
		return s.check(nil)
	case n < 96 && (!p.linked || n < 93):
		return s.link(p)
	}
	return s.until(s.seconds(1000))
}

// A tally counts what the sequences did, so that nobody is fooled by a driver
// that reaches nothing.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func newTally() *tally { return &tally{counts: map[string]int{}} }

func (t *tally) add(other *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for what, n := range other.counts {
		t.counts[what] += n
	}
}

// samples is how often something happened to samples of any resource.
func (t *tally) samples(what string) (n int) {
	for _, r := range vital.Resources {
		if r.Kind.Timeseries() {
			n += t.counts[what+" "+r.Name]
		}
	}
	return n
}

// String is a line for each thing.
func (t *tally) String() string {
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(t.counts)) {
		fmt.Fprintf(&b, "%7d %s\n", t.counts[what], what)
	}
	return b.String()
}
