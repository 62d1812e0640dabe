package simulator_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// A toldEvent is one server-sent event.
type toldEvent struct {
	id, kind string
	data     map[string]any
}

// stream opens a stream of events over the network; the test's end closes it.
func stream(t *testing.T, base, key, query, last string) func() toldEvent {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", base+"/_sim/v1/stream"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Vital-Api-Key", key)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	return func() (e toldEvent) {
		t.Helper()
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.kind = value
			case "data":
				if err := json.Unmarshal([]byte(value), &e.data); err != nil {
					t.Fatal(err)
				}
			case "":
				return e
			}
		}
		return toldEvent{kind: "closed"}
	}
}

// until are the events up to one of a kind that has the value.
func until(next func() toldEvent, kind, key string, value any) (all []toldEvent) {
	for {
		e := next()
		all = append(all, e)
		if e.kind == "closed" || e.kind == kind && (key == "" || e.data[key] == value) {
			return all
		}
	}
}

func kinds(all []toldEvent) map[string]int {
	n := map[string]int{}
	for _, e := range all {
		n[e.kind]++
	}
	return n
}

func listening(t *testing.T, c simulator.Config) *simulator.Simulator {
	t.Helper()
	sim := start(t, c)
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return sim
}

// TestStreamReportsAllEvents checks that the stream reports events as they happen,
// and to a returning client those that it missed.
func TestStreamReportsAllEvents(t *testing.T) {
	t.Parallel()
	sim := listening(t, simulator.Config{})
	const key = simulator.ExampleKey
	next := stream(t, sim.URL(), key, "", "")
	first := next()
	if first.kind != "clock" || first.data["now"] != "2026-01-05T08:00:00Z" || first.data["speed"] != 0.0 {
		t.Errorf("the first event is %+v", first)
	}
	other := stream(t, sim.URL(), "sk_us_other", "", "")
	other()
	ask(t, sim, key, "POST", "/_sim/v1/faults", `{"api":{"name":"busy","path":"/v2/user","method":"GET","status":503,"times":1}}`)
	ask(t, sim, key, "POST", "/_sim/v1/faults", `{"delivery":{"name":"twice","event":"provider.connection.created","duplicate":1}}`)
	ask(t, sim, key, "GET", "/v2/user", "")
	link(t, sim, key, "ada")
	ask(t, sim, key, "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	ask(t, sim, key, "PUT", "/_sim/v1/clock/speed", `{"speed":0}`)
	all := until(next, "clock", "now", "2026-01-06T08:00:00Z")
	n := kinds(all)
	if got := len(sim.Timeline()); n["message"] != got || n["attempt"] != got+1 || n["request"] != 3 || n["fault"] != 2 {
		t.Errorf("%d messages, and told are %v", got, n)
	}
	for _, e := range all {
		switch {
		case e.kind == "request" && e.data["fault"] == "busy":
			if e.data["status"] != 503.0 || e.data["route"] != "/v2/user" {
				t.Errorf("%+v", e)
			}
		case e.kind == "attempt" && (e.data["status_code"] != 204.0 || e.data["status"] != "success" || e.data["client_user_id"] != "ada"):
			t.Errorf("%+v", e)
		case e.kind == "message" && (e.data["svix_id"] == "" || e.data["summary"] == ""):
			t.Errorf("%+v", e)
		}
	}

	again := stream(t, sim.URL(), key, "", all[len(all)-3].id)
	for i, want := range append(all[len(all)-2:], next()) {
		if got := again(); got.id != want.id || got.kind != want.kind {
			t.Errorf("event %d after coming back is %+v, want %+v", i, got, want)
		}
	}
	some := stream(t, sim.URL(), key, "?type=fault,clock&last_event_id=0", "")
	for _, want := range []string{"fault", "fault", "clock", "clock"} {
		if got := some(); got.kind != want {
			t.Errorf("of faults and clocks it tells %+v", got)
		}
	}
	ask(t, sim, key, "POST", "/_sim/v1/reset", "")
	if e := next(); e.kind != "end" || next().kind != "closed" {
		t.Errorf("with a reset comes %+v", e)
	}
	if e := stream(t, sim.URL(), key, "", all[0].id)(); e.kind != "lost" || e.data["started_over"] != true {
		t.Errorf("to a client of the life before comes %+v", e)
	}
	ask(t, sim, "sk_us_other", "POST", "/_sim/v1/clock/advance", `{"by":"1h"}`)
	if e := other(); e.kind != "clock" {
		t.Errorf("another team hears of %+v", e)
	}
	if status, v := ask(t, sim, key, "GET", "/_sim/v1/stream?type=mesage", ""); status != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(v["error"]), `did you mean "message"`) {
		t.Errorf("%d %v", status, v)
	}
}

// TestStreamReportsLostEvents checks that a client that returns too late is told
// how many events are lost.
func TestStreamReportsLostEvents(t *testing.T) {
	t.Parallel()
	sim := listening(t, simulator.Config{})
	const key = simulator.ExampleKey
	first := stream(t, sim.URL(), key, "", "")()
	for range 5000 {
		r := httptest.NewRequest("GET", "/v2/user", nil)
		r.Header.Set("X-Vital-Api-Key", key)
		sim.ServeHTTP(httptest.NewRecorder(), r)
	}
	next := stream(t, sim.URL(), key, "", first.id)
	if e := next(); e.kind != "lost" || e.data["missed"] != 904.0 {
		t.Errorf("%+v", e)
	}
	for i := range 4096 {
		if e := next(); e.kind != "request" {
			t.Fatalf("event %d is %+v", i, e)
		}
	}
}

// TestStreamReportsScenarios checks that the stream reports each step of a scenario
// and each message that was given up.
func TestStreamReportsScenarios(t *testing.T) {
	t.Parallel()
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }))
	defer down.Close()
	sim := listening(t, simulator.Config{})
	ask(t, sim, "", "POST", "/_sim/v1/endpoints", fmt.Sprintf(`{"url":%q}`, down.URL))
	_, v := ask(t, sim, "", "GET", "/_sim/v1/endpoints", "")
	inbox := v["endpoints"].([]any)[0].(map[string]any)["id"].(string)
	ask(t, sim, "", "PATCH", "/_sim/v1/endpoints/"+inbox, `{"filter_types":["message.attempt.exhausted"]}`)
	next := stream(t, sim.URL(), "", "", "")
	const text = "name: x\nusers: {ada: {}}\nsteps:\n  - connect: {user: ada, provider: fitbit, resources: [profile]}\n  - advance: 2d\n  - expect: {event: daily.data.sleep.created, user: ada, at_least: 1}\n"
	body, _ := json.Marshal(map[string]string{"text": text})
	if status, v := ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", string(body)); status != http.StatusOK {
		t.Fatalf("%d %v", status, v)
	}
	var steps, given []string
	for _, e := range until(next, "scenario", "state", "ended") {
		switch {
		case e.kind == "scenario":
			steps = append(steps, fmt.Sprintf("%v %v", e.data["scenario"], e.data["state"]))
		case e.kind == "step":
			steps = append(steps, fmt.Sprintf("%v %v %v", e.data["scenario"], e.data["verb"], e.data["state"]))
		case e.kind == "message" && e.data["event_type"] == "message.attempt.exhausted":
			given = append(given, e.data["summary"].(string))
		}
	}
	if got := strings.Join(steps, "\n"); got != "x started\nx connect started\nx connect done\nx advance started\nx advance done\nx expect started\nx expect missed\nx expect done\nx ended" {
		t.Errorf("the steps are\n%s", got)
	}
	if len(given) == 0 || !strings.Contains(given[0], "gave up msg_") {
		t.Errorf("given up: %q", given)
	}
}

// TestStreamReportsDrivenClock checks that the stream reports a driven clock, but
// not each of its ticks.
func TestStreamReportsDrivenClock(t *testing.T) {
	t.Parallel()
	sim := listening(t, simulator.Config{Speed: 1000})
	next := stream(t, sim.URL(), simulator.ExampleKey, "?type=clock", "")
	next()
	last := ""
	for range 2 {
		e := next()
		if now := e.data["now"].(string); e.kind != "clock" || now <= last || e.data["speed"] != 1000.0 {
			t.Errorf("%+v", e)
		} else {
			last = now
		}
	}
}
