// Package scenario parses and plays scenarios.
//
// A scenario is a YAML file that declares users and lists steps, such as
// connecting a user, advancing the clock or checking what was delivered.
// [Parse] reads the file, checks it against a [Catalog] of known names and
// reports all errors with their positions. [PlayOptions.Play] then runs the
// steps on a [Team], the simulated team, and reports progress to an
// [Observer]. A new verb is a [Verb] with an [Action], in a file of its own.
package scenario

import (
	"context"
	"time"
)

// A Scenario is a parsed and checked scenario file.
type Scenario struct {
	File  string // as given to Parse
	Name  string
	About string

	// Seed determines the generated data; HasSeed tells whether the file sets it.
	Seed    uint64
	HasSeed bool

	// MaxEventBytes bounds the bodies of events of timeseries while the scenario
	// plays; 0 means the simulator's default.
	MaxEventBytes int

	Start    time.Time // of the simulated clock, in UTC
	Users    []User    // in the file's order
	Steps    []Step    // at least one
	Warnings []Warning // sorted by position
}

// DefaultStart is the start of a scenario that does not set one.
var DefaultStart = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// A User is a user that the scenario declares. All users are created before
// the first step.
type User struct {
	Pos
	Name         string // the name that steps use
	ClientUserID string // Name unless the file says otherwise
	TimeZone     string // where the person lives, an IANA name; "" for the fixture's zone or one that is drawn
	// FallbackTimeZone is the field of Vital's API, for providers that do not know the
	// zone: an IANA name, or "" for none.
	FallbackTimeZone string
	Persona          string   // a name in the catalog, a path, or "" for the simulator's default
	PersonaFile      any      // the persona read from that path; nil if Persona is not a path
	Fixture          *Fixture // the recorded data of its connections, or nil
}

// A Step is one step of a scenario: a verb with its argument.
type Step struct {
	Pos         // of the verb
	Verb string // a key of Verbs
	Text string // the step as one line for a timeline: "advance 1d"
	// Otherwise is the author's explanation of a failed expectation.
	Otherwise string
	Action    Action
}

// An Action is what a step does: a [Connect], [Advance], [Sync], [Refresh],
// [Update], [Disconnect], [Revoke], [Delete], [Rotate], [Recover], [Send], [Fault]
// or [Clear], or what it expects: an [Expect], [ExpectOrder], [ExpectRequest],
// [ExpectFault] or [ExpectProbe].
type Action interface {
	// text returns the step as one line for a timeline.
	text() string
	// do runs the step.
	do(ctx context.Context, p *player, s Step) error
}

// A Warning points out something that is valid but differs from the real
// provider, or is probably a mistake.
type Warning struct {
	Pos
	Text string
}

// String formats the warning as file:line:col: warning: text.
func (w Warning) String() string { return w.Pos.String() + ": warning: " + w.Text }
