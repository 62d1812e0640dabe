package scenario_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares got with a file in testdata, or rewrites the file with
// -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), -update rewrites it:\n%s", path, diff)
	}
}

// catalog returns a small catalog for tests.
func catalog() scenario.Catalog {
	supplies := map[string][]string{
		"fitbit": {"activity", "sleep", "workouts", "heartrate", "steps"},
		"garmin": {"activity", "sleep", "stress_level"},
		"oura":   {"activity", "sleep", "heartrate", "workouts"},
	}
	resources := []string{"activity", "glucose", "heartrate", "hypnogram", "sleep", "steps", "stress_level", "workouts"}
	types := []string{"provider.connection.created", "provider.connection.error"}
	for _, r := range resources {
		types = append(types, "daily.data."+r+".created", "daily.data."+r+".updated", "historical.data."+r+".created")
	}
	return scenario.Catalog{
		Now:            time.Date(2026, time.May, 20, 9, 30, 0, 500, time.UTC),
		Providers:      []string{"fitbit", "garmin", "oura"},
		KnownProviders: []string{"fitbit", "garmin", "oura", "strava", "whoop"},
		Resources:      func(provider string) []string { return supplies[provider] },
		KnownResources: resources,
		Personas:       []string{"endurance-runner", "night-shift", "office-worker"},
		EventTypes:     types,
		ErrorTypes:     []string{"token_refresh_failed", "unknown"},
		Faults:         fault.Catalog{Paths: []string{"/v2/summary/{resource}/{user_id}", "/v2/timeseries/{user_id}/{resource}/grouped", "/v2/user"}, EventTypes: types},
		CheckField:     checkField,
		CheckSend: func(eventType string, data json.RawMessage) error {
			if strings.HasPrefix(string(data), "[") {
				return errors.New("want an object, have an array")
			}
			if data == nil && eventType == "historical.data.stress_level.created" {
				return errors.New("there is no example of it; give its data")
			}
			return nil
		},
		BackfillDays: func(provider, resource string) int {
			if provider == "fitbit" && slices.Contains([]string{"activity", "heartrate"}, resource) {
				return 14
			}
			return 90
		},
	}
}

func checkField(resource vital.ResourceID, field string, value any) error {
	if field != "efficiency" {
		return fmt.Errorf("%s has no field %q", resource, field)
	}
	n, ok := value.(int)
	if !ok || n < 0 || n > 100 {
		return errors.New("want a whole number from 0 to 100")
	}
	return nil
}
