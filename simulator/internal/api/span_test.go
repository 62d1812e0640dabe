package api_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
)

// TestBareDatesAreWholeDays checks that an end without a time is the last second of
// its day, and that an instant is taken as it is.
func TestBareDatesAreWholeDays(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	last := day.Add(24*time.Hour - time.Second)
	for _, tt := range []struct {
		text       string
		plainDates bool
		start, end time.Time
	}{
		{"2026-01-05", false, day, last},
		{"2026-01-05", true, day, last},
		{"2026-01-05T00:00:00", false, day, day},
		{"2026-01-05T00:00:00-0000", true, day, last},
		{"1767571200", false, day, day},
		{"1767571200", true, day, last},
		{"2026-01-05 01:00:00 01:00", false, day, day},
	} {
		start, wrong := api.ParseInstant(tt.text, tt.plainDates, false)
		end, wrongEnd := api.ParseInstant(tt.text, tt.plainDates, true)
		if wrong != nil || wrongEnd != nil || !start.Equal(tt.start) || !end.Equal(tt.end) {
			t.Errorf("%q, plain %t: %v to %v, %v", tt.text, tt.plainDates, start, end, wrong)
		}
	}
}

// TestDatesAndIDsInRequests checks how resources answer dates and ids in each form.
func TestDatesAndIDsInRequests(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	plain := strings.ReplaceAll(id, "-", "")
	const noDate = "Input should be a valid date or datetime, "
	for _, tt := range []struct {
		path, query, want string // the problem, or "" for 200
	}{
		{"/v2/summary/sleep/" + id, "start_date=2026-01-05T08:00:00%2B0000&end_date=2026-01-06t08:00z", ""},
		{"/v2/summary/sleep/" + plain, "start_date=1767600000&end_date=2026-01-06+08:00:00-0800", ""},
		{"/v2/summary/sleep/%7B" + id + "%7D", "start_date=2026-01-05T08:00:00%2B00", ""},
		{"/v2/summary/sleep/urn:uuid:" + id, "start_date=2026-01-05", ""},
		{"/v2/introspect/resources", "user_id=" + plain, ""},
		{"/v2/summary/sleep/" + id, "end_date=2026-01-05", `{"loc":["query","start_date"],"msg":"Field required","type":"missing"}`},
		{"/v2/summary/sleep/" + id, "start_date=&end_date=tomorrow", `{"loc":["query","start_date"],"msg":"Input should be a valid datetime or date, input is too short","type":"datetime_from_date_parsing"},` +
			`{"loc":["query","end_date"],"msg":"Input should be a valid datetime or date, input is too short","type":"datetime_from_date_parsing"}`},
		{"/v2/summary/sleep_cycle/" + id, "start_date=2026-01-05T08:00:00Z", `{"loc":["query","start_date"],"msg":"Datetimes provided to dates should have zero time - e.g. be exact dates","type":"date_from_datetime_inexact"}`},
		{"/v2/summary/sleep_cycle/" + id, "start_date=2026-01-05&end_date=2026-13-01", `{"loc":["query","end_date"],"msg":"` + noDate + `month value is outside expected range of 1-12","type":"date_from_datetime_parsing"}`},
		{"/v2/summary/sleep/" + id[1:], "start_date=2026-01-05", `{"loc":["path","user_id"],"msg":"Input should be a valid UUID, invalid group length in group 0: expected 8, found 7","type":"uuid_parsing"}`},
		{"/v2/introspect/resources", "user_id=app-user-1", `{"loc":["query","user_id"],"msg":"Input should be a valid UUID, invalid character: found ` + "`p`" + ` at 2","type":"uuid_parsing"}`},
	} {
		w := tm.raw("GET", tt.path+"?"+tt.query, "", key)
		if status, body := w.Code, w.Body.String(); tt.want == "" && status != 200 || tt.want != "" && (status != 422 || body != `{"detail":[`+tt.want+`]}`) {
			t.Errorf("%s?%s: %d %s, want %s", tt.path, tt.query, status, body, tt.want)
		}
	}
}

// TestBothEndsAreInclusive asks for one sample by its own timestamp.
func TestBothEndsAreInclusive(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	stamps := func(start, end string) (out []string) {
		t.Helper()
		var samples []struct{ Timestamp string }
		w := tm.raw("GET", "/v2/timeseries/"+id+"/heartrate?start_date="+start+"&end_date="+end, "", key)
		if err := json.Unmarshal(w.Body.Bytes(), &samples); err != nil {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		for _, s := range samples {
			out = append(out, s.Timestamp)
		}
		return out
	}
	day := stamps("2026-01-06", "2026-01-06")
	if len(day) < 50 || !slices.IsSorted(day) || day[0] < "2026-01-06T00:00:00" || day[len(day)-1] > "2026-01-06T23:59:59+00:00" {
		t.Fatalf("a bare day has %d samples from %s to %s", len(day), day[0], day[len(day)-1])
	}
	one := day[10]
	at, err := time.Parse(time.RFC3339, one)
	if err != nil {
		t.Fatal(err)
	}
	india := at.In(time.FixedZone("", 5*3600+1800)).Format(time.RFC3339)
	for _, s := range []string{url.QueryEscape(one), one, at.Format("2006-01-02T15:04:05Z"), at.Format("2006-01-02T15:04:05"), india, url.QueryEscape(india), url.QueryEscape(at.Format(time.DateTime))} {
		if got := stamps(s, s); len(got) != 1 || got[0] != one {
			t.Errorf("from %s to itself: %q, want %s", s, got, one)
		}
	}
	half := at.Add(time.Second / 2).Format(time.RFC3339Nano)
	if got := stamps(half, half); len(got) != 0 {
		t.Errorf("half a second later: %q", got)
	}
	if got := stamps(url.QueryEscape(at.Format(time.DateTime)), half); len(got) != 1 {
		t.Errorf("until half a second later: %q", got)
	}
	if got := stamps(one, at.Add(-time.Second).Format("2006-01-02T15:04:05")); len(got) != 0 {
		t.Errorf("a span that ends before it starts: %q", got)
	}
}
