package node

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// IsNull reports whether the value is missing or null.
func IsNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// IsText reports whether the value is text. An unquoted date counts as text,
// although YAML reads it as a timestamp.
func IsText(n *yaml.Node) bool {
	tag := n.ShortTag()
	return n.Kind == yaml.ScalarNode && (tag == "!!str" || tag == "!!timestamp")
}

// Have describes a value for messages of the form "want X, have Y".
func Have(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!int", "!!float":
		return "the number " + Short(n.Value)
	case "!!bool":
		return Short(n.Value)
	case "!!str", "!!timestamp":
		return "the text " + Quote(n.Value)
	}
	return "a value with the tag " + Quote(n.Tag)
}

// Plain converts a node to the Go value that JSON would give: nil, bool, int,
// float64, string, []any or map[string]any.
func Plain(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("a key must be text, not %s", Have(key))
			}
			v, err := Plain(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			m[key.Value] = v
		}
		return m, nil
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			v, err := Plain(item)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	}
	return scalar(n)
}

func scalar(n *yaml.Node) (any, error) {
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!str", "!!timestamp":
		return n.Value, nil
	case "!!bool":
		var v bool
		if err := n.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s is not true or false", Quote(n.Value))
		}
		return v, nil
	case "!!int":
		var v int
		if err := n.Decode(&v); err == nil {
			return v, nil
		}
		fallthrough
	case "!!float":
		var v float64
		if err := n.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s is not a number", Quote(n.Value))
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, errors.New("not a number that JSON can hold")
		}
		return v, nil
	}
	return nil, fmt.Errorf("the tag %s is not supported; leave it out", Quote(n.Tag))
}

// Short escapes a text from the file and cuts it to a length that fits one
// line of a message.
func Short(s string) string {
	const limit = 60
	if r := []rune(s); len(r) > limit {
		s = string(r[:limit]) + "…"
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}

// Quote returns the result of Short in quotes.
func Quote(s string) string { return `"` + Short(s) + `"` }

// And joins words into a phrase: a, b and c.
func And(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Count returns a number with its noun: 1 day, 2 days.
func Count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}
