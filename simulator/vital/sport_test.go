package vital_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestSports(t *testing.T) {
	t.Parallel()
	ids := map[int]string{}
	for _, s := range vital.Sports {
		if other := ids[s.ID]; other != "" || s.ID <= 0 {
			t.Errorf("%s has the id %d of %q", s.Slug, s.ID, other)
		}
		ids[s.ID] = s.Slug
		if want := strings.ReplaceAll(strings.ToLower(s.Name), " ", "_"); s.Slug != want {
			t.Errorf("%s has the slug %s", s.Name, s.Slug)
		}
		if got, ok := vital.SportNamed(s.Slug); !ok || got != s {
			t.Errorf("SportNamed(%q) = %v, %t", s.Slug, got, ok)
		}
	}
	if !slices.IsSortedFunc(vital.Sports, func(a, b vital.Sport) int { return strings.Compare(a.Slug, b.Slug) }) {
		t.Error("the table is not sorted by slug")
	}
	if _, ok := vital.SportNamed("chess"); ok {
		t.Error("chess is a sport")
	}
	// Ids are on the appender: one that changes breaks what clients have stored.
	want := map[int]string{
		1: "running", 2: "cycling", 3: "hiking", 4: "strength_training", 5: "swimming", 6: "walking", 7: "yoga", 57: "other", 108: "road_biking",
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}
