package record_test

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/record"
)

// TestRaw ensures that raw data is recorded only if Raw is set, unchanged except
// for scrubbed ids and e-mail addresses.
func TestRaw(t *testing.T) {
	t.Parallel()
	u := start(t)
	const item = `{"timestamp":"2026-01-05T06:40:00+00:00","data":{"z":1.50,"mail":"ada@example.org","a":[null]},"user_id":"` + userID + `","provider_id":"7",` +
		`"source_id":3,"priority_id":null,"id":"` + sleepID + `","source_device_id":null,"source":{"name":"Fitbit","slug":"fitbit","logo":""},"priority":null}`
	u.serve("/v2/summary/sleep/"+userID+"/raw", `{"sleep": [`+item+`]}`)
	u.serve("/v2/summary/body/"+userID+"/raw", `{"body":[]}`)
	u.serve("/v2/summary/profile/"+userID+"/raw", `{"profile":{"id":"`+sleepID+`","data":7}}`)
	c := u.config(t)
	mustRecord(t, c)
	for name := range files(t, c.Dir) {
		if strings.HasPrefix(name, "raw/") {
			t.Errorf("%s was recorded without Raw", name)
		}
	}
	c.Raw, c.Overwrite = true, true
	made := mustRecord(t, c)
	got := files(t, c.Dir)
	expect(t, got, "raw/sleep.json", `{"sleep":[`+"\n"+item+"\n]}\n")
	expect(t, got, "raw/profile.json", `{"profile":{"id":"`+sleepID+`","data":7}}`+"\n")
	if _, ok := got["raw/body.json"]; ok {
		t.Error("there is a file of nothing")
	}
	if notes := strings.Join(made.Notes, " "); !strings.Contains(notes, "raw/activity") || strings.Contains(notes, "raw/body") {
		t.Errorf("notes %q", made.Notes)
	}
	c.Scrub = true
	mustRecord(t, c)
	if text := files(t, c.Dir)["raw/sleep.json"]; strings.Contains(text, "ada@") || strings.Contains(text, userID) || strings.Contains(text, sleepID) || !strings.Contains(text, `"z":1.50`) {
		t.Errorf("scrubbed: %s", text)
	}
	u.serve("/v2/summary/sleep/"+userID+"/raw", `{"sleep":7}`)
	if _, err := record.User(t.Context(), c); err == nil || !strings.Contains(err.Error(), "not an array") {
		t.Errorf("response not of Vital's form: %v", err)
	}
}
