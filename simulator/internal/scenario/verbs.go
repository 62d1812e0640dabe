package scenario

import "gopkg.in/yaml.v3"

// A Verb is the word at the start of a step. Help and documentation are
// generated from its texts.
type Verb struct {
	About   string   // what it does, one line
	Usage   string   // its keys, one line; those in brackets may be left out
	Example string   // a step, one line of YAML
	More    []string // further examples

	// decode parses the argument of the verb and reports what is wrong with it.
	// It returns nil if the effect of the step cannot be known.
	decode func(p *parser, arg *yaml.Node, v Verb) Action
}

// Verbs returns a new map of all verbs by name.
func Verbs() map[string]Verb {
	return map[string]Verb{
		"delete_record": deleteRecordVerb(),
		"connect":       connectVerb(),
		"advance":       advanceVerb(),
		"sync":          syncVerb(),
		"refresh":       refreshVerb(),
		"update":        updateVerb(),
		"disconnect":    disconnectVerb(),
		"revoke":        revokeVerb(),
		"delete":        deleteVerb(),
		"rotate":        rotateVerb(),
		"recover":       recoverVerb(),
		"send":          sendVerb(),
		"fault":         faultVerb(),
		"clear":         clearVerb(),
		"expect":        expectVerb(),
	}
}
