package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// metricsOf are the values of a simulator's metrics, by name and labels.
func metricsOf(t *testing.T, sim *simulator.Simulator) map[string]float64 {
	t.Helper()
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Fatalf("%d %s", w.Code, w.Header())
	}
	values := map[string]float64{}
	for line := range strings.Lines(w.Body.String()) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if i := strings.LastIndex(line, "} "); i >= 0 {
			name, text = line[:i+1], strings.TrimSpace(line[i+2:])
		}
		if value, err := strconv.ParseFloat(text, 64); err == nil && strings.HasPrefix(name, "vitalsim_") {
			values[name] = value
		}
	}
	return values
}

// TestMetrics checks that the metrics count what happens and measure how full the
// simulator is.
func TestMetrics(t *testing.T) {
	t.Parallel()
	answer := http.StatusInternalServerError
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answer) }))
	defer receiver.Close()
	sim, other := start(t, simulator.Config{Target: receiver.URL}), start(t, simulator.Config{})
	const key = simulator.ExampleKey
	link(t, sim, key, "ada")
	ask(t, sim, key, "GET", "/v2/users/nobody", "")
	ask(t, sim, "pk_us_x", "GET", "/v2/user", "")
	ask(t, sim, key, "POST", "/_sim/v1/clock/advance", `{"by":"5s"}`)
	for name, want := range map[string]float64{
		`vitalsim_messages_total{event_type="provider.connection.created"}`:                                    1,
		`vitalsim_attempts_total{event_type="provider.connection.created",status="500"}`:                       2,
		`vitalsim_deliveries{status="pending"}`:                                                                1,
		`vitalsim_deliveries{status="success"}`:                                                                0,
		`vitalsim_api_requests_total{api="team",method="POST",route="/v2/user",status="200"}`:                  1,
		`vitalsim_api_requests_total{api="team",method="POST",route="/v2/link/connect/demo",status="200"}`:     1,
		`vitalsim_api_requests_total{api="team",method="GET",route="other",status="404"}`:                      1,
		`vitalsim_api_requests_total{api="team",method="GET",route="other",status="401"}`:                      1,
		`vitalsim_api_requests_total{api="control",method="POST",route="/_sim/v1/clock/advance",status="200"}`: 1,
		`vitalsim_teams`:                1,
		`vitalsim_open_deliveries`:      0,
		`vitalsim_log_fill_ratio`:       0,
		`vitalsim_clock_lag_seconds`:    0,
		`vitalsim_log_evicted_messages`: 0,
	} {
		if got, there := metricsOf(t, sim)[name]; !there || got != want {
			t.Errorf("%s is %v (there: %v), want %v", name, got, there, want)
		}
	}
	answer = http.StatusOK
	ask(t, sim, key, "POST", "/_sim/v1/clock/advance", `{"by":"1h"}`)
	ask(t, sim, "sk_us_other", "GET", "/v2/user", "")
	r := httptest.NewRequest("GET", "/v1/org/x/team/y", nil)
	sim.ServeHTTP(httptest.NewRecorder(), r)
	all := metricsOf(t, sim)
	if all["vitalsim_teams"] != 2 || all["vitalsim_log_messages"] < 1 || all["vitalsim_log_bytes"] < 100 || all["vitalsim_log_fill_ratio"] <= 0 || all[`vitalsim_deliveries{status="success"}`] < 1 ||
		all[`vitalsim_api_requests_total{api="management",method="GET",route="other",status="501"}`] != 1 {
		t.Errorf("%v", all)
	}
	sent := all[`vitalsim_messages_total{event_type="provider.connection.created"}`]
	ask(t, sim, "", "POST", "/_sim/v1/reset?all=true", "")
	if all := metricsOf(t, sim); all[`vitalsim_messages_total{event_type="provider.connection.created"}`] != sent || all["vitalsim_teams"] != 0 {
		t.Errorf("after a reset: %v", all)
	}
	if all := metricsOf(t, other); all["vitalsim_teams"] != 0 || len(all) > 12 {
		t.Errorf("another simulator counts %v", all)
	}
}

// TestOpenDeliveriesAreMeasured checks the gauge of open deliveries while they are
// open.
func TestOpenDeliveriesAreMeasured(t *testing.T) {
	t.Parallel()
	sim, arrived := hungSimulator(t)
	ask(t, sim, "", "POST", "/_sim/v1/scenarios/play", `{"detach":true,"text":"name: x\nusers: {ada: {}}\nsteps:\n  - connect: {user: ada, provider: fitbit}\n"}`)
	<-arrived
	if got := metricsOf(t, sim)["vitalsim_open_deliveries"]; got != 1 {
		t.Errorf("%v are open", got)
	}
}
