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

// Transport is for the HTTP client of an application in this process. It
// reaches the simulator without a socket: at its URL, and at the hosts of Vital,
// so that an address that is built into a client will do. All other hosts are
// where deliveries go: to the Handler, or over Config.Transport; without either
// they are an error, as a test should reach nothing by accident.
func (s *Simulator) Transport() http.RoundTripper { return s.network.Client() }

// Handle makes an application of this process what receives the webhooks, as
// Config.Handler does. It is for applications that want the simulator's URL,
// Secret or Transport before they can be made. What went to the inbox goes to
// them from now on.
func (s *Simulator) Handle(application http.Handler) {
	s.network.Handle(application)
	s.teams.Redirect(network.ApplicationURL + "/")
}
