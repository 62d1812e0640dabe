package simulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// good is the body of a GET, which must be answered with 200.
func good(t *testing.T, sim *simulator.Simulator, path string) []byte {
	t.Helper()
	status, body := answer(sim, path)
	if status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, status, body)
	}
	return body
}

func answer(sim *simulator.Simulator, path string) (int, []byte) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Vital-Api-Key", sim.APIKey())
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	return w.Code, w.Body.Bytes()
}

// readable is everything that the API answers about a user's data, by path.
// Ids in the paths are those of the user's own records.
func readable(t *testing.T, sim *simulator.Simulator, user vital.ID) map[string]string {
	t.Helper()
	const span = "?start_date=2020-01-01&end_date=2035-01-01"
	out := map[string]string{}
	read := func(path string) []byte {
		body := good(t, sim, strings.ReplaceAll(path, "{user}", user.String()))
		out[path] = string(body)
		return body
	}
	for _, r := range vital.Resources {
		switch {
		case !catalog.SimulatesResource(r.Name) || r.Kind == vital.Stream:
		case r.Kind == vital.Single:
			if status, body := answer(sim, "/v2/summary/profile/"+user.String()); status == http.StatusOK {
				out["profile"] = string(body)
			}
		case r.Kind.Timeseries():
			read("/v2/timeseries/{user}/" + r.Path + "/grouped" + span)
			if r.Ungrouped {
				read("/v2/timeseries/{user}/" + r.Path + span)
			}
		default:
			body := read("/v2/summary/" + r.Path + "/{user}" + span)
			if r.Name != "sleep" && r.Name != "workouts" {
				continue
			}
			var list map[string][]struct{ ID string }
			if err := json.Unmarshal(body, &list); err != nil {
				t.Fatal(err)
			}
			for _, record := range list[r.Envelope] {
				_, body := answer(sim, "/v2/timeseries/"+r.Name+"/"+record.ID+"/stream")
				out[r.Name+" stream "+record.ID] = string(body)
			}
		}
	}
	read("/v2/user/{user}/device")
	return out
}

// same reports where two readings differ.
func same(t *testing.T, want, got map[string]string) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if want[path] != got[path] {
			i := 0
			for i < len(want[path]) && i < len(got[path]) && want[path][i] == got[path][i] {
				i++
			}
			t.Errorf("%s differs from byte %d on:\nwas …%.300s\nis  …%.300s", path, i, want[path][max(0, i-60):], got[path][min(max(0, i-60), len(got[path])):])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d answers were exported, %d come back", len(want), len(got))
	}
}

// lived plays steps for a user of the providers, and is the simulator at the
// end of them with the user's id.
func lived(t *testing.T, seed uint64, steps string) (*simulator.Simulator, vital.ID) {
	t.Helper()
	sc, err := simulator.ParseScenario("lived.yaml", []byte(`name: lived
users: {ada: {client_user_id: app-user-1, time_zone: Europe/London}}
steps:
`+steps))
	if err != nil {
		t.Fatal(err)
	}
	sim := begin(t, simulator.Config{Seed: &seed, Start: time.Date(2026, time.March, 20, 8, 0, 0, 0, time.UTC)})
	if _, err := sim.Play(t.Context(), sc, nil); err != nil {
		t.Fatal(err)
	}
	var user vital.User
	if err := json.Unmarshal(good(t, sim, "/v2/user/resolve/app-user-1"), &user); err != nil {
		t.Fatal(err)
	}
	return sim, user.UserID
}

func begin(t *testing.T, c simulator.Config) *simulator.Simulator {
	t.Helper()
	c.PageSize = 10_000_000 // cursors name the user
	sim, err := simulator.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	return sim
}

// exported is a folder of a user.
func exported(t *testing.T, sim *simulator.Simulator) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	if _, err := sim.Export(t.Context(), "app-user-1", simulator.ExportOptions{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func folder(t *testing.T, dir string) *simulator.Fixture {
	t.Helper()
	f, err := simulator.LoadFixture(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// connectAll connects a user to the providers of a fixture, in that order, and
// lets the history come.
func connectAll(t *testing.T, sim *simulator.Simulator, clientUserID string, f *simulator.Fixture, slugs []string) vital.ID {
	t.Helper()
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: clientUserID, Fixture: f})
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range slugs {
		if err := sim.Connect(t.Context(), user.UserID, slug, simulator.ConnectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := sim.Advance(t.Context(), 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	return user.UserID
}

// streams are how many streams were found.
func streams(answers map[string]string) (n int) {
	for path, body := range answers {
		if strings.Contains(path, " stream ") && !strings.HasPrefix(body, `{"detail"`) {
			n++
		}
	}
	return n
}

var lives = map[string]struct {
	slugs []string
	steps string
}{
	"in the middle of a backfill": {[]string{"fitbit"}, `
  - connect: {user: ada, provider: fitbit, backfill: {days: 16, chunks: 4}}
  - advance: 6m
  - update: {user: ada, resource: activity, set: {steps: 4321}}
`},
	"with edits": {[]string{"garmin"}, `
  - connect: {user: ada, provider: garmin, backfill: {days: 12}}
  - advance: 2d
  - update: {user: ada, resource: sleep, set: {efficiency: 71.5, score: 12}}
  - update: {user: ada, resource: heartrate, set: {value: 133}}
  - update: {user: ada, resource: steps, set: {value: 77}}
  - advance: 9h
  - update: {user: ada, resource: activity, record: 2026-03-15, set: {steps: 7}}
  - sync: {user: ada}
`},
	"of two providers": {[]string{"oura", "freestyle_libre"}, `
  - connect: {user: ada, provider: oura, backfill: {days: 12, chunks: 3}}
  - connect: {user: ada, provider: freestyle_libre, backfill: {days: 5}}
  - advance: 3d
  - update: {user: ada, resource: glucose, set: {value: 11.1}}
  - advance: 1h
`},
	"of a runner": {[]string{"strava", "apple_health_kit"}, `
  - connect: {user: ada, provider: strava, backfill: {days: 16}}
  - connect: {user: ada, provider: apple_health_kit, backfill: {days: 6}}
  - advance: 6d
  - update: {user: ada, provider: apple_health_kit, resource: body, set: {weight: 80.25}}
  - disconnect: {user: ada, provider: apple_health_kit}
  - advance: 1d
`},
}

// TestExportAndImport checks that a user connected with an exported folder has the
// same data and ids, byte for byte, and that a second user with the folder has
// other ids.
func TestExportAndImport(t *testing.T) {
	t.Parallel()
	for name, life := range lives {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := uint64(7)
			before, was := lived(t, seed, life.steps)
			want := readable(t, before, was)
			f := folder(t, exported(t, before))
			if len(f.Notes()) > 0 {
				t.Errorf("our own answers are not whole: %q", f.Notes())
			}
			after := begin(t, simulator.Config{Seed: &seed, Start: before.Now()})
			is := connectAll(t, after, "app-user-1", f, life.slugs)
			if is != was {
				t.Fatalf("user %s has become %s", was, is)
			}
			got := readable(t, after, is)
			same(t, want, got)

			second := connectAll(t, after, "app-user-2", f, life.slugs)
			other := readable(t, after, second)
			ids := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)
			if found, want := streams(other), streams(got); found != want {
				t.Errorf("the second user has %d streams, the first %d", found, want)
			}
			for path, body := range other {
				if strings.Contains(path, " stream ") {
					continue
				}
				if ids.ReplaceAllString(body, "id") != ids.ReplaceAllString(got[path], "id") {
					t.Errorf("%s of the second user differs in more than ids", path)
				}
				if found := ids.FindString(body); found != "" && strings.Contains(got[path], found) {
					t.Errorf("%s: two users share the id %s", path, found)
				}
			}
		})
	}
}

// TestShiftedFixturesContinue checks that a folder shifted over a clock change
// keeps its times of day and durations, and that edits of it are announced.
func TestShiftedFixturesContinue(t *testing.T) {
	t.Parallel()
	before, was := lived(t, 3, `
  - connect: {user: ada, provider: fitbit, backfill: {days: 6}}
  - advance: 2d
`)
	dir := exported(t, before)
	settings := filepath.Join(dir, "fixture.yaml")
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(settings, bytes.Replace(text, []byte("dates: absolute"), []byte("dates: {newest: 1d}"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	original := sleepsOf(t, before, was)
	for _, morning := range []string{"2026-03-30T12:00:00Z", "2026-03-29T12:00:00Z", "2026-10-26T09:00:00Z", "2027-01-04T09:00:00Z", "2025-11-01T09:00:00Z"} {
		t.Run(morning, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, morning)
			if err != nil {
				t.Fatal(err)
			}
			f := folder(t, dir)
			sim := begin(t, simulator.Config{Start: at})
			user := connectAll(t, sim, "moved", f, []string{"fitbit"})
			moved := sleepsOf(t, sim, user)
			if len(moved) != len(original) || len(moved) < 5 {
				t.Fatalf("%d sleeps of %d", len(moved), len(original))
			}
			london, err := time.LoadLocation("Europe/London")
			if err != nil {
				t.Fatal(err)
			}
			newest := vital.Date(0)
			for _, c := range f.Counts() {
				newest = max(newest, c.To)
			}
			if newest += moved[0].CalendarDate - original[0].CalendarDate; newest != vital.DateOf(at)-1 {
				t.Errorf("the newest is of %s", newest)
			}
			for i, s := range moved {
				o := original[i]
				if s.BedtimeStop.In(london).Format("15:04:05") != o.BedtimeStop.In(london).Format("15:04:05") {
					t.Errorf("a night that ended at %s ends at %s", o.BedtimeStop.In(london), s.BedtimeStop.In(london))
				}
				if _, offset := s.BedtimeStop.In(london).Zone(); s.TimezoneOffset.V != offset || s.BedtimeStop.Sub(s.BedtimeStart) != o.BedtimeStop.Sub(o.BedtimeStart) {
					t.Errorf("%s to %s, offset %v: a night of %v before", s.BedtimeStart, s.BedtimeStop, s.TimezoneOffset, o.BedtimeStop.Sub(o.BedtimeStart))
				}
				if s.CalendarDate != vital.DateOf(s.BedtimeStop.In(london)) || s.CreatedAt.After(sim.Now()) || s.CreatedAt.Before(s.BedtimeStop) {
					t.Errorf("%s ends %s, created %s", s.CalendarDate, s.BedtimeStop, s.CreatedAt)
				}
			}
		})
	}
}

// TestFixturesAreEdited checks that an edit of a recorded user is announced and
// that nothing else follows the last record.
func TestFixturesAreEdited(t *testing.T) {
	t.Parallel()
	sc, err := simulator.ParseScenario("edited.yaml", []byte(`name: edited
start: 2026-03-30T12:00:00Z
users: {ada: {fixture: fitbit}, bob: {}}
steps:
  - connect: {user: ada, provider: fitbit}
  - connect: {user: bob, provider: garmin, fixture: garmin}
  - advance: 10d
  - update: {user: ada, resource: sleep, set: {efficiency: 12.5}}
  - update: {user: bob, resource: heartrate, set: {value: 199}}
  - advance: 10d
  - expect: {event: daily.data.sleep.updated, user: ada, at_least: 1, answered: 2xx}
  - expect: {event: daily.data.heartrate.updated, user: bob, at_least: 1, at_most: 1, answered: 2xx}
`))
	if err != nil {
		t.Fatal(err)
	}
	sim := begin(t, simulator.Config{Start: sc.Start})
	report, err := sim.Play(t.Context(), sc, nil)
	if err != nil || !report.OK() || report.Expectations != 2 {
		t.Fatalf("%v, %+v", err, report)
	}
	late := map[string]int{}
	for _, d := range report.Timeline {
		if d.At.After(sc.Start.AddDate(0, 0, 6)) {
			late[d.User+" "+d.EventType]++
		}
	}
	if want := map[string]int{"ada daily.data.sleep.updated": 1, "bob daily.data.heartrate.updated": 1}; !maps.Equal(late, want) {
		t.Errorf("after the last record came %v", late)
	}
}

func sleepsOf(t *testing.T, sim *simulator.Simulator, user vital.ID) []vital.Sleep {
	t.Helper()
	var list struct{ Sleep []vital.Sleep }
	if err := json.Unmarshal(good(t, sim, "/v2/summary/sleep/"+user.String()+"?start_date=2020-01-01&end_date=2035-01-01"), &list); err != nil {
		t.Fatal(err)
	}
	return list.Sleep
}

func TestLoadFixtureFSReadsAnEmbeddedFolder(t *testing.T) {
	t.Parallel()
	folder, err := fs.Sub(fixtures.Sets, "sets/oura")
	if err != nil {
		t.Fatal(err)
	}
	got, err := simulator.LoadFixtureFS("mine", folder)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "mine" || !slices.Equal(got.Providers(), []string{"oura"}) {
		t.Errorf("%s of %q", got.Name, got.Providers())
	}
	_, err = simulator.LoadFixtureFS("mine", fstest.MapFS{"summary/sleep.json": {Data: []byte(`{"sleep":[{"id":1}]}`)}})
	if problems, ok := errors.AsType[simulator.FixtureProblems](err); !ok || !strings.Contains(problems.Error(), "mine/summary/sleep.json") {
		t.Errorf("an invalid folder: %v", err)
	}
}
