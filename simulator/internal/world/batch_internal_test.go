package world

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestEventsHoldOneWorkout: samples that name workouts are told apart by them,
// also where two begin in the same second.
func TestEventsHoldOneWorkout(t *testing.T) {
	t.Parallel()
	swim := &wire.Detail{WorkoutID: vital.Val(vital.ID{1}), Sport: vital.Val("swimming")}
	ride := &wire.Detail{WorkoutID: vital.Val(vital.ID{2}), Sport: vital.Val("cycling")}
	points := []view.Point{{Unix: 1, Detail: swim}, {Unix: 2, Detail: swim}, {Unix: 3, Detail: ride}, {Unix: 3, Micro: 7, Detail: swim}, {Unix: 4}}
	profile, _ := provider.Find("apple_health_kit")
	w := New(Config{Key: "sk_us_a"})
	resource := ResourceNamed("workout_distance")
	d := diff{world: w, user: &user{}, conn: &connection{profile: profile}, cover: &cover{Resource: resource}, at: 9}
	series := view.Series{Recorded: []vital.Source{profile.Source("watch"), profile.Source("phone"), profile.Source("watch")}}
	lens := view.Lens{}.Through(nil, func(id vital.ID) vital.ID { return id })
	d.lens = &lens
	changes := d.batches(nil, series, 0, sourceName(&lens, series, 0), points, false)
	keys := map[string]bool{}
	var sports []string
	for _, c := range changes {
		var e vital.Event
		if err := json.Unmarshal(c.Body, &e); err != nil {
			t.Fatal(err)
		}
		sports = append(sports, e.Data.(vital.SamplesPayload).Source.Sport.V)
		keys[c.Key] = true
	}
	if want := []string{"swimming", "cycling", "swimming", ""}; !slices.Equal(sports, want) || len(keys) != len(want) {
		t.Errorf("events of %q with keys %v, want %q", sports, keys, want)
	}
	var names []string
	for i := range series.Recorded {
		names = append(names, sourceName(&lens, series, i))
	}
	if want := []string{"apple_health_kit watch", "apple_health_kit phone", "apple_health_kit watch 2"}; !slices.Equal(names, want) {
		t.Errorf("sources %q, want %q", names, want)
	}
}
