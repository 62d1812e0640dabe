package network

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
)

// SimulatorURL is the base URL of a simulator without a listener, and
// ApplicationURL that of an application in this process. Neither name can be
// resolved (RFC 2606): requests to them never leave the process.
const (
	SimulatorURL   = "http://vitalsim.invalid"
	ApplicationURL = "http://app.invalid"
)

// RouterConfig is what NewRouter needs.
type RouterConfig struct {
	Simulator   http.Handler
	URL         func() string     // the simulator's base URL at present
	Application http.Handler      // of this process, if there is one; see Router.Handle
	Outside     http.RoundTripper // carries deliveries while there is no Application
	Closed      bool              // whether clients may not use Outside
}

// A Router carries requests in this process by the host in their URL: to the
// simulator, to an application, or to the outside. Deliveries and Client are
// its two ways in. Close it when done.
type Router struct {
	config      RouterConfig
	simulator   *Host
	host        *Host // of the application, whatever a request calls it
	application atomic.Pointer[http.Handler]
}

// NewRouter returns a Router.
func NewRouter(c RouterConfig) *Router {
	c.Outside = Verbatim(c.Outside)
	r := &Router{config: c, simulator: NewHost(c.Simulator)}
	r.host = NewHost(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { (*r.application.Load()).ServeHTTP(w, req) }))
	if c.Application != nil {
		r.Handle(c.Application)
	}
	return r
}

// Handle makes a handler the application: from now on it answers at every host
// but the simulator's.
func (r *Router) Handle(application http.Handler) { r.application.Store(&application) }

// Close ends all requests in memory and returns when their handlers have
// returned.
func (r *Router) Close() {
	r.simulator.Close()
	r.host.Close()
}

// roundTripper is a function as an http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip calls the function.
func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Deliveries returns the transport of what the simulator itself sends, to an
// application or to its own inbox. The inbox is called directly, without the
// pipes of a Host: it is where most deliveries of scenarios go, and they take
// half the time.
func (r *Router) Deliveries() http.RoundTripper { return deliveries{r} }

// deliveries is a Router as the transport of deliveries.
type deliveries struct{ *Router }

// RoundTrip carries a request.
func (d deliveries) RoundTrip(req *http.Request) (*http.Response, error) { return d.deliver(req) }

// CloseIdleConnections closes the connections that no request uses at present.
func (d deliveries) CloseIdleConnections() {
	d.host.transport.CloseIdleConnections()
	closeIdle(d.config.Outside)
}

// Client returns the transport of an application under test. It reaches the
// simulator also at the hosts of Vital, so that a client whose address is built
// in finds the simulator, and nothing reaches Vital by accident.
func (r *Router) Client() http.RoundTripper { return roundTripper(r.call) }

// ErrNoApplication is the answer to a request for an application in this
// process while there is none.
var ErrNoApplication = errors.New("the simulator has no application in this process: give a Config.Handler, or call Handle")

func (r *Router) deliver(req *http.Request) (*http.Response, error) {
	served := r.application.Load() != nil
	switch host := req.URL.Host; {
	case isAt(SimulatorURL, host), served && isAt(r.config.URL(), host):
		return serveDirectly(r.config.Simulator, req)
	case served:
		return r.host.RoundTrip(req)
	case isAt(ApplicationURL, host):
		return refuse(req, ErrNoApplication)
	}
	return r.config.Outside.RoundTrip(req)
}

func (r *Router) call(req *http.Request) (*http.Response, error) {
	switch host := req.URL.Host; {
	case isAt(SimulatorURL, host), isAt(r.config.URL(), host), isVital(req.URL.Hostname()):
		return r.simulator.RoundTrip(req)
	case r.application.Load() == nil && r.config.Closed:
		return refuse(req, fmt.Errorf("no host %s in memory, as %w", host, ErrNoApplication))
	}
	return r.deliver(req)
}

// refuse fails a request that is carried nowhere.
func refuse(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, err
}

// isAt reports whether a base URL is at a host.
func isAt(base, host string) bool { return strings.HasSuffix(base, "//"+host) }

// isVital reports whether a host is one of Vital's own.
func isVital(host string) bool {
	host = strings.ToLower(host)
	return strings.HasSuffix(host, ".tryvital.io") || strings.HasSuffix(host, ".junction.com")
}
