package simulator_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// hangs is a scenario that waits for its receiver.
const hangs = `{"text":"name: hangs\nabout: it hangs\nusers: {ada: {}}\nsteps:\n  - connect: {user: ada, provider: fitbit}\n  - advance: 1d\n"%s}`

func TestScenariosAreListedAndChecked(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	_, v := ask(t, sim, "", "GET", "/_sim/v1/scenarios", "")
	var names []string
	for _, s := range v["scenarios"].([]any) {
		name := s.(map[string]any)["name"].(string)
		names = append(names, name)
		_, whole := ask(t, sim, "", "GET", "/_sim/v1/scenarios/"+name, "")
		if whole["name"] != name || whole["about"] != s.(map[string]any)["about"] || !strings.Contains(whole["text"].(string), "name: "+name) {
			t.Errorf("%s is %v", name, whole)
		}
	}
	if fmt.Sprint(names) != fmt.Sprint(simulator.ScenarioNames()) {
		t.Errorf("listed are %v", names)
	}
	if status, v := ask(t, sim, "", "GET", "/_sim/v1/scenarios/first-conection", ""); status != http.StatusNotFound || !strings.Contains(fmt.Sprint(v["error"]), `did you mean "first-connection"`) {
		t.Errorf("%d %v", status, v)
	}
	status, v := ask(t, sim, "", "POST", "/_sim/v1/scenarios/check", `{"file":"mine.yaml","text":"name: x\nusers: {ada: {}}\nsteps:\n  - advanse: 1d\n  - advance: soon\n"}`)
	errs := v["errors"].([]any)
	if status != http.StatusOK || v["ok"] != false || len(errs) < 2 {
		t.Fatalf("%d %v", status, v)
	}
	if first := errs[0].(map[string]any); first["file"] != "mine.yaml" || first["line"] != 4.0 || first["col"] != 5.0 || !strings.Contains(first["text"].(string), "mine.yaml:4:5: ") || !strings.Contains(first["cause"].(string), "advance") {
		t.Errorf("the first error is %v", first)
	}
	_, v = ask(t, sim, "", "POST", "/_sim/v1/scenarios/check", `{"text":"name: x\nusers: {ada: {}}\nsteps:\n  - connect: {user: ada, provider: fitbit, backfill: {days: 300}}\n"}`)
	if v["ok"] != true || len(v["errors"].([]any)) != 0 || len(v["warnings"].([]any)) == 0 {
		t.Errorf("a scenario with a warning: %v", v)
	}
}

// TestScenarioTextsReadNoOtherFiles checks that a scenario sent as text reads no
// files except those that control requests may name.
func TestScenarioTextsReadNoOtherFiles(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	const text = `"text":"name: x\nusers: {ada: {}}\nsteps:\n  - connect: {user: ada, provider: fitbit, fixture: ../../etc}\n"`
	if _, v := ask(t, sim, "", "POST", "/_sim/v1/scenarios/check", `{`+text+`}`); v["ok"] != false || !strings.Contains(fmt.Sprint(v["errors"]), "paths are not accepted") {
		t.Errorf("%v", v)
	}
	for _, body := range []string{`{"name":"../scenarios/first-connection.yaml"}`, `{"name":"./x.yaml"}`, `{` + text + `}`} {
		if status, v := ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", body); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %v", body, status, v)
		}
	}
}

func TestScenarioIsPlayedInATeam(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	status, v := ask(t, sim, "sk_us_a", "POST", "/_sim/v1/scenarios/play", `{"name":"first-connection"}`)
	if status != http.StatusOK || v["scenario"] != "first-connection" || v["expectations"] == 0.0 || v["failures"] != nil || len(v["timeline"].([]any)) < 20 {
		t.Fatalf("%d %v", status, v)
	}
	if !strings.Contains(fmt.Sprint(v["warnings"]), "seed 0 of the simulator, not with 42") {
		t.Errorf("warnings %v", v["warnings"])
	}
	if _, v := ask(t, sim, "sk_us_a", "GET", "/_sim/v1/scenarios/playing", ""); v["playing"] != false || v["name"] != "first-connection" || v["report"] == nil {
		t.Errorf("afterwards: %v", v)
	}
	for key, want := range map[string]float64{"sk_us_a": 1, simulator.ExampleKey: 0} {
		if _, v := ask(t, sim, key, "GET", "/v2/user", ""); v["total"] != want {
			t.Errorf("%s has %v users", key, v["total"])
		}
	}
	status, v = ask(t, sim, "sk_us_a", "POST", "/_sim/v1/scenarios/play", `{"name":"first-connection"}`)
	if report, _ := v["report"].(map[string]any); status != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(v["error"]), "create user ada") || report["scenario"] != "first-connection" {
		t.Errorf("once more, where the user is taken: %d %v", status, v)
	}
}

// hungSimulator plays a scenario whose receiver hangs.
func hungSimulator(t *testing.T) (sim *simulator.Simulator, arrived chan struct{}) {
	t.Helper()
	arrived = make(chan struct{}, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(receiver.Close)
	sim = start(t, simulator.Config{Target: receiver.URL, DeliveryTimeout: 1e12}) // long
	return sim, arrived
}

// TestDetachedScenario checks that a detached scenario continues without its client
// until it is stopped.
func TestDetachedScenario(t *testing.T) {
	t.Parallel()
	sim, arrived := hungSimulator(t)
	status, v := ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, `,"detach":true`))
	if status != http.StatusAccepted || v["playing"] != true {
		t.Fatalf("%d %v", status, v)
	}
	<-arrived
	if _, v := ask(t, sim, "", "GET", "/_sim/v1/scenarios/playing", ""); v["playing"] != true || v["name"] != "hangs" {
		t.Errorf("while it plays: %v", v)
	}
	for _, detach := range []string{"", `,"detach":true`} {
		if status, v := ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, detach)); status != http.StatusConflict || !strings.Contains(fmt.Sprint(v["error"]), "another one plays") {
			t.Errorf("a second one: %d %v", status, v)
		}
	}
	sc, err := simulator.LoadScenario("first-connection")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Play(t.Context(), sc, nil); err == nil {
		t.Error("a second one plays in the same team")
	}
	if _, v := ask(t, sim, "", "DELETE", "/_sim/v1/scenarios/playing", ""); v["playing"] != false || !strings.Contains(fmt.Sprint(v["error"]), "stopped") || v["report"] == nil {
		t.Errorf("stopped: %v", v)
	}
	if _, v := ask(t, sim, "", "DELETE", "/_sim/v1/scenarios/playing", ""); v["playing"] != false {
		t.Errorf("stopped where nothing plays: %v", v)
	}
}

// TestScenarioEndsWithItsClient checks that a scenario ends when its client
// disconnects or another client stops it.
func TestScenarioEndsWithItsClient(t *testing.T) {
	t.Parallel()
	sim, arrived := hungSimulator(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r := httptest.NewRequestWithContext(ctx, "POST", "/_sim/v1/scenarios/play", strings.NewReader(fmt.Sprintf(hangs, "")))
		sim.ServeHTTP(httptest.NewRecorder(), r)
	}()
	<-arrived
	cancel()
	<-ended
	if _, v := ask(t, sim, "", "GET", "/_sim/v1/scenarios/playing", ""); v["playing"] != false || v["error"] == nil {
		t.Errorf("it plays on without its client: %v", v)
	}

	stopped := make(chan map[string]any)
	go func() {
		status, v := ask(t, sim, "sk_us_b", "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, ""))
		if status != http.StatusConflict {
			t.Errorf("stopped by somebody else: %d %v", status, v)
		}
		stopped <- v
	}()
	<-arrived
	ask(t, sim, "sk_us_b", "DELETE", "/_sim/v1/scenarios/playing", "")
	if v := <-stopped; !strings.Contains(fmt.Sprint(v["error"]), "stopped") || v["report"] == nil {
		t.Errorf("%v", v)
	}
}

// TestResetStopsScenario checks that a reset and Close stop a scenario that is
// being played.
func TestResetStopsScenario(t *testing.T) {
	t.Parallel()
	sim, arrived := hungSimulator(t)
	ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, `,"detach":true`))
	<-arrived
	ask(t, sim, "", "POST", "/_sim/v1/reset", "")
	if _, v := ask(t, sim, "", "GET", "/_sim/v1/scenarios/playing", ""); v["playing"] != false || v["name"] != nil {
		t.Errorf("after a reset: %v", v)
	}
	ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, `,"detach":true`))
	<-arrived
	if err := sim.Close(); err != nil {
		t.Error(err)
	}
}
