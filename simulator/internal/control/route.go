package control

import (
	"context"
	"net/http"
	"reflect"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// A route is a row of the table of routes. Routing, errors, the README and the OpenAPI
// document are built from it.
type route struct {
	method, path string
	about        string // what it does, in a sentence or two
	in           reflect.Type
	from         source // where in comes from
	answers      []answer
	refusals     []refusal // in addition to those of every route
	teamless     bool      // it is not about one team
	do           func(c *call) error
}

// An answer is the answer of a route that has succeeded.
type answer struct {
	status  int
	content string // "" for application/json
	body    reflect.Type
}

// A refusal is a status with which a route refuses a request. Its body is a Refusal,
// with the keys of more.
type refusal struct {
	status int
	when   string
	more   reflect.Type // nil for nothing
}

// A call is a request that is being answered.
type call struct {
	*api
	team *team.Team // nil for a route without one
	r    *http.Request
	w    http.ResponseWriter
}

func (c *call) ctx() context.Context { return c.r.Context() }

// on returns a route that reads an In and answers with 200 and an Out.
func on[In, Out any](method, path, about string, do func(*call, In) (Out, error), more ...func(*route)) route {
	r := route{method: method, path: path, about: about, in: reflect.TypeFor[In]()}
	if out := reflect.TypeFor[Out](); out != reflect.TypeFor[any]() { // which leaves it to or
		r.answers = []answer{{http.StatusOK, "", out}}
	}
	if method == http.MethodGet || method == http.MethodDelete {
		r.from = inQuery
	}
	for _, change := range more {
		change(&r)
	}
	from := r.from
	r.do = func(c *call) error {
		var in In
		if filled, ok := any(&in).(interface{ defaults() }); ok {
			filled.defaults()
		}
		if err := take(c.r, from, &in); err != nil {
			return err
		}
		out, err := do(c, in)
		if err != nil {
			return err
		}
		status := http.StatusOK
		if s, ok := any(out).(interface{ status() int }); ok {
			status = s.status()
		}
		write(c.w, status, out)
		return nil
	}
	return r
}

// raw returns a route that reads parameters and whose answer is not JSON.
func raw[In any](method, path, about, content string, do func(*call, In) error, more ...func(*route)) route {
	r := on(method, path, about, func(*call, In) (text, error) { return "", nil }, more...)
	r.answers[0].content, r.from = content, inQuery
	r.do = func(c *call) error {
		var in In
		if err := take(c.r, inQuery, &in); err != nil {
			return err
		}
		return do(c, in)
	}
	return r
}

// refuses adds a refusal to a route.
func refuses(status int, when string) func(*route) {
	return func(r *route) { r.refusals = append(r.refusals, refusal{status: status, when: when}) }
}

// refusesWith adds a refusal whose body has the keys of More.
func refusesWith[More any](status int, when string) func(*route) {
	return func(r *route) { r.refusals = append(r.refusals, refusal{status, when, reflect.TypeFor[More]()}) }
}

// or adds another answer to a route.
func or[Out any](status int) func(*route) {
	return func(r *route) { r.answers = append(r.answers, answer{status, "", reflect.TypeFor[Out]()}) }
}

// answersWith sets the type of a raw route's answer.
func answersWith[Out any](r *route) { r.answers[0].body = reflect.TypeFor[Out]() }

// reads sets where a route reads its input from.
func reads(from source) func(*route) { return func(r *route) { r.from = from } }

// ofNoTeam marks a route that is not about one team.
func ofNoTeam(r *route) { r.teamless = true }

// pattern returns the pattern of the route for an http.ServeMux and for errors.
func (r route) pattern() string { return r.method + " " + r.path }
