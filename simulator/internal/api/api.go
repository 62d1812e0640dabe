// Package api implements Vital's REST API: it translates a request into a call of a
// team's world, and the result into Vital's JSON. Each file has the handlers of one
// family of routes.
package api

import (
	"log/slog"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Config holds the dependencies and settings of the API.
type Config struct {
	// PageSize is the number of samples in a page of a grouped timeseries; 0
	// means DefaultPageSize.
	PageSize int
	Logger   *slog.Logger
}

// DefaultPageSize is the default of Config.PageSize. Vital does not document its
// page size.
const DefaultPageSize = 10_000

type api struct{ config Config }

// An endpoint answers a call of a team. The answer encodes itself.
type endpoint[T vital.Payload] func(*team.Team, *rest.Call) (T, error)

// serve returns the handler of an endpoint: it checks the key first.
func serve[T vital.Payload](a *api, h endpoint[T]) rest.Handler {
	return func(w http.ResponseWriter, c *rest.Call) {
		if c.Team == nil {
			rest.WriteError(w, c.Request, a.config.Logger, c.TeamErr)
			return
		}
		answer, err := h(c.Team, c)
		rest.Write(w, c.Request, a.config.Logger, answer, err)
	}
}

// MissingKey returns the error of a request without an API key.
func MissingKey() error {
	return apierror.Unauthorized("Missing x-vital-api-key").WithHint("send the header x-vital-api-key with a sandbox key, such as sk_us_anything")
}
