// Package rest is the HTTP layer that Vital's API and Vital's management API share:
// it matches a request against a table of routes, runs the middlewares, reads bodies,
// and writes responses and errors. The handlers are in packages api and management.
package rest

import (
	"log/slog"
	"net/http"
)

// A Middleware wraps the handling of calls.
type Middleware func(next Handler) Handler

// Config is what a front door needs.
type Config struct {
	// Routes are those of all APIs. Of two that match, the first one that takes
	// the method is chosen.
	Routes []Route
	// Middlewares see every call, also one without a route; the first is outermost.
	Middlewares []Middleware
	Logger      *slog.Logger
}

// maxBody bounds the body of a request.
const maxBody = 1 << 20

// New returns a handler that matches each request once and passes it as a Call
// through the middlewares to its route. What no route takes is refused in the
// way that helps most. The router's own middlewares are not used: gorilla/mux
// runs none on 404 and 405.
func New(c Config) http.Handler {
	t := newTable(c.Routes)
	handle := Handler(func(w http.ResponseWriter, call *Call) {
		switch {
		case call.Route == nil:
			WriteError(w, call.Request, c.Logger, t.refusal(w, call.Request))
		case call.Route.Answer == nil:
			WriteError(w, call.Request, c.Logger, notSimulated(call))
		default:
			call.Route.Answer(w, call)
		}
	})
	for i := len(c.Middlewares) - 1; i >= 0; i-- {
		handle = c.Middlewares[i](handle)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil { // a request that was made in this process
			r.Body = http.NoBody
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		trimSlash(r)
		c.Logger.Debug("api request", "method", r.Method, "path", r.URL.Path)
		handle(w, t.call(r))
	})
}
