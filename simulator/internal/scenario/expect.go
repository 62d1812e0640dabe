package scenario

import (
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// expectations lists the kinds of expectation. An expect step has exactly one
// of these keys.
var expectations = []struct {
	key    string
	decode func(r *reader) Action
}{
	{"event", (*reader).expectEvent},
	{"order", (*reader).expectOrder},
	{"request", (*reader).expectRequest},
	{"fault", (*reader).expectFault},
	{"probe", (*reader).expectProbe},
}

// details lists the other keys of an expect step.
var details = []string{
	"user", "at_least", "at_most", "exactly", "times", "answered", "attempts", "within", "status", "json",
}

func expectVerb() Verb {
	return Verb{
		About:   "check what was delivered and in which order, what the client requested, what a fault did, or what the application returns",
		Usage:   "expect: {event|order|request|fault|probe, [user], [at_least], [at_most], [exactly], [times], [answered], [attempts], [within], [status], [json], [otherwise]}",
		Example: "expect: {event: daily.data.sleep.*, user: ada, at_least: 1, answered: 2xx}",
		More: []string{
			"expect: {event: daily.data.*, answered: 2xx, attempts: 2, within: 1h}",
			"expect: {order: [provider.connection.created, historical.data.sleep.created, daily.data.sleep.created], user: ada}",
			"expect: {request: GET /v2/summary/*, user: ada, at_least: 2, at_most: 5, answered: 2xx, within: 5s}",
			"expect: {fault: brown-out, times: 2}",
			`expect: {probe: "GET /nights?user=ada", json: {nights: [{efficiency: 93}]}, status: 200, within: 5s}`,
			"expect: {probe: GET /nights, user: ada, json: {count: =count sleep, steps: =latest activity.steps}}",
			"expect: {probe: GET /nights/count, json: 3, otherwise: a night that was sent twice is stored twice}",
		},
		decode: decodeExpect,
	}
}

func decodeExpect(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	var about, known []string
	decode := func(*reader) Action { return nil }
	for _, e := range expectations {
		known = append(known, e.key)
		if r.Has(e.key) {
			about, decode = append(about, e.key), e.decode
		}
	}
	if len(about) != 1 {
		for _, key := range slices.Concat(known, details) {
			r.Value(key, node.Optional)
		}
		switch whole := r.Done(); {
		case len(about) > 1:
			r.Sayf(about[1], "one expectation is about one thing, not about %s; write a step for each", node.And(about))
		case whole:
			p.errorf(arg, "missing what it is about: one of %s; usage: %s", strings.Join(known, ", "), v.Usage)
		}
		return nil
	}
	action := decode(r)
	p.otherwise = r.Text("otherwise", node.Optional)
	for _, key := range details {
		if !r.Knows(key) {
			r.Refuse(key, "%s does not go with %s", key, about[0])
		}
	}
	r.Done()
	return action
}

// event reads an event type, or a pattern that matches at least one.
func (r *reader) event(key string) string {
	pattern := r.Text(key, node.Required)
	if cause := r.p.checkEvent(pattern); pattern != "" && cause != "" {
		r.Sayf(key, "%s", cause)
	}
	return pattern
}

// checkEvent explains why no event type matches the pattern. It returns "" if
// one does.
func (p *parser) checkEvent(pattern string) (cause string) {
	if err := event.CheckPattern(pattern, p.catalog.EventTypes); err != nil {
		return err.Error()
	}
	return ""
}
