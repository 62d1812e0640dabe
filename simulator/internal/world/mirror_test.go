package world_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A mirror is a client that reads only what events name: the first side of the
// law. It keeps one user's records and samples.
type mirror struct {
	world   *world.World
	user    vital.ID
	records map[string]map[string]string       // by resource and id: the JSON
	samples map[string]map[string][]view.Point // by resource and provider: ascending
	keys    map[string]bool                    // of revisions, by event type
	notices map[vital.ID]string                // of streams, by workout
	deleted map[string]bool                    // ids of records, and sources with the instants of samples
	seq     int64

	// recorded is whether the data is recorded: it says when it was ingested then,
	// which is at most a poll before it is announced here.
	recorded bool
}

func newMirror(w *world.World, user vital.ID) *mirror {
	m := &mirror{
		world: w, user: user, keys: map[string]bool{}, notices: map[vital.ID]string{}, deleted: map[string]bool{},
		records: map[string]map[string]string{}, samples: map[string]map[string][]view.Point{},
	}
	for _, r := range vital.Resources { // generated or recorded
		if r.Kind.Timeseries() {
			m.samples[r.Name] = map[string][]view.Point{}
		} else if r.Kind.Summary() {
			m.records[r.Name] = map[string]string{}
		}
	}
	return m
}

// apply takes over what a change names. An error is a broken promise.
func (m *mirror) apply(c world.Change) error {
	if c.UserID != m.user {
		return nil
	}
	key := c.EventType + " " + c.Key
	if m.keys[key] {
		return fmt.Errorf("key %q appears twice: receivers would drop the second", key)
	}
	if m.keys[key] = true; c.Seq <= m.seq {
		return fmt.Errorf("sequence %d after %d", c.Seq, m.seq)
	}
	m.seq = c.Seq
	data, err := eventData(c, m.world.Team())
	if err != nil {
		return err
	}
	resource, ok := vital.EventResource(c.EventType)
	switch updated := strings.HasSuffix(c.EventType, ".updated"); {
	case !ok:
		return nil // of a connection: names no data
	case resource.Kind == vital.Stream && strings.HasPrefix(c.EventType, "historical."):
		return nil // what it names is read by workout
	case resource.Kind == vital.Stream:
		return m.stream(c, data, updated)
	case strings.HasPrefix(c.EventType, "historical."):
		return m.pull(c, resource, data)
	case resource.Kind.Timeseries():
		return m.batch(c, resource, data, updated)
	default:
		return m.record(c, resource.Name, string(data), updated)
	}
}

// stream reads the stream that an event announces.
func (m *mirror) stream(c world.Change, data []byte, updated bool) error {
	var notice vital.WorkoutStreamShallow
	if err := json.Unmarshal(data, &notice); err != nil {
		return err
	}
	if m.deleted[notice.WorkoutID.String()] {
		return fmt.Errorf("the stream of a deleted workout: %s", data)
	}
	if known, seen := m.notices[notice.WorkoutID]; seen && (!updated || known == string(data)) {
		return fmt.Errorf("%s of a stream; before: %s", c.EventType, known)
	}
	m.notices[notice.WorkoutID] = string(data)
	payload, err := m.world.Stream(notice.WorkoutID, vital.ResourceWorkouts)
	if err != nil {
		return fmt.Errorf("stream of %s: %w", notice.WorkoutID, err)
	}
	if stream := payload.(vital.WorkoutStream); len(stream.Time) == 0 || len(stream.HeartRate) != len(stream.Time) {
		return fmt.Errorf("stream of %s has %d points, %d heart rates", notice.WorkoutID, len(stream.Time), len(stream.HeartRate))
	}
	return nil
}

// pull reads the window that a historical event names, and nothing else.
func (m *mirror) pull(c world.Change, resource vital.Resource, data []byte) error {
	var named vital.HistoricalPull
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	if !resource.Kind.Timeseries() {
		// As the API does: calendar dates whose midnight UTC lies in the span.
		records, err := m.world.Records(m.user, resource.ID, named.Provider, vital.DateOf(named.StartDate), vital.DateOf(named.EndDate))
		if err != nil {
			return err
		}
		for _, r := range records {
			text := string(r.AppendJSON(nil))
			h, err := headOf([]byte(text))
			if err != nil {
				return err
			}
			if h.CreatedAt.After(h.UpdatedAt) || h.UpdatedAt.After(c.At) {
				return fmt.Errorf("pulled record created %s, updated %s, pulled %s: %s", h.CreatedAt, h.UpdatedAt, c.At, text)
			}
			if m.deleted[recordID(text)] {
				return fmt.Errorf("pulled a deleted record: %s", text)
			}
			if known, ok := m.records[resource.Name][recordID(text)]; ok {
				if before, err := headOf([]byte(known)); err != nil || !before.CreatedAt.Equal(h.CreatedAt) {
					return fmt.Errorf("pulled again, created_at of %s went from %s to %s (%v)", h.ID, before.CreatedAt, h.CreatedAt, err)
				}
			}
			m.records[resource.Name][recordID(text)] = text
		}
		return nil
	}
	groups, err := m.world.Samples(m.user, resource.ID, named.Provider)
	if err != nil {
		return err
	}
	for _, g := range groups {
		var read []view.Point
		g.Each(named.StartDate.Unix(), named.EndDate.Unix(), func(p view.Point) bool {
			read = append(read, ofWorkout(p, g.Source))
			return true
		})
		m.upsert(resource.Name, sourceKey(g.Source), read)
	}
	return nil
}

// record takes over the data of a summary's daily event.
func (m *mirror) record(c world.Change, resource, data string, updated bool) error {
	h, err := headOf([]byte(data))
	if err != nil {
		return err
	}
	known, seen := m.records[resource][h.ID.String()]
	m.records[resource][h.ID.String()] = data
	switch {
	case m.deleted[h.ID.String()]:
		return fmt.Errorf("%s of a deleted record", c.EventType)
	case h.UserID != m.user:
		return fmt.Errorf("record of user %s", h.UserID)
	case seen != updated:
		return fmt.Errorf("%s of a record that was seen before: %v", c.EventType, seen)
	case data == known:
		return fmt.Errorf("nothing changed: %s", data)
	case !h.UpdatedAt.Equal(c.At) && !(m.recorded && h.UpdatedAt.Before(c.At)):
		return fmt.Errorf("updated_at %s, announced %s", h.UpdatedAt, c.At)
	case !seen && !h.CreatedAt.Equal(c.At) && !(m.recorded && h.CreatedAt.Before(c.At)):
		return fmt.Errorf("created_at %s, announced %s", h.CreatedAt, c.At)
	case !seen:
		return nil
	}
	before, err := headOf([]byte(known))
	if err != nil || !before.CreatedAt.Equal(h.CreatedAt) || h.UpdatedAt.Before(before.UpdatedAt) {
		return fmt.Errorf("created_at went from %s to %s, updated_at from %s to %s (%v)",
			before.CreatedAt, h.CreatedAt, before.UpdatedAt, h.UpdatedAt, err)
	}
	return nil
}

// batch takes over the samples of a timeseries event.
func (m *mirror) batch(c world.Change, resource vital.Resource, data []byte, updated bool) error {
	source, points, err := eventSamples(data, &resource, m.user)
	if err != nil {
		return err
	}
	_, ok := provider.Find(c.Carries.Provider)
	groups, err := m.world.Samples(m.user, resource.ID, c.Carries.Provider)
	if err != nil {
		return err
	}
	// Recorded samples of workouts have a group each, generated ones one for all.
	g := slices.IndexFunc(groups, func(g world.Group) bool { return source == string(g.Source.AppendJSON(nil)) })
	if g < 0 && len(points) > 0 {
		g = slices.IndexFunc(groups, func(g world.Group) bool { return source == string(points[0].Detail.Source(g.Source).AppendJSON(nil)) })
	}
	if !ok || g < 0 {
		return fmt.Errorf("source %s of provider %s", source, c.Carries.Provider)
	}
	if len(points) == 0 || len(points) != c.Carries.Samples || !ascending(points) {
		return fmt.Errorf("%d samples, announced %d, ascending %v", len(points), c.Carries.Samples, ascending(points))
	}
	for _, p := range points {
		known, seen := m.sample(resource.Name, sourceKey(groups[g].Source), p.Micros())
		if seen != updated || seen && known.Equal(p) {
			return fmt.Errorf("%s of sample %+v; before: %v %+v", c.EventType, p, seen, known)
		}
	}
	m.upsert(resource.Name, sourceKey(groups[g].Source), points)
	return nil
}

// sourceKey names a source of samples.
func sourceKey(s vital.Source) string {
	return strings.TrimRight(fmt.Sprint(s.Provider, " ", s.Type, " ", s.AppID.V, s.Sport.V, shortID(s.DeviceID), shortID(s.WorkoutID)), " ")
}

func shortID(id vital.Null[vital.ID]) string {
	if !id.Valid {
		return ""
	}
	return " " + id.V.String()
}

// kept are the samples of the first source of a provider that has any, which
// is where an edit without an instant goes.
func (m *mirror) kept(resource, slug string) []view.Point {
	for _, key := range slices.Sorted(maps.Keys(m.samples[resource])) {
		if strings.HasPrefix(key, slug+" ") && len(m.samples[resource][key]) > 0 {
			return m.samples[resource][key]
		}
	}
	return nil
}

// has reports whether any source of a provider has a sample of the instant.
func (m *mirror) has(resource, slug string, micros int64) bool {
	for key := range m.samples[resource] {
		if _, ok := m.sample(resource, key, micros); ok && strings.HasPrefix(key, slug+" ") {
			return true
		}
	}
	return false
}

func (m *mirror) sample(resource, slug string, micros int64) (view.Point, bool) {
	kept := m.samples[resource][slug]
	i := sort.Search(len(kept), func(i int) bool { return kept[i].Micros() >= micros })
	if i == len(kept) || kept[i].Micros() != micros {
		return view.Point{}, false
	}
	return kept[i], true
}

// upsert merges ascending samples into those that are kept; the new ones win.
func (m *mirror) upsert(resource, slug string, fresh []view.Point) {
	old := m.samples[resource][slug]
	for _, p := range fresh {
		if m.deleted[sampleKey(resource, slug, p.Micros())] {
			panic(fmt.Sprintf("a deleted sample of %s is back: %+v", resource, p))
		}
	}
	if len(fresh) == 0 {
		return
	}
	if len(old) == 0 || old[len(old)-1].Micros() < fresh[0].Micros() {
		m.samples[resource][slug] = append(old, fresh...)
		return
	}
	merged := make([]view.Point, 0, len(old)+len(fresh))
	for len(old) > 0 || len(fresh) > 0 {
		if len(fresh) == 0 || len(old) > 0 && old[0].Micros() < fresh[0].Micros() {
			merged, old = append(merged, old[0]), old[1:]
			continue
		}
		if len(old) > 0 && old[0].Micros() == fresh[0].Micros() {
			old = old[1:]
		}
		merged, fresh = append(merged, fresh[0]), fresh[1:]
	}
	m.samples[resource][slug] = merged
}

// compare holds the mirror against a client that reads everything: the second
// side of the law. Samples are compared as the values that their bytes are a
// function of; that an event's bytes are those of the value was checked before.
// Everything is read and counted from firstDate on; later, only what is read is
// compared.
func (m *mirror) compare(since time.Time) error {
	from := vital.DateOf(since)
	for name, kept := range m.records {
		all, err := m.world.Records(m.user, world.ResourceNamed(name), "", from, lastDate)
		if err != nil {
			return err
		}
		var buf []byte
		for _, r := range all {
			buf = r.AppendJSON(buf[:0])
			id := recordID(string(buf))
			if !bytes.Equal(buf, []byte(kept[id])) {
				return fmt.Errorf("a GET answers\n%s\nevents said\n%s", buf, kept[id])
			}
		}
		if from == firstDate && len(all) != len(kept) {
			return fmt.Errorf("a GET answers %d records of %s, %d were announced", len(all), name, len(kept))
		}
	}
	for name, kept := range m.samples {
		groups, err := m.world.Samples(m.user, world.ResourceNamed(name), "")
		if err != nil {
			return err
		}
		for _, g := range groups {
			if err := compareSamples(g, since, kept[sourceKey(g.Source)]); err != nil {
				return fmt.Errorf("%s of %s: %w", name, g.Source.Provider, err)
			}
		}
		if len(kept) > len(groups) {
			return fmt.Errorf("a GET answers %d groups of %s, %d were announced", len(groups), name, len(kept))
		}
	}
	return nil
}

func compareSamples(g world.Group, since time.Time, want []view.Point) (err error) {
	want = want[sort.Search(len(want), func(i int) bool { return want[i].Unix >= since.Unix() }):]
	i := 0
	g.Each(since.Unix(), lastDate.UTC().Unix(), func(p view.Point) bool {
		if p = ofWorkout(p, p.Detail.Source(g.Source)); i == len(want) || !want[i].Equal(p) {
			err = fmt.Errorf("sample %d of %d: a GET answers %+v, events said %+v", i, len(want), p, want[min(i, len(want)):min(i+1, len(want))])
			return false
		}
		i++
		return true
	})
	if err == nil && i < len(want) {
		err = fmt.Errorf("a GET answers %d samples, %d were announced", i, len(want))
	}
	return err
}

// ids are the known records of a resource from a provider, in order.
func (m *mirror) ids(resource, slug string) []string {
	ids := make([]string, 0, len(m.records[resource]))
	for id, record := range m.records[resource] {
		if strings.Contains(record, `"source":{"provider":"`+slug+`"`) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
