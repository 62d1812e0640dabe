package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const year = "?start_date=2025-06-01&end_date=2026-06-01"

// TestWhatNothingSuppliesIsEmpty: of every resource there is an answer, be
// there something in it or not.
func TestWhatNothingSuppliesIsEmpty(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for _, id := range []string{tm.user("bob"), tm.connected()} {
		for _, r := range append(slices.Clone(vital.Resources), vital.Hypnogram) {
			paths := map[string]string{}
			switch {
			case r.Kind == vital.Single || r.Kind == vital.Stream:
			case r.Kind.Summary():
				paths["/v2/summary/"+r.Path+"/"+id] = `{"` + r.Envelope + `":[]}`
			default:
				paths["/v2/timeseries/"+id+"/"+r.Path+"/grouped"] = `{"groups":{},"next":null,"next_cursor":null}`
				if r.Ungrouped {
					paths["/v2/timeseries/"+id+"/"+r.Path] = `[]`
				}
			}
			for path, empty := range paths {
				w := tm.raw("GET", path+"?start_date=2001-01-01&end_date=2001-12-31", "", key)
				if w.Code != http.StatusOK || w.Body.String() != empty {
					t.Errorf("GET %s: %d %.200s, want %s", path, w.Code, w.Body, empty)
				}
				if w := tm.raw("GET", path+year, "", key); w.Code != http.StatusOK || !json.Valid(w.Body.Bytes()) {
					t.Errorf("GET %s: %d %.200s", path, w.Code, w.Body)
				}
			}
			if !r.Ungrouped && r.Kind.Timeseries() {
				if w := tm.raw("GET", "/v2/timeseries/"+id+"/"+r.Path+year, "", key); w.Code != http.StatusNotFound {
					t.Errorf("%s is served ungrouped: %d %.200s", r.Path, w.Code, w.Body)
				}
			}
		}
		for _, kind := range []string{"hdl", "ldl", "total", "triglycerides"} {
			if w := tm.raw("GET", "/v2/timeseries/"+id+"/cholesterol/"+kind+year, "", key); w.Code != http.StatusOK || w.Body.String() != "[]" {
				t.Errorf("cholesterol/%s: %d %s", kind, w.Code, w.Body)
			}
		}
		if w := tm.raw("GET", "/v2/timeseries/"+id+"/cholesterol/vldl"+year, "", key); w.Code != http.StatusNotFound || !strings.Contains(w.Header().Get("Vitalsim-Hint"), "cholesterol/ldl") {
			t.Errorf("cholesterol/vldl: %d %s, hint %q", w.Code, w.Body, w.Header().Get("Vitalsim-Hint"))
		}
	}
}

// TestHypnogramFollowsFromTheStages of the nights that can be read, in pages
// and without.
func TestHypnogramFollowsFromTheStages(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 37)
	id := tm.connected()
	tm.connect(id, "oura")
	tm.run(25 * time.Hour)
	var nights struct {
		Cycles []vital.SleepCycle `json:"sleep_cycle"`
	}
	tm.get("/v2/summary/sleep_cycle/"+id+year, &nights)
	want := map[string]int{} // by provider: seconds by stage, and the number of stages
	for _, c := range nights.Cycles {
		for i, stage := range c.StageType {
			want[fmt.Sprint(c.Source.Provider, " ", stage)] += c.StageEndOffsetSecond[i] - c.StageStartOffsetSecond[i]
			want[c.Source.Provider]++
		}
	}
	got := map[string]int{}
	for cursor := ""; ; {
		var page struct {
			Groups     map[string][]vital.Group
			NextCursor string `json:"next_cursor"`
		}
		tm.get("/v2/timeseries/"+id+"/hypnogram/grouped"+year+cursor, &page)
		for slug, groups := range page.Groups {
			for _, g := range groups {
				for _, s := range g.Samples {
					got[fmt.Sprint(slug, " ", s.Value.Float())] += int(s.End.Sub(s.Start).Seconds())
					got[slug]++
					if s.Unit != "stage" || s.Type.Valid || !s.Timestamp.Equal(s.Start) || s.TimezoneOffset != vital.Val(-18000) {
						t.Fatalf("%+v", s)
					}
				}
			}
		}
		if cursor = "&next_cursor=" + page.NextCursor; page.NextCursor == "" {
			break
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || want["fitbit"] < 500 || want["oura"] < 100 {
		t.Errorf("stages %v, in the hypnogram %v", want, got)
	}
	var bare []vital.Sample
	tm.get("/v2/timeseries/"+id+"/hypnogram"+year+"&provider=oura", &bare)
	if len(bare) != want["oura"] || !slices.IsSortedFunc(bare, func(a, b vital.Sample) int { return a.Timestamp.Compare(b.Timestamp) }) {
		t.Errorf("%d stages of oura ungrouped, want %d in order", len(bare), want["oura"])
	}
	var evening []vital.Sample
	night := nights.Cycles[0]
	tm.get("/v2/timeseries/"+id+"/hypnogram?provider="+night.Source.Provider+"&start_date="+night.SessionStart.Format("2006-01-02T15:04:05Z")+
		"&end_date="+night.SessionStart.Add(time.Hour).Format("2006-01-02T15:04:05Z"), &evening)
	if len(evening) == 0 || !evening[0].Start.Equal(night.SessionStart) || evening[len(evening)-1].Start.After(night.SessionStart.Add(time.Hour)) {
		t.Errorf("the first hour of a night that begins at %s: %+v", night.SessionStart, evening)
	}
}

// get decodes an answer that must be 200.
func (t *client) get(path string, into any) {
	t.Helper()
	w := t.raw("GET", path, "", key)
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d, %v: %.300s", path, w.Code, err, w.Body)
	}
}

// recorded connects a user to every provider of a fixture of examples and more
// files, and lets a day pass.
func (t *client) recorded(more map[string]string) (id string, slugs []string) {
	t.Helper()
	files := fstest.MapFS{"fixture.yaml": {Data: []byte("time_zone: Europe/London\n")}}
	for name, text := range example.Files() {
		files[name] = &fstest.MapFile{Data: text}
	}
	for name, text := range more {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	folder, err := fixture.Load("everything", files)
	if err != nil {
		t.Fatal(err)
	}
	id = t.user("ada")
	for _, slug := range folder.Providers() {
		if _, err := t.World.Connect(t.Now(), uuid.MustParse(id), slug, world.ConnectOptions{Fixture: folder}); err != nil {
			t.Fatal(err)
		}
	}
	t.run(24 * time.Hour)
	return id, folder.Providers()
}

func TestCholesterolByType(t *testing.T) {
	t.Parallel()
	const source = `{"provider":"apple_health_kit","type":"lab","app_id":null,"device_id":null,"sport":null,"workout_id":null,"name":"","slug":"","logo":""}`
	var samples []string
	for i, typ := range []string{"hdl", "ldl", "cholesterol/ldl", "total", "triglycerides", "cholesterol/hdl", "other"} {
		samples = append(samples, fmt.Sprintf(`{"id":null,"timezone_offset":0,"type":%q,"unit":"mmol/L","timestamp":"2026-01-05T08:%02d:00+00:00","value":%d}`, typ, i, i))
	}
	tm := newTeam(t, 0)
	id, _ := tm.recorded(map[string]string{"timeseries/cholesterol.json": `{"groups":{"apple_health_kit":[{"source":` + source + `,"data":[` +
		strings.Join(samples, ",") + `]}]}}`})
	for path, want := range map[string]string{"hdl": "[0 5]", "ldl": "[1 2]", "total": "[3]", "triglycerides": "[4]", "": "[0 1 2 3 4 5 6]"} {
		var got []vital.Sample
		tm.get("/v2/timeseries/"+id+strings.TrimRight("/cholesterol/"+path, "/")+year, &got)
		var values []float64
		for _, s := range got {
			values = append(values, s.Value.Float())
		}
		if fmt.Sprint(values) != want {
			t.Errorf("cholesterol/%s has %v, want %s", path, values, want)
		}
	}
}

// TestRawDataComesFromFiles: demo connections have none, and of others it is
// said that it is not simulated unless a file tells it.
func TestRawDataComesFromFiles(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	demo, bare := tm.connected(), tm.user("bare")
	linked := tm.user("linked")
	if _, err := tm.World.Connect(tm.Now(), uuid.MustParse(linked), "fitbit", world.ConnectOptions{}); err != nil {
		t.Fatal(err)
	}
	const item = `{"timestamp":"2026-01-05T06:40:00+00:00","data":{"z":1.50,"a":[null]},"user_id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f","provider_id":"7",` +
		`"source_id":3,"priority_id":null,"id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f","source_device_id":null,"created_at":"2026-01-05T08:30:00+00:00",` +
		`"updated_at":"2026-01-05T08:30:00+00:00","source":{"name":"Fitbit","slug":"fitbit","logo":""},"priority":null}`
	const profile = `{"id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f","data":"x","user_id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f","source_id":3,"priority_id":null,` +
		`"source":{"name":"Fitbit","slug":"fitbit","logo":""},"created_at":"2026-01-05T08:30:00+00:00","updated_at":"2026-01-05T08:30:00+00:00"}`
	other := newTeam(t, 0)
	files, _ := other.recorded(map[string]string{"raw/sleep.json": `{"sleep":[` + item + `]}`, "raw/profile.json": `{"profile":` + profile + `}`})
	for _, tt := range []struct {
		team   *client
		path   string
		status int
		want   string
	}{
		{tm, "/v2/summary/sleep/" + demo + "/raw" + year, 200, `{"sleep":[]}`},
		{tm, "/v2/summary/workouts/" + demo + "/raw/" + year, 200, `{"workouts":[]}`},
		{tm, "/v2/summary/devices/" + demo + "/raw", 200, `{"devices":[]}`},
		{tm, "/v2/summary/profile/" + demo + "/raw", 404, `{"detail":"Not found"}`},
		{tm, "/v2/summary/activity/" + bare + "/raw" + year, 200, `{"activity":[]}`},
		{tm, "/v2/summary/activity/" + linked + "/raw" + year, 501, `{"detail":"not simulated: raw activity of fitbit"}`},
		{tm, "/v2/summary/activity/" + linked + "/raw" + year + "&provider=oura", 200, `{"activity":[]}`},
		{tm, "/v2/summary/devices/" + linked + "/raw", 501, `{"detail":"not simulated: raw devices of fitbit"}`},
		{tm, "/v2/summary/activity/" + bare + "/raw", 422, `{"detail":[{"loc":["query","start_date"],"msg":"Field required","type":"missing"}]}`},
		{tm, "/v2/summary/activity/" + nobody + "/raw" + year, 404, `{"detail":"Not found"}`},
		{tm, "/v2/summary/meal/" + bare + "/raw" + year, 404, `{"detail":"Not Found"}`},
		{other, "/v2/summary/sleep/" + files + "/raw" + year + "&provider=fitbit", 200, `{"sleep":[` + strings.Replace(item, "5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f", files, 1) + `]}`},
		{other, "/v2/summary/sleep/" + files + "/raw?start_date=2026-01-05T06:40:01Z&provider=fitbit", 200, `{"sleep":[]}`},
		{other, "/v2/summary/profile/" + files + "/raw?provider=fitbit", 200, `{"profile":` + strings.Replace(profile, `"user_id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f"`, `"user_id":"`+files+`"`, 1) + `}`},
		{other, "/v2/summary/activity/" + files + "/raw" + year + "&provider=fitbit", 501, `{"detail":"not simulated: raw activity of fitbit"}`},
	} {
		w := tt.team.raw("GET", tt.path, "", key)
		if w.Code != tt.status || w.Body.String() != tt.want {
			t.Errorf("GET %s: %d %s\nwant %d %s", tt.path, w.Code, w.Body, tt.status, tt.want)
		}
	}
	if hint := tm.raw("GET", "/v2/summary/sleep/"+linked+"/raw"+year, "", key).Header().Get("Vitalsim-Hint"); !strings.Contains(hint, "raw/sleep.json") {
		t.Errorf("hint %q", hint)
	}
}

// TestEverythingRecordedIsServed checks that the records of the example files are
// served.
func TestEverythingRecordedIsServed(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id, _ := tm.recorded(nil)
	tm.run(10 * 24 * time.Hour)
	tm.run(60 * 24 * time.Hour)
	for name, text := range example.Files() {
		resource := strings.TrimSuffix(name[strings.IndexByte(name, '/')+1:], ".json")
		path := "/v2/summary/" + resource + "/" + id + year
		if strings.HasPrefix(name, "timeseries/") {
			path = "/v2/timeseries/" + id + "/" + resource + "/grouped" + year
		}
		w := tm.raw("GET", path, "", key)
		got, want := withoutIDs(t, w.Body.Bytes()), withoutIDs(t, text)
		if w.Code != http.StatusOK || got != want {
			t.Errorf("GET %s: %d\n%s\nwant\n%s", path, w.Code, got, want)
		}
	}
}

// withoutIDs is JSON without what the team gives: ids, and times of ingestion.
func withoutIDs(t *testing.T, text []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %.200s", err, text)
	}
	var strip func(v any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range []string{"id", "user_id", "sleep_id", "workout_id", "provider_id", "created_at", "updated_at"} {
				delete(v, key)
			}
			for _, inner := range v {
				strip(inner)
			}
		case []any:
			for _, inner := range v {
				strip(inner)
			}
		}
	}
	strip(v)
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
