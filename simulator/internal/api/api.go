// Package api is Vital's REST API: it translates requests into calls of a
// team's world, and answers into Vital's JSON. A file holds a family of routes.
package api

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Team is what a request's key opens.
type Team struct {
	World *world.World
	Now   func() time.Time // simulated
	// Send hands over events, which are attempted without being waited for.
	Send func([]world.Change)
}

// Config is what an API needs.
type Config struct {
	// Team is the team of an API key. The error is a *vital.Error.
	Team func(key string) (Team, error)
	// PageSize is how many samples a page of a grouped timeseries holds; 0
	// means DefaultPageSize.
	PageSize int
	Logger   *slog.Logger
}

// DefaultPageSize is the size of a page where nothing else is asked for;
// Vital's own is undocumented.
const DefaultPageSize = 10_000

// maxBody bounds the body of a request.
const maxBody = 1 << 20

// New is the API as a handler. Middleware wraps the router from outside, since
// gorilla/mux runs none on 404 and 405.
func New(c Config) http.Handler {
	c.PageSize = cmp.Or(c.PageSize, DefaultPageSize) // a page of none would never end
	a := &api{config: c}
	// Encoded paths, because a client_user_id may hold a slash.
	r := mux.NewRouter().UseEncodedPath().SkipClean(true)
	a.timeseriesRoutes(r)
	a.summaryRoutes(r)
	a.userRoutes(r)
	a.linkRoutes(r)
	a.providerRoutes(r)
	fallback := http.HandlerFunc(a.unmatched)
	r.NotFoundHandler, r.MethodNotAllowedHandler = fallback, fallback
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Body == nil { // a request that was made in this process
			req.Body = http.NoBody
		}
		req.Body = http.MaxBytesReader(w, req.Body, maxBody)
		trimSlash(req)
		c.Logger.Debug("api request", "method", req.Method, "path", req.URL.Path)
		r.ServeHTTP(w, req)
	})
}

type api struct{ config Config }

// trimSlash makes every path answer with and without a trailing slash: the
// quickstart and the mobile SDKs call /v2/user/ (contract 2). An escaped slash
// is not one: it belongs to a client_user_id.
func trimSlash(r *http.Request) {
	raw := strings.TrimRight(r.URL.EscapedPath(), "/")
	path, err := url.PathUnescape(raw)
	if err != nil {
		return // as it came: no route will take it
	}
	r.URL.Path, r.URL.RawPath = path, raw
}

// team is the team of the request's key.
func (a *api) team(r *http.Request) (Team, error) {
	key := r.Header.Get("X-Vital-Api-Key")
	if key == "" {
		e := vital.Unauthorized("Missing x-vital-api-key")
		return Team{}, e.WithHint("send the header x-vital-api-key with a sandbox key, such as sk_us_anything")
	}
	return a.config.Team(key)
}
