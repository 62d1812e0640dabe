package record_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/record"
)

const (
	deviceID = "AAAAAAAA-1111-4222-8333-BBBBBBBBBBBB" // upper case, like Apple's
	plainID  = "99999999aaaa4bbb8cccddddddddeeee"     // without hyphens
	// line is the example in the documentation of the encoding: 38.5,-120.2 40.7,-120.95 43.252,-126.453.
	line = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
)

// person returns an upstream with a user whose data contain every kind of
// identifying value.
func person(t *testing.T) *upstream {
	u := start(t)
	source := `{"provider":"fitbit","type":"watch","app_id":"com.apple.health.` + deviceID + `","device_id":"` + strings.ToLower(deviceID) + `","workout_id":"` + workoutID + `"}`
	u.serve("/v2/summary/profile/"+userID, `{"id":"`+plainID+`","user_id":"`+userID+`","height":170.0,"birth_date":"1987-06-05","gender":"female"}`)
	u.serve("/v2/user/"+userID+"/device", `[{"id":"`+deviceID+`","user_id":"`+userID+`","provider":"fitbit","device_model":"Sense 2","device_id":"SN-12ab/é9"},
		{"id":"`+sleepID+`","device_id":"`+deviceID+`"},{"id":"`+sleepID+`","device_id":null},{"id":"`+sleepID+`","device_id":4711}]`)
	u.serve("/v2/summary/workouts/"+userID, `{"workouts":[
		{"id":"`+workoutID+`","user_id":"`+userID+`","title":"Run with Eve & <Bob>","average_hr":140,"distance":1234.50,
		 "sport":{"id":1,"name":"Running","slug":"running"},"map":{"polyline":"`+line+`","summary_polyline":"no line"},
		 "provider_id":"run-778812","source":`+source+`},
		{"id":"`+sleepID+`","title":"At home","sport":null,"map":{"polyline":"","summary_polyline":null},"provider_id":"`+sleepID+`"},
		{"id":"`+strings.ToUpper(userID)+`","title":null,"sport":null,"map":null,"provider_id":"mail ada.l+x@mail.example.org `+sleepID+`"}]}`)
	u.serve("/v2/summary/meal/"+userID, `{"meals":[{"id":"`+plainID+`","provider_id":"`+plainID+`","name":"Dinner at \u00e9 `+sleepID+`","energy":{"unit":"kcal","value":512.0},
		"data":{"soup of ada@example.net":{"energy":null}}}]}`)
	u.serve("/v2/timeseries/"+userID+"/note/grouped", `{"groups":{"fitbit":[{"source":`+source+`,"data":[
		{"id":null,"value":"called Dr. Who <who@mail.example.org>","tags":["food"],"unit":"text"}]}]},"next_cursor":null}`)
	u.serve("/v2/timeseries/"+userID+"/blood_pressure/grouped", `{"groups":{"fitbit":[{"source":`+source+`,"data":[
		{"systolic":120.10,"grouping":["cuff","`+workoutID+`",null,null]}]}]},"next_cursor":null}`)
	u.serve("/v2/timeseries/workouts/"+workoutID+"/stream", `{"time":[1767200000,1767200005,1767200010],"heartrate":[120,null,121],
		"lat":[null,51.5,51.500012345],"lng":[-179.999990,179.99999,"x"],"altitude":[12.50,13,1e1]}`)
	u.serve("/v2/timeseries/workouts/"+sleepID+"/stream", `{"time":[],"lat":null,"lng":12.5}`)
	return u
}

func TestScrub(t *testing.T) {
	t.Parallel()
	u := person(t)
	c := u.config(t)
	c.Scrub = true
	summary := mustRecord(t, c)
	got := files(t, c.Dir)
	all := strings.ToLower(fmt.Sprint(summary.Files, got))
	ids := regexp.MustCompile(`[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}`)
	words := ids.ReplaceAllString(all, "") // a random id may contain ada
	for _, secret := range []string{
		userID, workoutID, sleepID, deviceID, plainID, "ada", "Eve", "Bob", "At home", "Who", "mail.example.org",
		"06-05", "778812", "SN-12ab", `"4711"`, `:4711`, "51.5", "179.9", line, "no line",
	} {
		in := words
		if secret = strings.ToLower(secret); ids.MatchString(secret) {
			in = all
		}
		if strings.Contains(in, secret) {
			t.Errorf("%q was not scrubbed", secret)
		}
	}

	// The new ids are read from the summary and must be the same everywhere.
	var workouts struct {
		Workouts []struct {
			ID, ProviderID string
			Source         struct{ DeviceID string }
		}
	}
	unmarshal(t, strings.NewReplacer("provider_id", "ProviderID", "device_id", "DeviceID").Replace(got["summary/workouts.json"]), &workouts)
	workout, sleep, device := workouts.Workouts[0].ID, workouts.Workouts[1].ID, workouts.Workouts[0].Source.DeviceID
	plain := strings.ReplaceAll(regexp.MustCompile(`[0-9a-f-]{36}`).FindString(addHyphens(got["profile.json"])), "-", "")
	example := record.ExampleUserID.String()
	source := `{"provider":"fitbit","type":"watch","app_id":"com.apple.health.` + strings.ToUpper(device) + `","device_id":"` + device + `","workout_id":"` + workout + `"}`
	for name, id := range map[string]string{"workout": workout, "sleep": sleep, "device": device} {
		if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
			t.Errorf("the id of the %s became %q", name, id)
		}
	}
	run := regexp.MustCompile(`"provider_id":"([a-z]{3}-\d{6})"`).FindStringSubmatch(got["summary/workouts.json"])
	mail := regexp.MustCompile(`"provider_id":"([a-z]{4} user@example.com [0-9a-f-]{36})"`).FindStringSubmatch(got["summary/workouts.json"])
	serial := regexp.MustCompile(`"device_id":"([A-Z]{2}-\d\d[a-z]{2}/[a-z]\d)"`).FindStringSubmatch(got["devices.json"])
	number := regexp.MustCompile(`"device_id":"(\d{4})"`).FindStringSubmatch(got["devices.json"])
	if run == nil || mail == nil || serial == nil || number == nil {
		t.Fatalf("provider ids and serials changed their form:\n%s%s", got["summary/workouts.json"], got["devices.json"])
	}
	expect(t, got, "profile.json", `{"id":"`+plain+`","user_id":"`+example+`","height":170.0,"birth_date":"1987-01-01","gender":"female"}`+"\n")
	expect(t, got, "devices.json", `[
{"id":"`+strings.ToUpper(device)+`","user_id":"`+example+`","provider":"fitbit","device_model":"Sense 2","device_id":"`+serial[1]+`"},
{"id":"`+sleep+`","device_id":"`+strings.ToUpper(device)+`"},
{"id":"`+sleep+`","device_id":null},
{"id":"`+sleep+`","device_id":"`+number[1]+`"}
]
`)
	expect(t, got, "summary/workouts.json", `{"workouts":[
{"id":"`+workout+`","user_id":"`+example+`","title":"Running","average_hr":140,"distance":1234.50,"sport":{"id":1,"name":"Running","slug":"running"},`+
		`"map":{"polyline":"??_ulLnnqC_mqNvxq`+"`"+`@","summary_polyline":null},"provider_id":"`+run[1]+`","source":`+source+`},
{"id":"`+sleep+`","title":"Workout","sport":null,"map":{"polyline":"","summary_polyline":null},"provider_id":"`+sleep+`"},
{"id":"`+example+`","title":null,"sport":null,"map":null,"provider_id":"`+mail[1]+`"}
]}
`)
	if !strings.HasSuffix(mail[1], sleep) {
		t.Errorf("an id inside a provider id became %q, elsewhere %q", mail[1], sleep)
	}
	expect(t, got, "summary/meal.json", `{"meals":[
{"id":"`+plain+`","provider_id":"`+plain+`","name":"Dinner at é `+sleep+`","energy":{"unit":"kcal","value":512.0},"data":{"soup of user@example.com":{"energy":null}}}
]}
`)
	expect(t, got, "timeseries/note.json", `{"groups":{
"fitbit":[
{"source":`+source+`,"data":[
{"id":null,"value":"note","tags":["food"],"unit":"text"}
]}
]
},"next":null,"next_cursor":null}
`)
	expect(t, got, "timeseries/blood_pressure.json", `{"groups":{
"fitbit":[
{"source":`+source+`,"data":[
{"systolic":120.10,"grouping":["cuff","`+workout+`",null,null]}
]}
]
},"next":null,"next_cursor":null}
`)
	expect(t, got, "workouts/"+workout+"/stream.json", `{
"time":[1767200000,1767200005,1767200010],
"heartrate":[120,null,121],
"lat":[null,0,0.000012],
"lng":[0,-0.00002,null],
"altitude":[12.50,13,1e1]
}
`)
	expect(t, got, "workouts/"+sleep+"/stream.json", "{\n\"time\":[],\n\"lat\":null,\n\"lng\":0\n}\n")
	if !strings.Contains(got["fixture.yaml"], "scrubbed") {
		t.Errorf("fixture.yaml does not mention it:\n%s", got["fixture.yaml"])
	}
}

// TestScrubUsesNewIDsEachTime ensures that two recordings of a person cannot be
// joined by their ids.
func TestScrubUsesNewIDsEachTime(t *testing.T) {
	t.Parallel()
	ids := map[string]int{}
	for range 2 {
		u := person(t)
		c := u.config(t)
		c.Scrub = true
		mustRecord(t, c)
		found := map[string]bool{}
		for _, text := range files(t, c.Dir) {
			for _, id := range regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`).FindAllString(text, -1) {
				found[id] = true
			}
		}
		for id := range found {
			ids[id]++
		}
	}
	delete(ids, record.ExampleUserID.String())
	if len(ids) < 6 || slices.Max(slices.Collect(maps.Values(ids))) > 1 {
		t.Errorf("ids by number of occurrences: %v", ids)
	}
}

func TestWithoutScrub(t *testing.T) {
	t.Parallel()
	u := person(t)
	c := u.config(t)
	mustRecord(t, c)
	first := files(t, c.Dir)
	for _, kept := range []string{`"title":"Run with Eve & <Bob>"`, `"name":"Dinner at \u00e9 ` + sleepID, line} {
		if !strings.Contains(fmt.Sprint(first), kept) {
			t.Errorf("%q was changed", kept)
		}
	}
	c.Overwrite = true
	mustRecord(t, c)
	if !maps.Equal(first, files(t, c.Dir)) {
		t.Error("a second recording has other bytes")
	}
}

// addHyphens adds the hyphens of a UUID to 32 hexadecimal digits.
func addHyphens(text string) string {
	return regexp.MustCompile(`([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})`).ReplaceAllString(text, "$1-$2-$3-$4-$5")
}

func unmarshal(t *testing.T, text string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatalf("decode %.200s: %v", text, err)
	}
}
