package simtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// check ends the test if the selection can never have a message, since a misspelled
// one would let Never pass.
func (m Messages) check() {
	m.sim.t.Helper()
	reason := m.impossible(nil)
	if reason == "" {
		reason = m.unknownUser()
	}
	if reason != "" {
		m.sim.t.Fatalf("no message can be %s: %s", m, reason)
	}
}

// unknownUser returns why no message is about the selected users. It returns "" if the
// team has had them all.
func (m Messages) unknownUser() string {
	for _, user := range m.users {
		if err := m.sim.CheckUser(user); err != nil {
			return err.Error()
		}
	}
	return ""
}

// impossible returns why no event can have the selected types and keys, with data for
// which isType returns true. A nil isType is true for any data.
func (m Messages) impossible(isType func(vital.Payload) bool) string {
	var candidates []string
	for _, t := range catalog.EventTypes() {
		fits := func(pattern string) bool { return glob.Match(pattern, t) }
		if !slices.ContainsFunc(m.patterns, func(pattern string) bool { return !fits(pattern) }) {
			candidates = append(candidates, t)
		}
	}
	if len(candidates) == 0 {
		return "no event type matches " + strings.Join(m.patterns, " and ")
	}
	if isType != nil {
		candidates = slices.DeleteFunc(candidates, func(t string) bool {
			e, known := simulator.ExampleEvent(t)
			return known && !isType(e.Data)
		})
		if len(candidates) == 0 {
			return "events of the type " + strings.Join(m.patterns, " and ") + " have other data"
		}
	}
	for _, key := range m.keys {
		if reason := m.lacksKey(key, candidates); reason != "" {
			return reason
		}
	}
	return m.unknownProvider()
}

// providerKeys are the keys of data whose values are slugs of providers.
var providerKeys = []string{"source.provider", "source.slug", "provider.slug"}

// unknownProvider returns why no data can be of the selected providers. It returns "" if
// Vital has them all, or if a message has them, whose data may be the test's own.
func (m Messages) unknownProvider() string {
	var known []string
	for _, p := range catalog.Providers() {
		known = append(known, p.Slug)
	}
	for _, name := range m.providers {
		own := slices.ContainsFunc(m.sim.Timeline(), func(d simulator.Delivered) bool {
			return slices.ContainsFunc(providerKeys, func(key string) bool {
				have, _ := message{d}.lookUp(key)
				return have == strconv.Quote(name)
			})
		})
		if !slices.Contains(known, name) && !own {
			return fmt.Sprintf("there is no provider %q%s", name, near.Hint(name, known))
		}
	}
	return ""
}

// lacksKey returns why no event of the types has a key. It returns "" if one can have
// it, or if a message has it, whose data may be the test's own.
func (m Messages) lacksKey(key string, eventTypes []string) string {
	var known []string
	examples := 0
	for _, t := range eventTypes {
		data, ok := exampleData()[t]
		if !ok {
			continue
		}
		examples++
		has, keys := hasKey(data, strings.Split(key, "."))
		if has {
			return ""
		}
		known = append(known, keys...)
	}
	if examples == 0 || slices.ContainsFunc(m.sim.Timeline(), func(d simulator.Delivered) bool { _, ok := message{d}.lookUp(key); return ok }) {
		return ""
	}
	last := key[strings.LastIndexByte(key, '.')+1:]
	return fmt.Sprintf("their data has no key %q%s", key, near.Hint(last, known))
}

// hasKey reports whether a value has a key, whose parts lead into it, or can have it,
// since a value on the way is null. If not, it returns the keys that there are.
func hasKey(value any, parts []string) (has bool, known []string) {
	for _, part := range parts {
		if value == nil {
			return true, nil
		}
		object, ok := value.(map[string]any)
		if !ok {
			return false, nil
		}
		next, ok := object[part]
		if !ok {
			return false, slices.Sorted(maps.Keys(object))
		}
		value = next
	}
	return true, nil
}

// exampleData returns the data of an example of each event type, decoded. Vital's events
// have all keys of their schema, with null for what is not known.
var exampleData = sync.OnceValue(func() map[string]any {
	all := map[string]any{}
	for _, t := range catalog.EventTypes() {
		e, ok := simulator.ExampleEvent(t)
		if !ok {
			continue
		}
		var data any
		if err := json.Unmarshal(e.Data.AppendJSON(nil), &data); err != nil {
			panic(err) // a test decodes each example
		}
		all[t] = data
	}
	return all
})
