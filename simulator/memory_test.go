package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// hosts counts the requests of a handler by host and path.
type hosts struct {
	mu       sync.Mutex
	requests map[string]int
}

func (h *hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.requests == nil {
		h.requests = map[string]int{}
	}
	h.requests[r.Host+r.URL.Path]++
	fmt.Fprint(w, "application")
}

func (h *hosts) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return fmt.Sprint(h.requests)
}

func connectFitbit(t *testing.T, sim *simulator.Simulator, clientUserID string) {
	t.Helper()
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: clientUserID})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.Connect(t.Context(), user.UserID, "fitbit", simulator.ConnectOptions{}); err != nil {
		t.Fatal(err)
	}
}

// TestHandlerReceivesWebhooks checks that a Handler is called at /, at the path or
// URL of Target, and at those of Endpoints.
func TestHandlerReceivesWebhooks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config simulator.Config
		want   string
	}{
		{simulator.Config{}, "map[app.invalid/:1]"},
		{simulator.Config{Target: "/webhooks"}, "map[app.invalid/webhooks:1]"},
		{simulator.Config{Target: "https://app.example:8443/webhooks"}, "map[app.example:8443/webhooks:1]"},
		{simulator.Config{Endpoints: []simulator.Endpoint{{URL: "/a"}, {URL: "http://b.example/c"}}}, "map[app.invalid/a:1 b.example/c:1]"},
	} {
		for _, late := range []bool{false, true} {
			var app hosts
			if !late {
				c.config.Handler = &app
			} else {
				c.config.Handler = nil
			}
			sim := start(t, c.config)
			if late {
				sim.Handle(&app)
			}
			connectFitbit(t, sim, "app-user-1")
			if app.String() != c.want {
				t.Errorf("%+v: requests %s, want %s", c.config, &app, c.want)
			}
			for _, d := range sim.Timeline() {
				if !d.Accepted() || !d.Attempts[0].Verified {
					t.Errorf("%+v", d.Attempts)
				}
			}
			if len(sim.Inbox()) != 0 {
				t.Error("the inbox gets them too")
			}
		}
	}
}

// TestHandleReplacesTheInbox checks that Handle replaces the inbox of existing and
// of later teams.
func TestHandleReplacesTheInbox(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	connectFitbit(t, sim, "app-user-1")
	link(t, sim, "sk_us_other", "app-user-1")
	ask(t, sim, "sk_us_other", "POST", "/_sim/v1/clock/advance", `{"by":"0s"}`)
	if len(sim.Inbox()) != 1 {
		t.Fatalf("%d in the inbox", len(sim.Inbox()))
	}
	if err := sim.Listen("127.0.0.1:0"); err != nil { // which changes the URL of the simulator
		t.Fatal(err)
	}
	var app hosts
	sim.Handle(&app)
	connectFitbit(t, sim, "app-user-2")
	for _, key := range []string{"sk_us_other", "sk_us_later"} {
		link(t, sim, key, "app-user-2")
		ask(t, sim, key, "POST", "/_sim/v1/clock/advance", `{"by":"0s"}`)
	}
	if len(sim.Inbox()) != 1 || app.String() != "map[app.invalid/:3]" {
		t.Errorf("%d in the inbox, the application has %s", len(sim.Inbox()), &app)
	}
}

// get asks a URL over a transport, and returns the status and the body.
func getOver(t *testing.T, transport http.RoundTripper, url string) (int, string, error) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Vital-Api-Key", simulator.ExampleKey)
	res, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

// TestTransport checks that Transport reaches the simulator by each of its names,
// and otherwise the hosts that deliveries reach.
func TestTransport(t *testing.T) {
	t.Parallel()
	bare, listening := start(t, simulator.Config{}), start(t, simulator.Config{})
	if err := listening.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	handled := start(t, simulator.Config{Handler: &hosts{}})
	carried := start(t, simulator.Config{Transport: network(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("carried")), Request: r}, nil
	})})
	for _, sim := range []*simulator.Simulator{bare, listening, handled, carried} {
		for _, base := range []string{
			sim.URL(), "http://vitalsim.invalid", "https://api.sandbox.tryvital.io", "https://API.sandbox.eu.junction.com:443",
		} {
			if status, body, err := getOver(t, sim.Transport(), base+"/v2/user"); status != 200 || !strings.Contains(body, `"users"`) {
				t.Errorf("%s: %d %s %v", base, status, body, err)
			}
		}
	}
	if status, body, err := getOver(t, bare.Transport(), bare.URL()+"/_sim/v1/clock"); status != 200 || err != nil {
		t.Errorf("the control API: %d %s %v", status, body, err)
	}
	for sim, want := range map[*simulator.Simulator]string{handled: "application", carried: "carried"} {
		if _, body, err := getOver(t, sim.Transport(), "http://elsewhere.example/x"); body != want || err != nil {
			t.Errorf("elsewhere: %q %v, want %q", body, err, want)
		}
	}
	for _, sim := range []*simulator.Simulator{bare, listening} {
		for _, url := range []string{"http://elsewhere.example/", "http://app.invalid/", "https://tryvital.io.example/"} {
			if _, _, err := getOver(t, sim.Transport(), url); err == nil || !strings.Contains(err.Error(), "no host") || !strings.Contains(err.Error(), "Config.Handler") {
				t.Errorf("%s: %v", url, err)
			}
		}
	}
}

// TestFaultsOverTransport checks that faults affect an in-memory connection as they
// affect a socket.
func TestFaultsOverTransport(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Faults: []string{"api: {path: /v2/user, reset: true, times: 1}", "api: {path: /v2/user, truncate: true, times: 1}"}})
	for range 2 {
		if _, body, err := getOver(t, sim.Transport(), sim.URL()+"/v2/user"); err == nil {
			t.Errorf("answered %s", body)
		}
	}
	if status, _, err := getOver(t, sim.Transport(), sim.URL()+"/v2/user"); status != 200 {
		t.Errorf("%d %v", status, err)
	}
	if acts := sim.Faulted(); len(acts) != 2 {
		t.Errorf("ledger %+v", acts)
	}
}

func TestTargetWithoutHandler(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Target: "/webhooks"})
	connectFitbit(t, sim, "app-user-1")
	if a := sim.Timeline()[0].Attempts[0]; !strings.Contains(a.Error, "Config.Handler") {
		t.Errorf("%+v", a)
	}
	if _, err := simulator.New(simulator.Config{Handler: &hosts{}, Transport: http.DefaultTransport}); err == nil || !strings.Contains(err.Error(), "Handler or over a Transport") {
		t.Errorf("both: %v", err)
	}
	if _, err := simulator.New(simulator.Config{Endpoints: []simulator.Endpoint{{URL: "webhooks"}}}); err == nil {
		t.Error("an endpoint without a slash or host is taken")
	}
}

// TestProbesReachTheHandler checks that a scenario reads the application's state
// through its Handler.
func TestProbesReachTheHandler(t *testing.T) {
	t.Parallel()
	sc, err := simulator.ParseScenario("probe.yaml", []byte(`
name: probe
about: somebody looks at the application
users: {ada: {}}
steps:
  - connect: {user: ada, provider: fitbit}
  - expect: {probe: GET /nights, status: 200}
`))
	if err != nil {
		t.Fatal(err)
	}
	var app hosts
	sim := start(t, simulator.Config{Handler: &app})
	report, err := sim.Play(t.Context(), sc, nil)
	if err != nil || !report.OK() || app.String() != "map[app.invalid/:1 app.invalid/nights:1]" {
		t.Errorf("%v %+v, the application has %s", err, report, &app)
	}
	before := app.String()
	if _, err := simulator.PlanScenario(t.Context(), sc, simulator.Config{Handler: &app}); err != nil || app.String() != before {
		t.Errorf("a plan asks the application: %s, %v", &app, err)
	}
}

// TestListenWithAHandler checks an API on a socket with the application in memory.
func TestListenWithAHandler(t *testing.T) {
	t.Parallel()
	var sim *simulator.Simulator
	read := make(chan int, 10)
	sim = start(t, simulator.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, _, err := getOver(t, http.DefaultTransport, sim.URL()+"/v2/user")
		if err != nil {
			t.Error(err)
		}
		read <- status
	})})
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	connectFitbit(t, sim, "app-user-1")
	if status := <-read; status != 200 {
		t.Errorf("the handler is answered %d", status)
	}
	other := httptest.NewServer(sim)
	defer other.Close()
	if status, _, err := getOver(t, http.DefaultTransport, other.URL+"/v2/user"); status != 200 {
		t.Errorf("%d %v", status, err)
	}
	if err := sim.Advance(t.Context(), time.Second); err != nil {
		t.Error(err)
	}
}
