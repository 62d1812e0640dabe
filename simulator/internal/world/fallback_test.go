package world_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestFallbackZoneOfLinking: what a provider does not know of the zone is the
// user's fallback as it was when the link was made. To change it later changes
// nothing that was announced.
func TestFallbackZoneOfLinking(t *testing.T) {
	t.Parallel()
	m := newTeam(t, world.Config{Key: "sk_us_fallback"}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", FallbackTimeZone: "Asia/Kolkata", Zone: "Europe/London"})
	if _, err := m.Connect(m.now, id, "google_fit", world.ConnectOptions{Days: 3, Resources: []string{"activity", "sleep"}}); err != nil {
		t.Fatal(err)
	}
	m.after(3 * 24 * time.Hour)
	before := m.records(id, "activity")
	if err := m.PatchUser(id, world.UserPatch{FallbackTimeZone: vital.Val("America/New_York")}); err != nil {
		t.Fatal(err)
	}
	m.after(24 * time.Hour)
	after := m.records(id, "activity")
	for _, text := range append(slices.Clone(after), m.records(id, "sleep")...) {
		var record struct {
			Offset *int `json:"timezone_offset"`
		}
		if err := json.Unmarshal([]byte(text), &record); err != nil || record.Offset == nil || *record.Offset != 19800 {
			t.Errorf("%v %s", err, text)
		}
	}
	if len(before) < 5 || len(after) < len(before) || !slices.Equal(after[len(after)-4:], before[len(before)-4:]) {
		t.Errorf("%d activities, later %d:\n%q\n%q", len(before), len(after), before, after)
	}
}
