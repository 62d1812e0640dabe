// Package fault implements deliberate misbehaviour: API responses that fail, and
// deliveries that arrive twice, late, broken or not at all.
//
// A [Fault] says what it matches and what it does. Flags, scenarios and the control
// API share one grammar, and [Keys] is its table. A [Set] holds the active faults of
// a team, picks the requests and messages on which they act, and records every act
// in a ledger. Every fault acts a bounded number of times, and the same seed picks the
// same requests and messages.
package fault

import "time"

// A Side is where a fault acts: in the API or in deliveries.
type Side string

// The sides.
const (
	API      Side = "api"      // how Vital's API answers
	Delivery Side = "delivery" // how webhooks arrive
)

// DefaultTimes is the number of acts of a fault that does not set times; MaxTimes
// is the largest allowed number.
const (
	DefaultTimes = 10
	MaxTimes     = 100_000
)

// A Fault is one way to misbehave. It can be compared; Parse makes it.
type Fault struct {
	Name string // "" where none is given: a Set derives one
	Side Side
	Match
	Answer  Answer  // of a fault of the API
	Sending Sending // of a fault of deliveries
}

// A Match selects the requests or messages on which a fault acts. An empty field
// matches all.
type Match struct {
	Path   string // a glob over Vital's paths
	Method string

	Event    string // a glob over event types
	Endpoint string // a glob over the ids of endpoints
	Attempt  int    // which attempt of a message, from 1

	User  string  // a client_user_id, a user id, or a scenario's name of the user
	Nth   int     // only the nth that matches; 0 for any
	Share float64 // of those that match, above 0 and up to 1
	Times int     // maximum number of acts
}

// An Answer is what a fault does to a response of the API. Durations are wall time,
// since the client waits.
type Answer struct {
	Status     int // with Vital's body; the request is not carried out
	RetryAfter int // seconds, with status 429 or 503
	Latency    time.Duration
	Reset      bool          // the connection is reset; the request is not carried out
	SlowBody   time.Duration // from the first byte of the body to the last
	Truncate   bool          // half the declared length arrives
	Malformed  bool          // JSON that does not parse
}

// A Sending is what a fault does to an attempt to deliver a message.
type Sending struct {
	Duplicate   int           // further copies
	Delay       time.Duration // simulated
	Reorder     int           // leaves after so many further messages of its user
	Drop        bool          // is not delivered until it is recovered
	Tamper      bool          // the body is changed after it was signed
	WrongSecret bool
	Stale       bool   // a correctly signed timestamp that is too old
	NoHeaders   bool   // none of svix-id, svix-timestamp, svix-signature
	ContentType string // instead of application/json
	Pad         int    // bytes that the body is padded to before it is signed
	Oversize    int    // bytes that the body is padded to after it was signed
}

// A User is a user with all names by which a fault may refer to it.
type User struct {
	ID           string // Vital's user_id
	ClientUserID string
	Name         string // in a scenario
}

// is reports whether a name refers to the user; "" refers to every user.
func (u User) is(name string) bool {
	return name == "" || name == u.ClientUserID || name == u.ID || name == u.Name
}

// key returns the name of the user in draws and in the ledger: the application's own
// id, which does not depend on salts.
func (u User) key() string {
	if u.ClientUserID != "" {
		return u.ClientUserID
	}
	return u.ID
}
