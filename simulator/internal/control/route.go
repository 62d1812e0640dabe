package control

import (
	"context"
	"net/http"
	"reflect"
)

// A route is a line of the API's table. Routing, errors, the README and the
// OpenAPI document are made of it.
type route struct {
	method, path string
	about        string // what it does, in a sentence or two
	in           reflect.Type
	from         source // where in comes from
	answers      []answer
	refusals     []refusal // beside those that every route has
	teamless     bool      // it is about no team, or about all
	do           func(c *call) error
}

// An answer is what a route answers when all goes well.
type answer struct {
	status  int
	content string // "" for application/json
	body    reflect.Type
}

// A refusal is a status that a route refuses with, and when. Its body is a
// Refusal, with what stands beside it in more.
type refusal struct {
	status int
	when   string
	more   reflect.Type // nil for nothing
}

// A call is a request under way.
type call struct {
	*api
	team Team // nil for a route without one
	r    *http.Request
	w    http.ResponseWriter
}

func (c *call) ctx() context.Context { return c.r.Context() }

// on is a route that reads an In and answers an Out with 200.
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

// raw is a route that reads parameters and answers something else than JSON.
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

// refuses adds a status that the route refuses with, and when it does.
func refuses(status int, when string) func(*route) {
	return func(r *route) { r.refusals = append(r.refusals, refusal{status: status, when: when}) }
}

// refusesWith is refuses for a body that says more.
func refusesWith[More any](status int, when string) func(*route) {
	return func(r *route) { r.refusals = append(r.refusals, refusal{status, when, reflect.TypeFor[More]()}) }
}

// or adds another answer.
func or[Out any](status int) func(*route) {
	return func(r *route) { r.answers = append(r.answers, answer{status, "", reflect.TypeFor[Out]()}) }
}

// answersWith says what a raw route answers.
func answersWith[Out any](r *route) { r.answers[0].body = reflect.TypeFor[Out]() }

// reads says where the route finds what a request says.
func reads(from source) func(*route) { return func(r *route) { r.from = from } }

// ofNoTeam marks a route that is about no team.
func ofNoTeam(r *route) { r.teamless = true }

// pattern is the route as net/http's mux takes it, and as errors list it.
func (r route) pattern() string { return r.method + " " + r.path }
