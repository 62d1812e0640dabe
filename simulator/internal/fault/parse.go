package fault

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// A Catalog holds the names against which faults are checked. An empty list is not
// checked.
type Catalog struct {
	Paths      []string // Vital's, with {names} for segments that vary
	EventTypes []string
}

// usage shows the form of a fault.
const usage = "api: {…} or delivery: {…}"

// text is the source of a fault.
var text = node.Text{Kind: "fault", In: "text", Shape: usage, Max: 64 << 10}

// Errors are all errors in the text of a fault, by position.
type Errors []node.Problem

// Error returns a line for each error; a text of one line has columns only.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	single := true
	for _, e := range es {
		single = single && e.Line == 1
	}
	for i, e := range es {
		if single {
			lines[i] = fmt.Sprintf("column %d: %s", e.Col, e.Cause)
		} else {
			lines[i] = fmt.Sprintf("line %d, column %d: %s", e.Line, e.Col, e.Cause)
		}
	}
	return strings.Join(lines, "\n")
}

// Parse parses a fault from YAML or JSON. The error is Errors, which has all of them
// at once.
func Parse(s string, c Catalog) (Fault, error) {
	root, problems := text.Load([]byte(s))
	var f Fault
	if root != nil {
		lines := node.Lines([]byte(s))
		f = Decode(root, c, func(n *yaml.Node, cause string) {
			line, col := node.Place(n, lines)
			problems = append(problems, node.Problem{Line: line, Col: col, Cause: cause})
		})
	}
	if len(problems) > 0 {
		node.Sort(problems)
		return Fault{}, Errors(problems)
	}
	return f, nil
}

// Decode parses a fault from a node of a larger text and reports its errors.
func Decode(n *yaml.Node, c Catalog, report node.Report) (f Fault) {
	top := node.NewMapping(n, "", usage, report)
	if top == nil {
		return f
	}
	api, delivery := top.Value(string(API), node.Optional), top.Value(string(Delivery), node.Optional)
	top.Done()
	switch {
	case api != nil && delivery != nil:
		top.Sayf(string(Delivery), "a fault is of one side; write two faults, one of the api and one of delivery")
	case api != nil:
		f = decodeSide(api, API, c, report)
	case delivery != nil:
		f = decodeSide(delivery, Delivery, c, report)
	case top.Len() == 0:
		top.Sayf("", "missing api or delivery; usage: %s", usage)
	}
	return f
}

func decodeSide(n *yaml.Node, side Side, c Catalog, report node.Report) Fault {
	f := Fault{Side: side}
	m := node.NewMapping(n, string(side), "", report)
	if m == nil {
		return f
	}
	r := &reader{m, c}
	for _, k := range of(side) {
		k.read(r, &f)
	}
	for _, k := range keys {
		if k.Side != "" && k.Side != side {
			r.Refuse(k.Name, "%s is a key of %s faults", k.Name, k.Side)
		}
	}
	if r.Done() {
		r.check(f)
	}
	return f
}
