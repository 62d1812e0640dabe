package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

func get[T any](t *client, path string) (v T) {
	t.Helper()
	w := t.raw("GET", path, "", key)
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %.300s: %v", path, w.Code, w.Body, err)
	}
	return v
}

func TestProvidersAndDevices(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	if list := get[[]vital.ProviderListing](tm, "/v2/providers"); len(list) != 41 || !slices.Contains(list[1].SupportedResources, "heartrate") {
		t.Errorf("%d providers, the second is %+v", len(list), list[1])
	}
	devices := get[[]vital.Device](tm, "/v2/user/"+id+"/device")
	if len(devices) != 1 || devices[0].Provider != "fitbit" || devices[0].SourceType != "watch" || devices[0].DeviceManufacturer.V != "Fitbit" {
		t.Fatalf("devices %+v", devices)
	}
	if one := get[vital.Device](tm, "/v2/user/"+id+"/device/"+devices[0].ID.String()); one != devices[0] {
		t.Errorf("%+v is not %+v", one, devices[0])
	}
	if status, _ := tm.call("GET", "/v2/user/"+id+"/device/"+id, ""); status != http.StatusNotFound {
		t.Errorf("another id: %d", status)
	}
}

// TestIntrospectionMatchesTheData compares introspection with the sent events and
// the readable data.
func TestIntrospectionMatchesTheData(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	if status, v := tm.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"fitbit"}`, id)); status != 200 {
		t.Fatalf("%d %v", status, v)
	}
	pull := func(resource string) vital.PullStatistics {
		page := get[vital.IntrospectedPulls](tm, "/v2/introspect/historical_pull?user_id="+id)
		p, ok := page.Data[0].Providers.Get("fitbit")
		s, pulled := p.Pulled.Get(resource)
		if !ok || !pulled || len(p.NotPulled) != 0 || page.NextCursor.Valid {
			t.Fatalf("%+v", page)
		}
		return s
	}
	if p := pull("sleep"); p.Status != vital.PullScheduled || p.Timeline.StartedAt.Valid || p.DaysWithData != 0 {
		t.Errorf("at once: %+v", p)
	}
	tm.run(48 * time.Hour)
	nights := get[map[string][]vital.Sleep](tm, "/v2/summary/sleep/"+id+"?start_date=2025-12-01&end_date=2026-01-04")["sleep"]
	dates := map[vital.Date]bool{}
	for _, n := range nights {
		dates[n.CalendarDate] = true
	}
	p := pull("sleep")
	if p.Status != vital.PullSuccess || p.DaysWithData != len(dates) || !p.Timeline.EndedAt.Valid || p.RangeEnd.V.Sub(p.RangeStart.V) != 30*24*time.Hour {
		t.Errorf("after two days: %+v, nights on %d dates", p, len(dates))
	}

	sent := map[string]int{}
	for _, c := range tm.sent() {
		if r, ok := vital.EventResource(c.EventType); ok && c.EventType != vital.HistoricalEvent(r.Name) {
			sent[r.Name] += max(1, c.Carries().Samples)
		}
	}
	page := get[vital.IntrospectedResources](tm, "/v2/introspect/resources?provider=fitbit")
	resources, _ := page.Data[0].Providers.Get("fitbit")
	samples := get[[]vital.Sample](tm, "/v2/timeseries/"+id+"/heartrate?start_date=2020-01-01")
	for _, m := range resources {
		if m.Name != "workout_stream" && m.Value.SentCount.V != sent[m.Name] {
			t.Errorf("%s: sent %d, events had %d", m.Name, m.Value.SentCount.V, sent[m.Name])
		}
		if m.Name == "heartrate" && (m.Value.OldestData.V != samples[0].Timestamp || m.Value.NewestData.V != samples[len(samples)-1].Timestamp) {
			t.Errorf("heartrate from %s to %s", m.Value.OldestData.V, m.Value.NewestData.V)
		}
	}
}

func TestIntrospectionPages(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	want := map[string]bool{}
	for i := range 5 {
		id := tm.user(fmt.Sprint("user ", i))
		want[id] = true
		tm.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"freestyle_libre"}`, id))
	}
	tm.user("unconnected")
	cursor := ""
	for range 3 {
		page := get[vital.IntrospectedResources](tm, "/v2/introspect/resources?user_limit=2&next_cursor="+url.QueryEscape(cursor))
		for _, u := range page.Data {
			delete(want, u.UserID.String())
		}
		cursor = page.NextCursor.V
	}
	if len(want) != 0 || cursor != "" {
		t.Errorf("%d users are missing, cursor %q", len(want), cursor)
	}
	for _, query := range []string{"?provider=fitbitt", "?user_id=x", "?next_cursor=x", "?user_limit=-1"} {
		if status, _ := tm.call("GET", "/v2/introspect/resources"+query, ""); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", query, status)
		}
	}
}

// TestStreamsAreReadByID reads the streams of a workout and of a sleep.
func TestStreamsAreReadByID(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	workouts := get[map[string][]vital.Workout](tm, "/v2/summary/workouts/"+id+"?start_date=2025-12-01")["workouts"]
	sleeps := get[map[string][]vital.Sleep](tm, "/v2/summary/sleep/"+id+"?start_date=2025-12-01")["sleep"]
	if len(workouts) == 0 || len(sleeps) == 0 {
		t.Fatalf("%d workouts, %d sleeps", len(workouts), len(sleeps))
	}
	stream := get[vital.WorkoutStream](tm, "/v2/timeseries/workouts/"+workouts[0].ID.String()+"/stream")
	if len(stream.Time) == 0 || len(stream.Time) != len(stream.HeartRate) || stream.Time[0] != workouts[0].TimeStart.Unix() {
		t.Errorf("stream of %d times", len(stream.Time))
	}
	night := get[vital.SleepStream](tm, "/v2/timeseries/sleep/"+sleeps[0].ID.String()+"/stream")
	if len(night.Hypnogram) == 0 || len(night.HeartRate) < 30 || len(night.HRV) == 0 {
		t.Errorf("%d stages, %d heart rates, %d HRV", len(night.Hypnogram), len(night.HeartRate), len(night.HRV))
	}
	for _, path := range []string{"workouts/" + sleeps[0].ID.String(), "sleep/" + workouts[0].ID.String(), "workouts/" + id} {
		if status, _ := tm.call("GET", "/v2/timeseries/"+path+"/stream", ""); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _ := tm.call("GET", "/v2/timeseries/workouts/x/stream", ""); status != http.StatusUnprocessableEntity {
		t.Errorf("no UUID: %d", status)
	}
	if profile := get[vital.Profile](tm, "/v2/summary/profile/"+id); profile.Height.V < 100 || profile.UserID.String() != id {
		t.Errorf("profile %+v", profile)
	}
}
