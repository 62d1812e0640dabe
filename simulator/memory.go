package simulator

import (
	"net/http"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// inMemory returns the URL of a target that is a path of the application alone.
func inMemory(target string) string {
	if strings.HasPrefix(target, "/") {
		return network.ApplicationURL + target
	}
	return target
}

// Transport returns the network for the HTTP client of an application in this
// process. It reaches the simulator without a socket, at its URL and at Vital's
// own hosts, so that a client with a built-in address works. Requests to all
// other hosts go where deliveries go: to the Handler, or over Config.Transport.
// Without either they fail, so that a test reaches nothing by accident.
func (s *Simulator) Transport() http.RoundTripper { return s.network.Client() }

// Handle makes a handler of this process the receiver of the webhooks, as
// Config.Handler does, instead of the inbox. Use it for an application that needs
// the simulator's URL, Secret or Transport when it is created.
func (s *Simulator) Handle(application http.Handler) {
	s.network.Handle(application)
	s.teams.Redirect(network.ApplicationURL + "/")
}
