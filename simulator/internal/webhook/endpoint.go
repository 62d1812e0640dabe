package webhook

import (
	"maps"
	"slices"
	"time"
)

// An Endpoint is a receiver of messages, with the settings of Svix and of Vital's
// management API.
type Endpoint struct {
	ID          string            `json:"id"` // ep_…; given when it is added
	URL         string            `json:"url"`
	Description string            `json:"description,omitempty"`
	FilterTypes []string          `json:"filter_types"`         // exact event types; nil means all
	RateLimit   int               `json:"rate_limit,omitempty"` // attempts in a second of simulated time; 0 means as many as there are
	Disabled    bool              `json:"disabled,omitempty"`   // gets nothing while it is
	Headers     map[string]string `json:"headers,omitempty"`    // sent beside Svix's own
	Sensitive   []string          `json:"sensitive,omitempty"`  // names of Headers whose values are not shown; see Masked
	Secret      Secret            `json:"-"`
	CreatedAt   time.Time         `json:"created_at"` // simulated
	UpdatedAt   time.Time         `json:"updated_at"` // simulated
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
// The Dispatcher's mu guards all but id and Ordinal.
type endpoint struct {
	Endpoint
	health
	Ordinal int       `json:"ordinal"` // in the order of adding, from 1
	Removed bool      `json:"removed,omitempty"`
	Former  []former  `json:"former,omitempty"` // secrets, the newest first
	Made    int       `json:"made,omitempty"`   // secrets that were generated
	Second  time.Time `json:"second,omitzero"`
	Spent   int       `json:"spent,omitempty"` // attempts begun within that second, where there is a rate limit

	id      string
	version int     // counts the changes of its settings
	waiting waiting // for their simulated time
	held    []*try  // of those, what waits for others to overtake it
	firsts  pool    // first attempts: a user's lane is one line of it
	retries pool    // all others, which hold no lane back
}

// Concurrency bounds the first attempts at one endpoint that are open at once, and
// likewise the others. An endpoint that hangs uses only its own places.
const Concurrency = 64

// retriesPerUser bounds the other attempts of one user, so that hanging attempts
// for one user leave places for the rest.
const retriesPerUser = 16

// open computes the fields that are not saved, of an endpoint that is not shared yet.
func (e endpoint) open() *endpoint {
	e.Endpoint = e.clone()
	e.id, e.version, e.waiting, e.held = e.ID, 0, nil, nil
	e.firsts, e.retries = pool{limit: Concurrency, perUser: 1}, pool{limit: Concurrency, perUser: retriesPerUser}
	return &e
}

// allows reports whether another attempt may begin at now, and counts it if so.
func (e *endpoint) allows(now time.Time) bool {
	if e.RateLimit == 0 {
		return true
	}
	if second := now.Truncate(time.Second); second.After(e.Second) {
		e.Second, e.Spent = second, 0
	}
	if e.Spent >= e.RateLimit {
		return false
	}
	e.Spent++
	return true
}

// due returns when the next waiting attempt may begin.
func (e *endpoint) due() (time.Time, bool) {
	if len(e.waiting) == 0 {
		return time.Time{}, false
	}
	due := e.waiting[0].Due
	if e.RateLimit > 0 && e.Spent >= e.RateLimit {
		if next := e.Second.Add(time.Second); next.After(due) {
			return next, true
		}
	}
	return due, true
}
