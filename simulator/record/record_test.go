package record_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/record"
)

const heartrate = "/v2/timeseries/" + userID + "/heartrate/grouped"

// TestPagesAreMerged reads pages with interleaved groups, and with spellings
// that a decoder would normalize.
func TestPagesAreMerged(t *testing.T) {
	t.Parallel()
	u := start(t)
	pages := map[string]string{
		"": `{"groups": {"fitbit": [ {"source": {"provider":"fitbit", "type":"watch"}, "data": [
			{"value": 61.50, "unit":"b\u0070m", "timestamp":"2026-01-01T00:00:00+00:00"}, {"value":12345678901234567890}]},
			{"source":{"provider":"fitbit","type":"phone"},"data":[{"value":1e2}]} ]},"next":"p2","next_cursor":"p2"}`,
		"p2": `{"groups":{"oura":[{"source":{"provider":"oura","type":"ring"},"data":[{"value":7}]}],
			"fitbit":[{"source":{"provider":"fitbit","type":"phone"},"data":[{"value":2}]}]},"next":"p/3+=","next_cursor":null}`,
		"p/3+=": `{"groups":{"fitbit":[{"source":{"type":"watch","provider":"fitbit"},"data":[]},
			{"source":{"provider":"fitbit","type":"watch"},"data":[{"value":3}]}]},"next":null,"next_cursor":null}`,
	}
	u.answers[heartrate] = func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(pages[r.URL.Query().Get("next_cursor")]))
	}
	c := u.config(t)
	summary := mustRecord(t, c)
	expect(t, files(t, c.Dir), "timeseries/heartrate.json", `{"groups":{
"fitbit":[
{"source":{"provider":"fitbit","type":"watch"},"data":[
{"value":61.50,"unit":"b\u0070m","timestamp":"2026-01-01T00:00:00+00:00"},
{"value":12345678901234567890},
{"value":3}
]},
{"source":{"provider":"fitbit","type":"phone"},"data":[
{"value":1e2},
{"value":2}
]},
{"source":{"type":"watch","provider":"fitbit"},"data":[]}
],
"oura":[
{"source":{"provider":"oura","type":"ring"},"data":[
{"value":7}
]}
]
},"next":null,"next_cursor":null}
`)
	if want := (record.File{Name: "timeseries/heartrate.json", Records: 6}); !slices.Contains(summary.Files, want) {
		t.Errorf("files %v, want %v among them", summary.Files, want)
	}
	if want := []string{"fitbit", "oura"}; !slices.Equal(summary.Providers, want) {
		t.Errorf("providers %q, want %q", summary.Providers, want)
	}
	var asked []string
	for _, uri := range u.asked {
		if query, ok := strings.CutPrefix(uri, heartrate+"?"); ok {
			asked = append(asked, query)
		}
	}
	if want := []string{
		"end_date=2026-01-12&start_date=2025-01-08",
		"end_date=2026-01-12&next_cursor=p2&start_date=2025-01-08",
		"end_date=2026-01-12&next_cursor=p%2F3%2B%3D&start_date=2025-01-08",
	}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
}

func TestRepeatedCursor(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve(heartrate, `{"groups":{},"next_cursor":"again"}`)
	_, err := record.User(t.Context(), u.config(t))
	if err == nil || !strings.Contains(err.Error(), `repeats the cursor "again"`) {
		t.Errorf("error %v", err)
	}
	if n := u.count(heartrate); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve("/v2/introspect/resources", `{"data":[
		{"user_id":"00000000-0000-4000-8000-00000000ffff","provider":{"garmin":{"body":{"oldest_data":"2020-01-01T00:00:00+00:00"}}}},
		{"user_id":"`+strings.ToUpper(userID)+`","provider":{"fitbit":{
			"meal":{"last_attempt":null,"oldest_data":null,"newest_data":null,"sent_count":0},
			"weight":{"oldest_data":null,"newest_data":null},
			"sleep":{"oldest_data":"2026-01-03T23:30:00.123456+00:00","newest_data":"2026-01-12T01:00:00+02:00"}}}}],
		"next":null,"next_cursor":null}`)
	u.serve("/v2/summary/profile/"+userID, ` {"id":"`+sleepID+`", "height":170}`)
	u.serve("/v2/user/"+userID+"/device", `[{"id":"`+workoutID+`","provider":"fitbit"}]`)
	u.serve("/v2/summary/activity/"+userID, `{"activity":[
		{"id":"a2","time_zone":"Europe/London","source":{"provider":"fitbit"}},
		{"id":"a1","time_zone":"Europe/Paris","source":{"provider":"fitbit"}}, {"id":"a0","time_zone":"Europe/Paris"}]}`)
	u.serve("/v2/summary/sleep/"+userID, `{"sleep":[{"id":"`+sleepID+`"}]}`)
	u.serve("/v2/summary/workouts/"+userID, `{"workouts":[{"id":"`+workoutID+`"}]}`)
	u.serve("/v2/summary/meal/"+userID, `{"meals":[]}`)
	u.serve("/v2/summary/body/"+userID, `{"body":[]}`)
	u.serve("/v2/timeseries/"+userID+"/body_weight/grouped", `{"groups":{},"next":null,"next_cursor":null}`)
	u.serve("/v2/timeseries/"+userID+"/steps/grouped", `{"groups":{},"next":null,"next_cursor":null}`)
	u.serve("/v2/timeseries/workouts/"+workoutID+"/stream", `{"time":[1, 2 ,3],"cadence":null,"lat":[],"power":[1.0,null,2]}`)
	u.serve("/v2/timeseries/sleep/"+sleepID+"/stream", `{"hrv":[{"value":1},{"value":2}],"heartrate":[]}`)
	c := u.config(t)
	var progress []string
	c.Progress = func(line string) { progress = append(progress, line) }
	summary := mustRecord(t, c)
	got := files(t, c.Dir)

	expect(t, got, "profile.json", `{"id":"`+sleepID+`","height":170}`+"\n")
	expect(t, got, "devices.json", "[\n"+`{"id":"`+workoutID+`","provider":"fitbit"}`+"\n]\n")
	expect(t, got, "summary/activity.json", `{"activity":[
{"id":"a2","time_zone":"Europe/London","source":{"provider":"fitbit"}},
{"id":"a1","time_zone":"Europe/Paris","source":{"provider":"fitbit"}},
{"id":"a0","time_zone":"Europe/Paris"}
]}
`)
	expect(t, got, "summary/meal.json", `{"meals":[]}`+"\n") // introspection lists it
	expect(t, got, "timeseries/body_weight.json", `{"groups":{},"next":null,"next_cursor":null}`+"\n")
	expect(t, got, "workouts/"+workoutID+"/stream.json", `{
"time":[1,2,3],
"cadence":null,
"lat":[],
"power":[1.0,null,2]
}
`)
	expect(t, got, "sleep/"+sleepID+"/stream.json", `{
"hrv":[
{"value":1},
{"value":2}
],
"heartrate":[]
}
`)
	expect(t, got, "fixture.yaml", `about: A user of fitbit, read through Vital's API for 2026-01-01 to 2026-01-13.
provider: fitbit
time_zone: Europe/Paris
dates: absolute
`)
	if len(got) != 10 { // the above, sleep and workouts; body and steps have no data
		t.Errorf("%d files: %q", len(got), slices.Sorted(keys(got)))
	}
	var lines []string
	for _, f := range summary.Files {
		lines = append(lines, fmt.Sprintf("%s  %d", f.Name, f.Records))
	}
	if !slices.Equal(lines, progress) || len(lines) != len(got) || lines[len(lines)-1] != "fixture.yaml  0" ||
		!slices.Contains(lines, "summary/activity.json  3") || !slices.Contains(lines, "workouts/"+workoutID+"/stream.json  3") {
		t.Errorf("files %q, progress %q", lines, progress)
	}
	for _, asked := range u.asked {
		dated := strings.Contains(asked, "/grouped") || strings.Contains(asked, "/v2/summary/") && !strings.Contains(asked, "/profile/")
		if dated && !strings.HasSuffix(asked, "?end_date=2026-01-13&start_date=2026-01-01") {
			t.Errorf("asked %s", asked)
		}
	}
}

func TestWithoutIntrospection(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve("/v2/summary/meal/"+userID, `{"meals":[]}`)
	u.serve("/v2/summary/body/"+userID, `{"body":[{"id":"b","source":{"provider":"withings"}}]}`)
	c := u.config(t)
	summary := mustRecord(t, c)
	got := files(t, c.Dir)
	expect(t, got, "fixture.yaml", `about: A user of fitbit and withings, read through Vital's API for 2025-01-08 to 2026-01-12.
dates: absolute
`)
	if len(got) != 2 {
		t.Errorf("files %q, want only those with data", slices.Sorted(keys(got)))
	}
	if len(summary.Notes) != 2 || !strings.Contains(summary.Notes[0], `GET /v2/introspect/resources?user_id=`+userID+`: 404 "Not Found"`) {
		t.Errorf("notes %q", summary.Notes)
	}
}

func TestSkippedResources(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve("/v2/introspect/resources", `{"data":[{"user_id":"`+userID+`","provider":{"fitbit":{"meal":{}}}}],"next_cursor":null}`)
	u.answers["/v2/summary/meal/"+userID] = refuse(501, `{"detail":"not simulated: resource meal"}`)
	u.serve("/v2/summary/workouts/"+userID, `{"workouts":[{"id":"`+workoutID+`"},{"id":"`+sleepID+`"}]}`)
	c := u.config(t)
	summary := mustRecord(t, c)
	got := files(t, c.Dir)
	if len(got) != 2 {
		t.Errorf("files %q", slices.Sorted(keys(got)))
	}
	notes := strings.Join(summary.Notes, "\n")
	for _, want := range []string{
		"responds 404: summary/profile, devices, summary/activity, ", ", workouts/{id}/stream (2 times), ", ", timeseries/workout_swimming_stroke\n",
		"responds 501: summary/meal",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes lack %q:\n%s", want, notes)
		}
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve("/v2/introspect/resources", `{"data":[{"user_id":"`+userID+`","provider":{"oura":{},"garmin":{},"whoop_v2":{}}}],"next_cursor":null}`)
	u.answers["/v2/summary/profile/"+userID] = func(w http.ResponseWriter, r *http.Request) {
		switch slug := r.URL.Query().Get("provider"); slug {
		case "garmin":
			refuse(404, `{"detail":"Not found"}`)(w, r)
		case "whoop_v2", "oura":
			answer(`{"source":{"provider":"oura"}}`)(w, r) // an upstream that ignores the parameter
		default:
			answer(`{"source":{"provider":"`+slug+`"}}`)(w, r)
		}
	}
	c := u.config(t)
	summary := mustRecord(t, c)
	expect(t, files(t, c.Dir), "profile.json", `[
{"source":{"provider":"fitbit"}},
{"source":{"provider":"oura"}}
]
`)
	if want := []string{"fitbit", "garmin", "oura", "whoop_v2"}; !slices.Equal(summary.Providers, want) {
		t.Errorf("providers %q, want %q", summary.Providers, want)
	}
}

func TestUserByClientUserID(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ada/1 ü", workoutID} { // a client_user_id may look like an id
		u := start(t)
		u.answers["/v2/user/resolve/"+name] = u.answers["/v2/user/"+userID]
		c := u.config(t)
		c.User = name
		mustRecord(t, c)
	}
}
