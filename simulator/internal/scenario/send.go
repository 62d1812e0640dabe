package scenario

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Send is the action that sends an event without a cause in the simulated
// data, to test handlers of rare events. The API does not return its data.
type Send struct {
	User  string
	Event string          // an event type
	Data  json.RawMessage // an object or an array; nil for an example with the user's ids
}

func sendVerb() Verb {
	return Verb{
		About:   "send one event about the user, an example or with your own data, which the API does not return; lab tests, lab reports and continuous queries have no example",
		Usage:   "send: {user, event, [data: {KEY: VALUE}]}",
		Example: "send: {user: ada, event: provider.connection.error}",
		More:    []string{"send: {user: ada, event: daily.data.sleep.created, data: {total: 27000, efficiency: 93}}"},
		decode:  decodeSend,
	}
}

func decodeSend(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	s := Send{User: r.user("user", node.Required), Event: r.Text("event", node.Required), Data: r.data("data")}
	switch {
	case s.Event == "":
	case strings.Contains(s.Event, "*"):
		r.Errorf("event", "want one event type, have the pattern %s", node.Quote(s.Event))
	case !slices.Contains(p.catalog.EventTypes, s.Event):
		r.Sayf("event", "%s", p.checkEvent(s.Event))
	case p.catalog.CheckSend == nil, r.Has("data") && s.Data == nil: // data has reported it
	default:
		key := "event"
		if s.Data != nil {
			key = "data"
		}
		if err := p.catalog.CheckSend(s.Event, s.Data); err != nil {
			r.Errorf(key, "%s", err)
		}
	}
	r.Done()
	return s
}

// data reads a mapping or a list as JSON.
func (r *reader) data(key string) json.RawMessage {
	n := r.Value(key, node.Optional)
	if n == nil {
		return nil
	}
	if n.Kind == yaml.ScalarNode || len(n.Content) == 0 {
		what := node.Have(n)
		if n.Kind != yaml.ScalarNode {
			what = "an empty one"
		}
		r.Errorf(key, "want a mapping of the event's data, such as {total: 27000}, have %s", what)
		return nil
	}
	v, err := node.Plain(n)
	if err != nil {
		r.Errorf(key, "%s", err)
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil { // impossible for what Plain returns
		r.Errorf(key, "%s", err)
	}
	return text
}

func (s Send) text() string {
	text := "send " + s.Event + " about " + s.User
	if s.Data == nil {
		return text + ", an example"
	}
	return text + ", with data"
}

func (s Send) do(ctx context.Context, p *player, _ Step) error { return p.team.Send(ctx, s) }
