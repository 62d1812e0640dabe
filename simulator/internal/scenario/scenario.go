// Package scenario reads scenarios and plays them.
//
// A scenario is a YAML file that says who exists and what happens, step by
// step. [Parse] reads and checks it whole, and reports everything that is
// wrong with it at once, each with its place in the file; [Play] then carries
// the steps out on an [Actor]. The package knows neither the world nor the
// wire: what names exist comes in through a [Catalog], what steps do goes out
// through the Actor.
package scenario

import (
	"context"
	"time"
)

// A Scenario is a file that was parsed and checked whole.
type Scenario struct {
	File  string // as given to Parse
	Name  string
	About string

	// Seed selects the world; HasSeed says whether the file chose it.
	Seed    uint64
	HasSeed bool

	Start    time.Time // the simulator's clock at step one, in UTC
	Users    []User    // in the file's order
	Steps    []Step    // at least one
	Warnings []Warning // what is legal but unlike the real provider; sorted by position
}

// DefaultStart is where the clock stands in a scenario that does not say.
var DefaultStart = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// A User is somebody the scenario declares. Play creates them all before the
// first step.
type User struct {
	Pos
	Name         string   // how the scenario's steps call the user
	ClientUserID string   // Name unless the file says otherwise
	TimeZone     string   // an IANA name, or "" for the simulator's default
	Persona      string   // one of the catalog's, a path, or "" for the simulator's default
	PersonaFile  any      // what the catalog has read at the path; nil where Persona is none
	Fixture      *Fixture // what its connections look at; nil for nothing
}

// A Step is one verb and what it acts upon.
type Step struct {
	Pos         // of the verb
	Verb string // a key of Verbs
	Text string // the step as one line for a timeline: "advance 1d"
	// Otherwise is what an expectation that is not met means, in the author's words.
	Otherwise string
	Action    Action
}

// An Action is what a step does: a [Connect], [Advance], [Sync], [Update],
// [Disconnect], [Send], [Fault] or [Clear], or what it expects: an [Expect],
// [ExpectOrder], [ExpectRequest], [ExpectFault] or [ExpectProbe].
type Action interface {
	// text is the step as one line for a timeline.
	text() string
	// do carries the step out.
	do(ctx context.Context, p *player, s Step) error
}

// A Warning is about a scenario that is legal but unlike the real provider.
type Warning struct {
	Pos
	Text string
}

// String is the warning as file:line:col: warning: text.
func (w Warning) String() string { return w.Pos.String() + ": warning: " + w.Text }
