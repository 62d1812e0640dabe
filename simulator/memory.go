package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// applicationURL is where an application of this process is. The name cannot be
// resolved (RFC 2606); requests to it never leave the process.
const applicationURL = "http://app.invalid"

// inMemory is the URL of a target that is a path of the application alone.
func inMemory(target string) string {
	if strings.HasPrefix(target, "/") {
		return applicationURL + target
	}
	return target
}

// An application is the network outside of the simulator: the one handler of
// this process that every host leads to, or where there is none the real one.
type application struct {
	sim     *Simulator
	handler atomic.Pointer[http.Handler]
	host    *network.Host
	next    http.RoundTripper // of deliveries where there is no handler
	ours    bool              // nobody has chosen next
}

func newApplication(s *Simulator, c Config) *application {
	a := &application{sim: s, next: c.Transport, ours: c.idle != nil}
	a.host = network.NewHost(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*a.handler.Load()).ServeHTTP(w, r) }))
	if c.Handler != nil {
		a.handler.Store(&c.Handler)
	}
	return a
}

// refuse answers a request that goes nowhere.
func refuse(r *http.Request, err error) (*http.Response, error) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
	return nil, err
}

var errNoHandler = errors.New("the simulator has no application in this process: give a Config.Handler, or call Handle")

// RoundTrip carries a delivery.
func (a *application) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case a.handler.Load() != nil && a.sim.isAt(r.URL.Host):
		return a.sim.host.RoundTrip(r)
	case a.handler.Load() != nil:
		return a.host.RoundTrip(r)
	case strings.HasSuffix(applicationURL, "//"+r.URL.Host):
		return refuse(r, errNoHandler)
	}
	return a.next.RoundTrip(r)
}

// isAt is whether a host is the simulator.
func (s *Simulator) isAt(host string) bool {
	return strings.HasSuffix(inProcess, "//"+host) || strings.HasSuffix(s.URL(), "//"+host)
}

// isVital is whether a host is one of Vital's own. A client that has its address
// built in finds the simulator there, and nothing reaches Vital by accident.
func isVital(host string) bool {
	host = strings.ToLower(host)
	return strings.HasSuffix(host, ".tryvital.io") || strings.HasSuffix(host, ".junction.com")
}

// clientTransport is the network of an application under test.
type clientTransport struct{ sim *Simulator }

// RoundTrip finds who answers a request.
func (t clientTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	app := t.sim.app
	switch {
	case t.sim.isAt(r.URL.Host) || isVital(r.URL.Hostname()):
		return t.sim.host.RoundTrip(r)
	case app.handler.Load() != nil || !app.ours:
		return app.RoundTrip(r)
	}
	return refuse(r, fmt.Errorf("no host %s in memory, as %w", r.URL.Host, errNoHandler))
}

// Transport is for the HTTP client of an application in this process. It
// reaches the simulator without a socket: at its URL, and at the hosts of Vital,
// so that an address that is built into a client will do. All other hosts are
// where deliveries go: to the Handler, or over Config.Transport; without either
// they are an error, as a test should reach nothing by accident.
func (s *Simulator) Transport() http.RoundTripper { return clientTransport{s} }

// Handle makes an application of this process what receives the webhooks, as
// Config.Handler does. It is for applications that want the simulator's URL,
// Secret or Transport before they can be made. What went to the inbox goes to
// them from now on.
func (s *Simulator) Handle(application http.Handler) {
	s.app.handler.Store(&application)
	s.teams.Redirect(applicationURL + "/")
}
