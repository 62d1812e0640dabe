package record_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/record"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// live returns a simulator in which two days have passed since the demo
// connections were made.
func live(t *testing.T, pageSize int, providers ...string) (*simtest.Sim, vital.User) {
	t.Helper()
	sim := simtest.Start(t, simulator.Config{PageSize: pageSize})
	sim.AllowNotSimulated() // recorded as a note
	var user vital.User
	for _, provider := range providers {
		user = sim.Connect("ada", provider)
	}
	sim.Advance(48 * time.Hour)
	return sim, user
}

func configOf(t *testing.T, sim *simtest.Sim) record.Config {
	return record.Config{Upstream: sim.URL, Key: sim.Key, User: "ada", Dir: filepath.Join(t.TempDir(), "ada"), Now: sim.Now}
}

// get returns the simulator's response.
func get(t *testing.T, sim *simtest.Sim, path string) (int, string) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, sim.URL+path, nil)
	req.Header.Set("x-vital-api-key", sim.Key)
	res := httptest.NewRecorder()
	sim.ServeHTTP(res, req)
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.Code, string(text)
}

// TestSimulator compares a recording, made in small pages, with the API's
// responses in single pages.
func TestSimulator(t *testing.T) {
	t.Parallel()
	whole, user := live(t, 1_000_000, "oura", "fitbit")
	paged, _ := live(t, 997, "oura", "fitbit")
	c := configOf(t, paged)
	summary := mustRecord(t, c)
	got := files(t, c.Dir)
	const dates = "?start_date=2025-11-01&end_date=2026-02-01"
	compared, streams := 0, 0
	for name, text := range got {
		var path string
		kind, rest, _ := strings.Cut(strings.TrimSuffix(name, ".json"), "/")
		switch kind {
		case "summary":
			path = "/v2/summary/" + rest + "/" + user.UserID.String() + dates
		case "timeseries":
			path = "/v2/timeseries/" + user.UserID.String() + "/" + rest + "/grouped" + dates
		case "workouts", "sleep":
			path = "/v2/timeseries/" + kind + "/" + rest
			streams++
		case "devices":
			path = "/v2/user/" + user.UserID.String() + "/device"
		default:
			continue
		}
		compared++
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if status, want := get(t, whole, path); status != http.StatusOK || compact.String() != want {
			t.Errorf("%s: %s responds %d with %d bytes, the recording has %d", name, path, status, len(want), compact.Len())
		}
	}
	if compared < 40 || streams < 30 {
		t.Errorf("%d files compared, %d streams", compared, streams)
	}
	var profiles []vital.Profile
	unmarshal(t, got["profile.json"], &profiles)
	if len(profiles) < 2 || profiles[0].Source.Provider == profiles[1].Source.Provider {
		t.Errorf("profiles %+v", profiles)
	}
	if want := []string{"oura", "fitbit"}; !slices.Equal(summary.Providers, want) || strings.Contains(got["fixture.yaml"], "provider:") {
		t.Errorf("providers %q in %s", summary.Providers, got["fixture.yaml"])
	}
	if !strings.Contains(got["fixture.yaml"], "\ntime_zone: ") {
		t.Errorf("fixture.yaml lacks the time zone:\n%s", got["fixture.yaml"])
	}
	for _, resource := range vital.Resources { // everything in the API must be in a file or in a note
		if resource.Envelope == "" {
			continue
		}
		kind, path := "summary/"+resource.Path, "/v2/summary/"+resource.Path+"/"+user.UserID.String()+dates
		if resource.Kind.Timeseries() {
			kind, path = "timeseries/"+resource.Path, "/v2/timeseries/"+user.UserID.String()+"/"+resource.Path+"/grouped"+dates
		}
		status, text := get(t, whole, path)
		_, written := got[kind+".json"]
		hasData := status == http.StatusOK && strings.Contains(text, `"timestamp"`) || strings.Contains(text, `"id"`)
		noted := strings.Contains(strings.Join(summary.Notes, " "), kind)
		if hasData && !written || noted != (status == http.StatusNotImplemented) || noted && written {
			t.Errorf("%s: the API responds %d with %d bytes; written %v, noted %v", kind, status, len(text), written, noted)
		}
	}
}

// TestSimulatorOfOneProvider expects a profile that is not in an array, and empty
// files for resources that introspection lists without data.
func TestSimulatorOfOneProvider(t *testing.T) {
	t.Parallel()
	sim, user := live(t, 0, "freestyle_libre")
	c := configOf(t, sim)
	c.User = user.UserID.String()
	mustRecord(t, c)
	got := files(t, c.Dir)
	if !strings.Contains(got["fixture.yaml"], "\nprovider: freestyle_libre\n") || strings.Contains(got["fixture.yaml"], "time_zone") {
		t.Errorf("fixture.yaml:\n%s", got["fixture.yaml"])
	}
	if strings.Count(got["timeseries/glucose.json"], `{"source":`) != 2 {
		t.Errorf("glucose.json does not have two sources:\n%.500s", got["timeseries/glucose.json"])
	}
	_, profile := get(t, sim, "/v2/summary/profile/"+user.UserID.String())
	if text, ok := got["profile.json"]; ok && text != profile+"\n" {
		t.Errorf("profile.json is %s, the API's response %s", text, profile)
	}
}

// TestScrubbedSimulator ensures that scrubbed records still have Vital's form and
// refer to each other as before.
func TestScrubbedSimulator(t *testing.T) {
	t.Parallel()
	sim, user := live(t, 0, "strava", "oura")
	c := configOf(t, sim)
	c.Scrub = true
	mustRecord(t, c)
	got := files(t, c.Dir)
	for name, text := range got {
		if strings.Contains(text+name, user.UserID.String()) {
			t.Errorf("%s contains the user's id", name)
		}
		for _, id := range regexp.MustCompile(`"user_id":"[^"]*"`).FindAllString(text, -1) {
			if id != `"user_id":"`+record.ExampleUserID.String()+`"` {
				t.Errorf("%s: %s", name, id)
			}
		}
	}
	var workouts struct{ Workouts []vital.Workout }
	unmarshal(t, got["summary/workouts.json"], &workouts)
	mapped := 0
	for _, w := range workouts.Workouts {
		if w.Title.Valid && w.Title.V != w.Sport.V.Name {
			t.Errorf("a title is %q, the sport %q", w.Title.V, w.Sport.V.Name)
		}
		var stream vital.WorkoutStream
		text, ok := got["workouts/"+w.ID.String()+"/stream.json"]
		if !ok {
			t.Errorf("no stream of %s", w.ID)
			continue
		}
		unmarshal(t, text, &stream)
		if len(stream.Time) == 0 || stream.Time[0] < w.TimeStart.Unix() || stream.Time[0] > w.TimeEnd.Unix() {
			t.Errorf("the stream of %s belongs to another workout", w.ID)
		}
		if w.Map.Valid {
			mapped++
			if line := w.Map.V.Polyline.V; !strings.HasPrefix(line, "??") || len(line) < 50 {
				t.Errorf("the map of %s is %q", w.ID, line)
			}
			if !strings.Contains(text, "\"lat\":[0,") || !strings.Contains(text, "\"lng\":[0,") {
				t.Errorf("the stream of %s does not begin at 0, 0: %.600s", w.ID, text)
			}
		}
	}
	if mapped < 3 {
		t.Errorf("%d workouts with a map", mapped)
	}
}
