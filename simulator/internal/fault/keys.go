package fault

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// A Role is what a key of a fault is for.
type Role string

// The roles.
const (
	Matches Role = "match"  // narrows what the fault acts upon
	Effects Role = "effect" // says what it does; a fault has at least one
	Details Role = "detail" // says more of an effect
	Labels  Role = "label"
)

// A Key is a word of the grammar of faults. Its texts are the help and documentation,
// and parsing and printing a fault use the table.
type Key struct {
	Side    Side // "" for both
	Name    string
	Role    Role
	Value   string // what may stand there
	About   string // one line
	Example string // a whole fault with the key, one line

	read func(r *reader, f *Fault)
	text func(f Fault) string // as YAML; "" where the fault lacks the key
}

// Keys returns the table of all keys, in the order in which they are written.
func Keys() []Key { return slices.Clone(keys) }

// of returns the part of the table for a side.
func of(side Side) []Key {
	return slices.DeleteFunc(Keys(), func(k Key) bool { return k.Side != "" && k.Side != side })
}

// effects returns the names of a side's effects.
func effects(side Side) (names []string) {
	for _, k := range of(side) {
		if k.Role == Effects {
			names = append(names, k.Name)
		}
	}
	return names
}

var keys = slices.Concat([]Key{{
	Name: "name", Role: Labels, Value: "WORD", About: "the name for clear, expect and the ledger; generated if left out",
	Example: "api: {name: brown-out, path: /v2/summary/*, status: 503}",
	read:    func(r *reader, f *Fault) { f.Name = r.label("name") },
	text:    func(f Fault) string { return quoted(f.Name) },
}}, apiMatches, deliveryMatches, []Key{{
	Name: "user", Role: Matches, Value: "USER", About: "a client_user_id, a user id, or a scenario's name of the user",
	Example: "api: {user: app-user-1, status: 500}",
	read:    func(r *reader, f *Fault) { f.User = r.Text("user", node.Optional) },
	text:    func(f Fault) string { return quoted(f.User) },
}, {
	Name: "nth", Role: Matches, Value: "NUMBER", About: "acts only on the nth match, counted from 1",
	Example: "delivery: {event: daily.data.*, nth: 3, duplicate: 1}",
	read:    func(r *reader, f *Fault) { f.Nth, _ = r.Integer("nth", 1, 1_000_000) },
	text:    func(f Fault) string { return number(f.Nth) },
}, {
	Name: "share", Role: Matches, Value: "0..1", About: "fraction of the matches on which it acts, drawn from the seed",
	Example: "api: {path: /v2/timeseries/*, share: 0.3, times: 100, status: 500}",
	read:    func(r *reader, f *Fault) { f.Share = r.share("share") },
	text:    func(f Fault) string { return fraction(f.Share) },
}, {
	Name: "times", Role: Matches, Value: "NUMBER", About: "maximum number of requests or messages on which it acts (default " + strconv.Itoa(DefaultTimes) + "); a message counts once for all its endpoints",
	Example: "api: {path: /v2/summary/*, status: 503, times: 2}",
	read:    func(r *reader, f *Fault) { f.Times = r.times("times", f.Nth) },
	text:    timesText,
}}, apiEffects, deliveryEffects)

// timesText leaves out what follows from nth.
func timesText(f Fault) string {
	if f.Nth > 0 {
		return ""
	}
	return number(f.Times)
}

// String returns the fault in its own grammar, on one line, with all defaults.
func (f Fault) String() string { return string(f.Side) + ": {" + f.list() + "}" }

// done returns the effects of the fault.
func (f Fault) done() string { return f.list(Effects, Details) }

// list returns the fault's keys of some roles, or all of them.
func (f Fault) list(roles ...Role) string {
	var parts []string
	for _, k := range of(f.Side) {
		if value := k.text(f); value != "" && (len(roles) == 0 || slices.Contains(roles, k.Role)) {
			parts = append(parts, k.Name+": "+value)
		}
	}
	return strings.Join(parts, ", ")
}

func quoted(s string) string {
	if s == "" || plain.MatchString(s) && !reserved.MatchString(s) {
		return s
	}
	return strconv.Quote(s) // YAML reads what Go writes
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func fraction(x float64) string {
	if x == 0 || x == 1 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func flag(set bool, value string) string {
	if !set {
		return ""
	}
	return value
}

func wall(d time.Duration) string { return flag(d > 0, d.String()) }

func simulated(d time.Duration) string { return flag(d > 0, clock.Duration(d).String()) }
