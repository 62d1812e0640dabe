package world_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A pulled is a historical event, and when it left.
type pulled struct {
	vital.HistoricalPull
	at time.Time
}

// pulls are the historical events of a resource.
func (m *team) pulls(changes []world.Change, resource string) (out []pulled) {
	m.t.Helper()
	for _, c := range ofType(changes, vital.HistoricalEvent(resource)) {
		data, err := eventData(c, m.Team())
		if err != nil {
			m.t.Fatal(err)
		}
		p := pulled{at: c.At}
		if err := json.Unmarshal(data, &p.HistoricalPull); err != nil {
			m.t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// checkTiles checks that chunks tile the days before today: the most recent
// first, without gap or overlap, and only the last is final.
func checkTiles(chunks []pulled, resource string, lens view.Lens, today vital.Date, days, want int) error {
	if len(chunks) != want {
		return fmt.Errorf("%d events, want %d", len(chunks), want)
	}
	r, _ := vital.ResourceNamed(resource)
	edge := func(d vital.Date) time.Time {
		if r.Kind.Timeseries() {
			return time.Unix(lens.Persona.DayStart(d), 0).UTC()
		}
		return d.UTC()
	}
	end := edge(today)
	for i, c := range chunks {
		switch {
		case !c.EndDate.Equal(end):
			return fmt.Errorf("chunk %d ends %s, want %s", i+1, c.EndDate, end)
		case !c.StartDate.Before(c.EndDate):
			return fmt.Errorf("chunk %d is empty: %s to %s", i+1, c.StartDate, c.EndDate)
		case c.IsFinal != (i == len(chunks)-1):
			return fmt.Errorf("chunk %d of %d: is_final %v", i+1, len(chunks), c.IsFinal)
		case i > 0 && !c.at.After(chunks[i-1].at):
			return fmt.Errorf("chunk %d leaves %s, the one before %s", i+1, c.at, chunks[i-1].at)
		}
		end = c.StartDate
	}
	if begin := edge(today - vital.Date(days)); !end.Equal(begin) {
		return fmt.Errorf("history begins %s, want %s: %d days", end, begin, days)
	}
	return nil
}

func TestChunksCoverTheHistory(t *testing.T) {
	t.Parallel()
	for i, place := range places {
		for _, days := range []int{1, 2, 7, 15, 30, 33} {
			for of := 1; of <= 7; of++ {
				day := place.days[(days+of)%len(place.days)] + vital.Date(of-3) // the clock changes at an edge, inside, after
				m := newTeam(t, world.Config{Seed: uint64(of), Key: "sk_us_a"}, day.UTC().Add(time.Duration(i*5)*time.Hour))
				id := m.user(world.NewUser{ClientUserID: "ada", Zone: place.zone})
				m.connect(id, world.ConnectOptions{Days: days, Chunks: of})
				lens := m.Lens(id, fitbit)
				today := lens.Persona.DateAt(m.now.Unix())
				changes := m.after(2 * time.Hour)
				for _, resource := range allResources {
					if err := checkTiles(m.pulls(changes, resource), resource, lens, today, days, min(of, days)); err != nil {
						t.Errorf("%s of %d days in %d chunks, %s on %s: %v", resource, days, of, place.zone, today, err)
					}
				}
			}
		}
	}
}

func TestHistoryHasTheUsualRange(t *testing.T) {
	t.Parallel()
	cases := []struct {
		options world.ConnectOptions
		days    map[string]int
	}{
		{world.ConnectOptions{}, map[string]int{"sleep": 90, "": 14}},
		{world.ConnectOptions{Chunks: 4}, map[string]int{"sleep": 90, "": 14}},
		{world.ConnectOptions{Demo: true}, map[string]int{"sleep": 30, "": 30}},
		{world.ConnectOptions{Days: 45, Chunks: 2}, map[string]int{"sleep": 45, "": 45}},
		{world.ConnectOptions{Resources: []string{"sleep"}}, map[string]int{"sleep": 90}},
	}
	for _, c := range cases {
		m := newTeam(t, world.Config{Seed: 1, Key: "sk_us_a"}, monday)
		id := m.user(world.NewUser{ClientUserID: "ada", Zone: "Europe/London"})
		m.connect(id, c.options)
		changes := m.after(2 * time.Hour)
		for _, resource := range allResources {
			days, wanted := c.days[resource]
			if !wanted && c.days[""] == 14 {
				profile, _ := provider.Find(fitbit)
				days, wanted = profile.BackfillDays(world.ResourceNamed(resource)), true
			} else if !wanted {
				days, wanted = c.days[""] // of all others
			}
			chunks := m.pulls(changes, resource)
			if !wanted {
				if len(chunks) > 0 || len(m.records(id, "sleep")) == 0 {
					t.Errorf("%+v: %d events of %s, which was not asked for", c.options, len(chunks), resource)
				}
				continue
			}
			err := checkTiles(chunks, resource, m.Lens(id, fitbit), vital.DateOf(monday), days, max(c.options.Chunks, 1))
			if err != nil {
				t.Errorf("%+v: %s: %v", c.options, resource, err)
			}
		}
	}
}

// TestChunksMakeExactlyTheirWindowReadable looks at links whose first poll comes
// after the last chunk, so that all that is readable is what chunks brought.
func TestChunksMakeExactlyTheirWindowReadable(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: searches many worlds")
	}
	const wanted = 1
	for _, place := range places {
		found := 0
		for n := uint64(0); found < wanted && n < 100; n++ {
			m := newTeam(t, world.Config{Seed: n, Key: "sk_us_a"}, place.days[0].UTC().Add(50*time.Hour))
			id := m.user(world.NewUser{ClientUserID: "ada", Zone: place.zone, Persona: "endurance-runner"})
			m.connect(id, world.ConnectOptions{Days: 9, Chunks: 3})
			h := history{team: m, user: id, lens: m.Lens(id, fitbit), pulledAt: map[string]map[vital.Date]time.Time{}}
			h.check()
			m.advance(m.now.Add(time.Hour), func(changes []world.Change) {
				if h.synced || !h.add(changes) {
					h.synced = true
					return
				}
				if len(changes) > 0 {
					h.check()
				}
			})
			if !slices.ContainsFunc(allResources, func(r string) bool { return len(h.pulledAt[r]) != 9 }) {
				found++
			}
		}
		if found < wanted {
			t.Errorf("%s: only %d links were polled after their last chunk", place.zone, found)
		}
	}
}

// A history is what was pulled of one user before the first poll.
type history struct {
	*team
	user     vital.ID
	lens     view.Lens
	pulledAt map[string]map[vital.Date]time.Time
	synced   bool
}

// add notes which days were pulled when; false once a poll announces something.
func (h *history) add(changes []world.Change) bool {
	for _, resource := range allResources {
		if len(ofType(changes, vital.DailyEvent(resource, false))) > 0 {
			return false
		}
		if h.pulledAt[resource] == nil {
			h.pulledAt[resource] = map[vital.Date]time.Time{}
		}
		for _, p := range h.pulls(changes, resource) {
			from, to := vital.DateOf(p.StartDate), vital.DateOf(p.EndDate)
			if isSeries(resource) {
				from, to = h.lens.Persona.DateAt(p.StartDate.Unix()), h.lens.Persona.DateAt(p.EndDate.Unix())
			}
			for d := from; d < to; d++ {
				h.pulledAt[resource][d] = p.at
			}
		}
	}
	return true
}

// check compares what is readable with what the device had uploaded of each
// pulled day by the time of the pull.
func (h *history) check() {
	h.t.Helper()
	for resource, summary := range view.Summaries {
		name := resource.String()
		if name == "profile" {
			continue // has no days
		}
		var want []string
		got := h.records(h.user, name)
		ids, sleeps := map[string]vital.ID{}, map[string]vital.ID{}
		for _, record := range got {
			head, err := headOf([]byte(record))
			if err != nil {
				h.t.Fatal(err)
			}
			key, _ := h.DecodeID(head.ID)
			at := fmt.Sprint(key.Day, key.Ordinal)
			ids[at], sleeps[at] = head.ID, head.SleepID
		}
		for d, at := range h.pulledAt[name] {
			for _, r := range summary.Revs(&h.lens, d, at.Unix(), nil) {
				stamp := view.Stamp{ID: ids[fmt.Sprint(d, r.Ordinal)], UserID: h.user, CreatedAt: at, UpdatedAt: at}
				stamp.Sibling = func(vital.ResourceID) vital.ID { return sleeps[fmt.Sprint(d, r.Ordinal)] }
				want = append(want, string(summary.Record(&h.lens, r, stamp).AppendJSON(nil)))
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			h.t.Fatalf("%s: a GET answers\n%s\npulled were\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for resource, series := range view.Timeseries {
		name := resource.String()
		if !slices.Contains(allResources, name) {
			continue
		}
		var want []view.Point
		for d, at := range h.pulledAt[name] {
			series.Each(&h.lens, 0, d, 0, h.lens.LastUpload(at.Unix()), func(p view.Point) { want = append(want, p) })
		}
		slices.SortFunc(want, func(a, b view.Point) int { return int(a.Unix - b.Unix) })
		groups, err := h.Samples(h.user, resource, "")
		if err != nil || len(groups) != 1 {
			h.t.Fatalf("%s: %d groups, %v", name, len(groups), err)
		}
		if err := compareSamples(groups[0], firstDate.UTC(), want); err != nil {
			h.t.Fatalf("%s at %s: %v", name, h.now, err)
		}
	}
}
