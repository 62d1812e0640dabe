package scenario

import (
	"maps"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// emptyStep is the error for a step without a verb.
const emptyStep = "an empty step; write a verb and its argument, such as - advance: 1d"

// steps reads the list of steps.
func (p *parser) steps(top *reader, n *yaml.Node) []Step {
	switch {
	case n.Kind != yaml.SequenceNode && !node.IsNull(n):
		top.Errorf("steps", "want a list of steps, each on a line of its own after a dash, have %s", node.Have(n))
		return nil
	case len(n.Content) == 0:
		top.Errorf("steps", "the list is empty; write at least one step, such as - advance: 1d")
		return nil
	}
	verbs := Verbs()
	var steps []Step
	for _, item := range n.Content {
		if s, ok := p.step(item, verbs); ok {
			steps = append(steps, s)
		} else {
			p.state.unsure = true // it may have been a connect
		}
	}
	return steps
}

// step reads one step: a mapping with one verb as its key.
func (p *parser) step(n *yaml.Node, verbs map[string]Verb) (s Step, ok bool) {
	key, arg := p.verbOf(n, verbs)
	if key == nil {
		return s, false
	}
	verb := verbs[key.Value]
	p.verb = key.Value
	defer func() { p.verb = "" }()
	p.otherwise = ""
	before := len(p.errs)
	if node.IsNull(arg) {
		p.errorf(key, "missing argument; usage: %s", verb.Usage)
		return s, false
	}
	action := verb.decode(p, arg, verb)
	if len(p.errs) > before {
		return s, action != nil
	}
	return Step{Pos: p.pos(key), Verb: key.Value, Text: action.text(), Otherwise: p.otherwise, Action: action}, true
}

// verbOf returns the verb of a step and its argument. It reports other keys.
func (p *parser) verbOf(n *yaml.Node, verbs map[string]Verb) (key, arg *yaml.Node) {
	names := slices.Sorted(maps.Keys(verbs))
	if n.Kind != yaml.MappingNode {
		p.notAStep(n, verbs)
		return nil, nil
	}
	if len(n.Content) == 0 {
		p.errorf(n, emptyStep)
		return nil, nil
	}
	bad := false
	for i := 0; i < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		_, known := verbs[k.Value]
		switch {
		case known && key == nil:
			key, arg = k, v
		case known && k.Value != key.Value: // a repeated verb is a duplicate key
			p.errorf(k, "two verbs in one step, %s and %s; begin a step of its own: - %s:", key.Value, k.Value, k.Value)
			bad = true
		case known:
			bad = true
		case k.Kind != yaml.ScalarNode:
			p.errorf(k, "want a verb such as advance, have %s", node.Have(k))
			bad = true
		case key != nil:
			p.errorf(k, "%s is beside %s, not under it; indent it further, or write %s: {%s: …}",
				node.Quote(k.Value), key.Value, key.Value, node.Short(k.Value))
			bad = true
		default:
			p.errorf(k, "unknown verb %s%s", node.Quote(k.Value), node.Suggest(k.Value, names))
			return nil, nil
		}
	}
	if bad {
		return nil, nil
	}
	return key, arg
}

// notAStep reports a step that is not a mapping. The list of verbs is left to the
// error for an unknown verb, so that a new verb changes one message only.
func (p *parser) notAStep(n *yaml.Node, verbs map[string]Verb) {
	switch verb, known := verbs[n.Value]; {
	case node.IsNull(n):
		p.errorf(n, emptyStep)
	case known:
		p.errorf(n, "%s needs a colon and an argument; usage: %s", n.Value, verb.Usage)
	default:
		p.errorf(n, "want a step such as - advance: 1d, have %s", node.Have(n))
	}
}
