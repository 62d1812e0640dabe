package webhook

import (
	"maps"
	"slices"
	"time"
)

// An Endpoint is a receiver of messages, with the settings of Svix and of Vital's
// management API.
type Endpoint struct {
	ID          string // ep_…; given when it is added
	URL         string
	Description string
	FilterTypes []string          // exact event types; nil means all
	RateLimit   int               // attempts in a second of simulated time; 0 means as many as there are
	Disabled    bool              // gets nothing while it is
	Headers     map[string]string // sent beside Svix's own
	Sensitive   []string          // names of Headers whose values are not shown; see Masked
	Secret      Secret
	CreatedAt   time.Time // simulated
	UpdatedAt   time.Time // simulated
}

// wants reports whether messages of the type go to the endpoint.
func (e *Endpoint) wants(eventType string) bool {
	return !e.Disabled && (e.FilterTypes == nil || slices.Contains(e.FilterTypes, eventType))
}

// clone returns a deep copy.
func (e Endpoint) clone() Endpoint {
	e.FilterTypes = slices.Clone(e.FilterTypes)
	e.Headers = maps.Clone(e.Headers)
	e.Sensitive = slices.Clone(e.Sensitive)
	return e
}

// An endpoint is an Endpoint with the attempts that are on their way to it.
// The Dispatcher's mu guards all but id and ordinal.
type endpoint struct {
	Endpoint
	id      string
	ordinal int // in the order of adding, from 1
	version int // counts the changes of its settings
	removed bool
	health  health
	former  []former // secrets, the newest first
	made    int      // secrets that were generated

	waiting waiting // for their simulated time
	held    []*try  // of those, what waits for others to overtake it
	firsts  pool    // first attempts: a user's lane is one line of it
	retries pool    // all others, which hold no lane back
	second  time.Time
	spent   int // attempts begun within that second, where there is a rate limit
}

// Concurrency bounds the first attempts at one endpoint that are open at once, and
// likewise the others. An endpoint that hangs uses only its own places.
const Concurrency = 64

// retriesPerUser bounds the other attempts of one user, so that hanging attempts
// for one user leave places for the rest.
const retriesPerUser = 16

func newEndpoint(e Endpoint, ordinal int) *endpoint {
	return &endpoint{
		Endpoint: e.clone(), id: e.ID, ordinal: ordinal,
		firsts: pool{limit: Concurrency, perUser: 1}, retries: pool{limit: Concurrency, perUser: retriesPerUser},
	}
}

// allows reports whether another attempt may begin at now, and counts it if so.
func (e *endpoint) allows(now time.Time) bool {
	if e.RateLimit == 0 {
		return true
	}
	if second := now.Truncate(time.Second); second.After(e.second) {
		e.second, e.spent = second, 0
	}
	if e.spent >= e.RateLimit {
		return false
	}
	e.spent++
	return true
}

// due returns when the next waiting attempt may begin.
func (e *endpoint) due() (time.Time, bool) {
	if len(e.waiting) == 0 {
		return time.Time{}, false
	}
	due := e.waiting[0].due
	if e.RateLimit > 0 && e.spent >= e.RateLimit {
		if next := e.second.Add(time.Second); next.After(due) {
			return next, true
		}
	}
	return due, true
}
