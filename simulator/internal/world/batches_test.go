package world_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// afterAGap are the heartrate events of a link made anew after thirty days,
// and what was readable of heartrate before it.
func afterAGap(t *testing.T, limits world.Limits) (m *team, batches []world.Change, before []view.Point) {
	t.Helper()
	m = newTeam(t, world.Config{Seed: 9, Key: "sk_us_a", Limits: limits}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: "America/New_York"})
	m.connect(id, world.ConnectOptions{Days: 1, Resources: []string{"heartrate"}})
	m.after(24 * time.Hour)
	m.disconnect(id)
	before = m.heartrate(id)
	m.after(30 * 24 * time.Hour)
	batches = ofType(m.connect(id, world.ConnectOptions{Days: 1}), "daily.data.heartrate.created")
	return m, batches, before
}

func (m *team) heartrate(id vital.ID) (points []view.Point) {
	m.t.Helper()
	groups, err := m.Samples(id, world.ResourceNamed("heartrate"), fitbit)
	if err != nil || len(groups) != 1 {
		m.t.Fatalf("%d groups, %v", len(groups), err)
	}
	groups[0].Each(firstDate.UTC().Unix(), lastDate.UTC().Unix(), func(p view.Point) bool {
		points = append(points, p)
		return true
	})
	return points
}

func TestALongGapIsSplitWithoutLoss(t *testing.T) {
	t.Parallel()
	resource, _ := vital.ResourceNamed("heartrate")
	for _, c := range []struct {
		limits         world.Limits
		samples, bytes int
	}{
		{world.Limits{}, 1000, 96 << 10},
		{world.DefaultLimits, 1000, 96 << 10},
		{world.Limits{BatchBytes: 256 << 10}, 1000, 256 << 10},
		{world.Limits{BatchSamples: 77, BatchBytes: 1 << 20}, 77, 1 << 20},
		{world.Limits{BatchSamples: 1000, BatchBytes: 32 << 10}, 1000, 32 << 10},
		{world.Limits{BatchSamples: 500}, 500, 96 << 10},
		{world.Limits{BatchBytes: 64 << 10}, 1000, 64 << 10},
	} {
		m, batches, all := afterAGap(t, c.limits)
		var id vital.ID
		known := len(all)
		previous := 0 // bytes of the previous event if it has fewer samples than it may
		for i, b := range batches {
			id = b.UserID
			data, err := eventData(b, m.Team())
			if err != nil {
				t.Fatal(err)
			}
			_, points, err := eventSamples(data, &resource, id)
			if err != nil {
				t.Fatal(err)
			}
			encoder := wire.NewSampleEncoder(&resource)
			if first := len(points[0].AppendTo(nil, &encoder)); previous > 0 && previous+len(",")+first <= c.bytes {
				t.Errorf("%+v: event %d of %d with %d bytes had a place for a sample of %d", c.limits, i, len(batches), previous, first)
			}
			if previous = len(b.Body); len(points) == c.samples {
				previous = 0
			}
			if len(points) > c.samples || len(b.Body) > c.bytes {
				t.Errorf("%+v: event %d of %d has %d samples, %d bytes", c.limits, i+1, len(batches), len(points), len(b.Body))
			}
			all = append(all, points...)
		}
		if read := m.heartrate(id); !slices.Equal(all, read) || len(all) < 30000 {
			t.Errorf("%+v: %d samples were announced, %d are readable", c.limits, len(all), len(read))
		}
		if fewest := (len(all) - known + c.samples - 1) / c.samples; len(batches) < fewest {
			t.Errorf("%+v: %d events for %d samples", c.limits, len(batches), len(all)-known)
		}
	}
}

func TestSplitsAreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	_, first, _ := afterAGap(t, world.Limits{})
	_, second, _ := afterAGap(t, world.Limits{})
	same := slices.EqualFunc(first, second, func(a, b world.Change) bool {
		return a.Key == b.Key && a.Seq == b.Seq && a.At.Equal(b.At) && bytes.Equal(a.Body, b.Body)
	})
	if !same {
		t.Errorf("%d and %d events, or their bytes, differ between two runs", len(first), len(second))
	}
}

// Limits bound updates too.
func TestEditedSamplesAreSplit(t *testing.T) {
	t.Parallel()
	m := newTeam(t, world.Config{Seed: 9, Key: "sk_us_a", Limits: world.Limits{BatchSamples: 4, BatchBytes: 8 << 10}}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: "America/New_York"})
	m.connect(id, world.ConnectOptions{Days: 2, Resources: []string{"heartrate"}})
	m.after(12 * time.Hour)
	edited := m.heartrate(id)[:10]
	for _, p := range edited {
		err := m.Update(m.now, id, world.Edit{
			Resource: vital.ResourceHeartrate, Record: world.RecordRef{At: time.Unix(p.Unix, 0)}, Set: map[string]any{"value": 201},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	m.now = m.now.Add(time.Second)
	var sizes []int
	for _, c := range ofType(m.sync(id, false), "daily.data.heartrate.updated") {
		sizes = append(sizes, c.Carries.Samples)
	}
	if !slices.Equal(sizes, []int{4, 4, 2}) {
		t.Errorf("ten edited samples arrive in events of %v, want 4, 4, 2", sizes)
	}
}
