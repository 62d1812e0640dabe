package api

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestWorkoutsHaveGroupsOfTheirOwn: samples of one source that name workouts
// come in a group for each, whichever page they are on.
func TestWorkoutsHaveGroupsOfTheirOwn(t *testing.T) {
	t.Parallel()
	resource, _ := vital.ResourceNamed("workout_distance")
	first := &wire.Detail{WorkoutID: vital.Val(vital.ID{1}), Sport: vital.Val("running")}
	again := &wire.Detail{WorkoutID: vital.Val(vital.ID{1}), Sport: vital.Val("running")}
	second := &wire.Detail{WorkoutID: vital.Val(vital.ID{2}), Sport: vital.Val("swimming")}
	points := []view.Point{
		{Unix: 10, Value: 100, Detail: first}, {Unix: 20, Value: 200, Detail: again}, {Unix: 30, Micro: 5, Value: 300, Detail: second},
		{Unix: 30, Micro: 6, Value: 400, Detail: second}, {Unix: 40, Value: 500},
	}
	group := world.Group{
		Source: vital.Source{Provider: "apple_health_kit", Type: "watch"},
		Each: func(from, to int64, yield func(view.Point) bool) {
			for _, p := range points {
				if p.Unix >= from && p.Unix <= to && !yield(p) {
					return
				}
			}
		},
	}
	type told struct {
		Workout vital.Null[vital.ID]
		Values  []float64
	}
	for size, want := range map[int][][]told{
		10: {{{first.WorkoutID, []float64{1, 2}}, {second.WorkoutID, []float64{3, 4}}, {Values: []float64{5}}}},
		3:  {{{first.WorkoutID, []float64{1, 2}}, {second.WorkoutID, []float64{3}}}, {{second.WorkoutID, []float64{4}}, {Values: []float64{5}}}},
		1: {{{first.WorkoutID, []float64{1}}}, {{first.WorkoutID, []float64{2}}}, {{second.WorkoutID, []float64{3}}}, {{second.WorkoutID, []float64{4}}},
			{{Values: []float64{5}}}},
	} {
		var got [][]told
		at := position{after: math.MinInt64}
		for range len(want) {
			p := page{selection: selection{resource: resource, groups: []world.Group{group}, from: 0, to: 1e9, filter: "f"}, at: at, size: size}
			var answer struct {
				Groups map[string][]vital.Group
				Next   string
			}
			text := p.AppendJSON(nil)
			if err := json.Unmarshal(text, &answer); err != nil {
				t.Fatalf("%v: %s", err, text)
			}
			var groups []told
			for _, g := range answer.Groups["apple_health_kit"] {
				one := told{Workout: g.Source.WorkoutID}
				for _, s := range g.Samples {
					one.Values = append(one.Values, s.Value.Float())
				}
				groups = append(groups, one)
			}
			got = append(got, groups)
			if answer.Next == "" {
				break
			}
			var err error
			if at, err = decodeCursor(answer.Next, "f"); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in pages of %d: %s", size, diff)
		}
	}
}

// TestBoundsAreExact checks that bounds within a second select exact samples.
func TestBoundsAreExact(t *testing.T) {
	t.Parallel()
	group := world.Group{Each: func(from, to int64, yield func(view.Point) bool) {
		for _, p := range []view.Point{{Unix: -1, Micro: 999_999}, {Unix: 0}, {Unix: 0, Micro: 1}, {Unix: 1}, {Unix: 1, Micro: 500_000}} {
			if p.Unix >= from && p.Unix <= to && !yield(p) {
				return
			}
		}
	}}
	for _, tt := range []struct {
		from, to, after int64
		want            []int64
	}{
		{math.MinInt64, math.MaxInt64, math.MinInt64, []int64{-1, 0, 1, 1_000_000, 1_500_000}},
		{0, 1_000_000, math.MinInt64, []int64{0, 1, 1_000_000}}, {1, 1_499_999, math.MinInt64, []int64{1, 1_000_000}},
		{-1, 1_500_000, 0, []int64{1, 1_000_000, 1_500_000}}, {0, 1_500_000, 1_500_000, nil}, {0, 10, math.MaxInt64, nil}, {5, 1, math.MinInt64, nil},
	} {
		var got []int64
		q := selection{from: tt.from, to: tt.to}
		q.each(group, tt.after, func(p view.Point) bool { got = append(got, p.Micros()); return true })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("from %d to %d after %d: %s", tt.from, tt.to, tt.after, diff)
		}
	}
}
