package scenario

import "gopkg.in/yaml.v3"

// A Verb is a word that a step may begin with. Help and documentation are made
// from its texts.
type Verb struct {
	About   string   // what it does, one line
	Usage   string   // its keys, one line; those in brackets may be left out
	Example string   // a step, one line of YAML
	More    []string // further examples

	// decode reads what the verb acts upon and reports what is wrong with it.
	// A nil action means that nothing is known about what the step would do.
	decode func(p *parser, arg *yaml.Node, v Verb) Action
}

// Verbs returns a fresh map of all verbs.
func Verbs() map[string]Verb {
	return map[string]Verb{
		"connect":    connectVerb(),
		"advance":    advanceVerb(),
		"sync":       syncVerb(),
		"update":     updateVerb(),
		"disconnect": disconnectVerb(),
		"revoke":     revokeVerb(),
		"rotate":     rotateVerb(),
		"recover":    recoverVerb(),
		"send":       sendVerb(),
		"fault":      faultVerb(),
		"clear":      clearVerb(),
		"expect":     expectVerb(),
	}
}
