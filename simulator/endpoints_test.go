package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

const anotherSecret = "whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg=" // an example

// TestConfiguredEndpoints checks that each endpoint gets the messages it wants,
// signed with its own secret or the common one, and that unwanted messages are no
// failure.
func TestConfiguredEndpoints(t *testing.T) {
	t.Parallel()
	sc := parse(t, `
name: two
start: 2026-01-05T08:00:00Z
users: {ada: {}}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 2}, resources: [sleep, activity, heartrate]}
  - advance: 1h
  - expect: {event: historical.data.sleep.created, exactly: 1, answered: 2xx}
  - expect: {event: historical.data.heartrate.created, exactly: 1}
`)
	config := simulator.Config{
		Transport: network(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
		}),
		Endpoints: []simulator.Endpoint{
			{URL: "http://sleep.invalid", FilterTypes: []string{"historical.data.sleep.created"}},
			{URL: "http://both.invalid", FilterTypes: []string{"historical.data.sleep.created", "historical.data.activity.created"}, Secret: anotherSecret},
		},
	}
	sim, report := play(t, sc, config)
	all := sim.Endpoints()
	if len(all) != 2 || all[0].Secret != simulator.ExampleSecret || all[1].Secret != anotherSecret || !all[0].CreatedAt.Equal(report.Start) {
		t.Fatalf("endpoints %+v", all)
	}
	got := map[string]int{}
	for _, d := range report.Timeline {
		name := map[string]string{all[0].ID: "sleep", all[1].ID: "both", "": "nobody"}[d.EndpointID]
		got[strings.Split(d.EventType, ".")[2]+" "+name+" "+d.Status]++
		if d.Status != "unwanted" && !d.Attempts[0].Verified {
			t.Errorf("%s at %s is not verified", d.EventType, name)
		}
	}
	if got["sleep both success"] != 1 || got["sleep sleep success"] != 1 || got["activity both success"] != 1 || got["heartrate nobody unwanted"] < 1 {
		t.Errorf("timeline %v", got)
	}
	accepted, failed, pending := report.Count()
	if !report.OK() || accepted != 3 || failed+pending != 0 || len(report.Failures) != 0 {
		t.Errorf("%d accepted, %d failed, %d pending, failures %q", accepted, failed, pending, report.Failures)
	}
}

func TestWrongEndpoints(t *testing.T) {
	t.Parallel()
	_, err := simulator.New(simulator.Config{Endpoints: []simulator.Endpoint{
		{URL: "localhost"},
		{URL: "http://a.invalid", RateLimit: -1, FilterTypes: []string{"daily.data.slep.created"}, Secret: "hunter2", Headers: map[string]string{"Svix-Id": "1"}},
	}})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{`"localhost": url: want a URL`, "rate_limit", `did you mean "daily.data.sleep.created"`, "secret", "Svix-Id"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Error("the error shows a secret")
	}
}

func TestParseTargets(t *testing.T) {
	t.Parallel()
	got, err := simulator.ParseTargets(" http://a.invalid/x?y=1,2 daily.data.sleep.*  message.attempt.exhausted https://b.invalid\nhttp://c.invalid provider.connection.created")
	if err != nil || len(got) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := [][]string{{"daily.data.sleep.created", "daily.data.sleep.updated", "message.attempt.exhausted"}, nil, {"provider.connection.created"}}
	for i, e := range got {
		if !slices.Equal(e.FilterTypes, want[i]) {
			t.Errorf("%s wants %q", e.URL, e.FilterTypes)
		}
	}
	_, err = simulator.ParseTargets("127.0.0.1:3000 http://a.invalid daily.data.slep.created weekly.*")
	for _, want := range []string{`"127.0.0.1:3000": want a URL`, `did you mean "daily.data.sleep.created"?`, `"weekly.*" is neither`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if none, err := simulator.ParseTargets(" "); none != nil || err != nil {
		t.Errorf("%v, %v", none, err)
	}
}

// outage is a simulator whose first endpoint responds as the test chooses, and whose
// second hears of what the first has given up.
func outage(t *testing.T, status *int) *simulator.Simulator {
	t.Helper()
	return linked(t, simulator.Config{
		Target:    "http://down.invalid",
		Endpoints: []simulator.Endpoint{{URL: "http://alarm.invalid", FilterTypes: []string{"message.attempt.exhausted"}, Headers: map[string]string{"Authorization": "Bearer 1", "X-Route": "west"}}},
		Transport: network(func(r *http.Request) (*http.Response, error) {
			answer := &http.Response{StatusCode: 204, Body: http.NoBody, Request: r}
			if r.Host == "down.invalid" {
				answer.StatusCode = *status
			}
			return answer, nil
		}),
	})
}

// TestOutageAndRecovery follows an endpoint through an outage in Go: all retries,
// an alarm for each message, a resend, a rotation, and recovery.
func TestOutageAndRecovery(t *testing.T) {
	t.Parallel()
	status := 503
	sim := outage(t, &status)
	if err := sim.Advance(t.Context(), 30*time.Hour); err != nil {
		t.Fatal(err)
	}
	down, alarm := sim.Endpoints()[0], sim.Endpoints()[1]
	failed, reported := 0, map[string]bool{}
	var first simulator.Delivered
	for _, d := range sim.Timeline() {
		if d.EndpointID == down.ID && d.Failed() {
			if failed++; failed == 1 {
				first = d
			}
		}
		if d.EndpointID == alarm.ID {
			var event struct {
				Data struct{ MsgID, EndpointID string }
			}
			if err := json.Unmarshal(d.Body, &event); err != nil || !d.Accepted() || event.Data.EndpointID != down.ID || !strings.Contains(d.Carries.Summary, event.Data.MsgID) || d.ClientUserID != "ada" || d.UserID != first.UserID {
				t.Errorf("%+v, %v", d.Entry, err)
			}
			reported[event.Data.MsgID] = true
		}
	}
	if failed == 0 || len(reported) != failed || len(first.Attempts) != 8 || first.Accepted() {
		t.Errorf("%d messages failed, %d events report them; the first: %+v", failed, len(reported), first)
	}
	if n, err := sim.Resend(t.Context(), first.SvixID, ""); n != 1 || err != nil {
		t.Errorf("resend: %d, %v", n, err)
	}
	status = 200
	rotated, err := sim.RotateSecret(down.ID, "")
	if err != nil || sim.Endpoints()[0].Secret != rotated || rotated == simulator.ExampleSecret {
		t.Errorf("rotate: %v", err)
	}
	before := sim.Stats()
	n, err := sim.Recover(t.Context(), down.ID, time.Time{})
	after := sim.Stats()
	if err != nil || n != failed || before.Failed != failed || after.Failed != 0 || after.Accepted != before.Accepted+failed || after.Pending != before.Pending {
		t.Errorf("recover: %d, %v; %+v, then %+v", n, err, before, after)
	}
	for _, d := range sim.Timeline() {
		if d.SvixID != first.SvixID {
			continue
		}
		last := d.Attempts[len(d.Attempts)-1]
		if len(d.Attempts) != 10 || !d.Attempts[8].Manual || d.Attempts[8].OK || !last.Manual || !last.Verified || !last.OK {
			t.Errorf("the first message: %+v", d.Attempts)
		}
	}
	if _, err := sim.Resend(t.Context(), "msg_x", ""); err == nil {
		t.Error("an unknown message is resent")
	}
	if _, err := sim.RotateSecret("ep_x", ""); err == nil {
		t.Error("an unknown endpoint gets a secret")
	}
}

// TestControlShowsDeliveries checks endpoints and attempts with their requests and
// responses, resending and recovery over the control API.
func TestControlShowsDeliveries(t *testing.T) {
	t.Parallel()
	status := 500
	sim := outage(t, &status)
	if err := sim.Advance(t.Context(), 30*time.Hour); err != nil {
		t.Fatal(err)
	}
	_, v := ask(t, sim, "", "GET", "/_sim/v1/endpoints", "")
	endpoints := v["endpoints"].([]any)
	down, alarm := endpoints[0].(map[string]any), endpoints[1].(map[string]any)
	if len(endpoints) != 2 || down["url"] != "http://down.invalid" || down["filter_types"] != nil || down["disabled"] != false ||
		fmt.Sprint(alarm["headers"], alarm["sensitive"]) != "map[X-Route:west] [Authorization]" || strings.Contains(mustJSON(t, v), "whsec_") {
		t.Errorf("endpoints %v", v)
	}
	fill := v["log"].(map[string]any)
	if fill["failed"].(float64) < 1 || fill["done_messages_limit"] != 10_000.0 || fill["open"] != 0.0 {
		t.Errorf("log %v", fill)
	}
	_, v = ask(t, sim, "", "GET", "/_sim/v1/messages?status=fail&endpoint_id="+down["id"].(string), "")
	failed := v["total"].(float64)
	message := v["messages"].([]any)[0].(map[string]any)
	attempt := message["attempts"].([]any)[7].(map[string]any)
	headers := attempt["request_headers"].(map[string]any)
	if message["endpoint_id"] != down["id"] || !strings.HasPrefix(attempt["id"].(string), "atmpt_") || attempt["number"] != 8.0 || headers["svix-id"].([]any)[0] != message["svix_id"] {
		t.Errorf("message %v", message)
	}
	_, v = ask(t, sim, "", "GET", "/_sim/v1/messages?event_type=message.attempt.exhausted", "")
	sent := v["messages"].([]any)[0].(map[string]any)["attempts"].([]any)[0].(map[string]any)["request_headers"].(map[string]any)
	if v["total"] != failed || fmt.Sprint(sent["Authorization"], sent["X-Route"]) != "[…] [west]" {
		t.Errorf("exhausted %v, headers %v", v["total"], sent)
	}
	status = 200
	code, v := ask(t, sim, "", "POST", "/_sim/v1/messages/"+message["svix_id"].(string)+"/resend", `{"endpoint_id":"`+down["id"].(string)+`"}`)
	if code != 200 || v["attempts"] != 1.0 {
		t.Errorf("resend: %d %v", code, v)
	}
	code, v = ask(t, sim, "", "POST", "/_sim/v1/recover", "")
	if code != 200 || v["attempts"] != failed-1 {
		t.Errorf("recover: %d %v, want %v", code, v, failed-1)
	}
	if _, v = ask(t, sim, "", "GET", "/_sim/v1/messages?status=fail", ""); v["total"] != 0.0 {
		t.Errorf("%v still failed", v["total"])
	}
	for path, want := range map[string]int{"messages/msg_x/resend": 404, "messages/" + message["svix_id"].(string) + "/resend": 200} {
		if code, v := ask(t, sim, "", "POST", "/_sim/v1/"+path, ""); code != want {
			t.Errorf("%s: %d %v", path, code, v)
		}
	}
}
