package webhook

import (
	"net/http"
	"slices"
	"time"
)

// A Delivery is the state of a message at an endpoint at one moment: a copy that
// is safe to keep. A message that no endpoint wants has a Delivery without an
// endpoint.
type Delivery struct {
	*Message
	EndpointID string // "" where no endpoint wants it
	Status     Status
	Attempts   []Attempt // in the order of their ends
}

// A Status is the status of a delivery, in Svix's words.
type Status string

// The states of a delivery: pending until an attempt is answered 2xx (success)
// or there will be no other (fail). What no endpoint wants is unwanted.
const (
	Pending  Status = "pending"
	Success  Status = "success"
	Fail     Status = "fail"
	Unwanted Status = "unwanted"
)

// An Attempt is one try to deliver a message to an endpoint.
type Attempt struct {
	Number     int           `json:"number"`               // from 1
	Copy       int           `json:"copy,omitempty"`       // 0 is the attempt itself, what follows was sent once more on purpose
	Manual     bool          `json:"manual,omitempty"`     // resent or recovered, not by the schedule
	Fault      string        `json:"fault,omitempty"`      // what was done to it on purpose; "" for nothing
	At         time.Time     `json:"at"`                   // simulated
	Timestamp  time.Time     `json:"timestamp,omitzero"`   // svix-timestamp, wall time
	Signature  string        `json:"signature,omitempty"`  // svix-signature: while a secret is being rotated, one of each, the new one's first
	Secret     Secret        `json:"-"`                    // what the receiver should verify with: the endpoint's at the time
	StatusCode int           `json:"status_code,omitzero"` // 0 where there was no answer
	Error      string        `json:"error,omitempty"`      // why there was no answer, or why it counts as a failure
	TimedOut   bool          `json:"timed_out,omitempty"`
	Duration   time.Duration `json:"duration,omitempty"` // wall time
	Answer     Bytes         `json:"answer,omitempty"`   // the beginning of the answer's body
	Body       Bytes         `json:"body,omitzero"`      // what was sent instead of the message's; nil for the message's own

	RetryAfter      time.Duration `json:"retry_after,omitempty"` // that the receiver asked for
	EndpointHeaders *headers      `json:"headers,omitempty"`     // of the endpoint, at the time
	Sent            http.Header   `json:"sent,omitempty"`        // what was sent instead of the usual; nil for that
	Shift           time.Duration `json:"shift,omitempty"`       // of Timestamp, against the time of sending
}

// OK reports whether the attempt was accepted: any 2xx (vital.md 6.5).
func (a Attempt) OK() bool { return a.StatusCode >= 200 && a.StatusCode < 300 && a.Error == "" }

// A Result is what the control API and the feed of events show of an attempt.
type Result struct {
	Number     int       `json:"number"`           // from 1
	Copy       int       `json:"copy,omitempty"`   // from 1 for a duplicate that a fault has sent
	Manual     bool      `json:"manual,omitempty"` // resent or recovered
	Fault      string    `json:"fault,omitempty"`  // that acted on it
	At         time.Time `json:"at"`               // simulated
	StatusCode int       `json:"status_code"`
	OK         bool      `json:"ok"` // answered with 2xx in time
	Error      string    `json:"error,omitempty"`
}

// Result returns what is shown of the attempt.
func (a Attempt) Result() Result {
	return Result{Number: a.Number, Copy: a.Copy, Manual: a.Manual, Fault: a.Fault, At: a.At, StatusCode: a.StatusCode, OK: a.OK(), Error: a.Error}
}

// A delivery is a Delivery as the dispatcher keeps it; its mu guards it.
type delivery struct {
	Status   Status    `json:"status"`
	Attempts []Attempt `json:"-"`                 // DeliveryState has them
	Begun    int       `json:"begun,omitempty"`   // attempts that have had their turn
	Rung     int       `json:"rung,omitempty"`    // of the schedule: attempts by it that have failed
	Manual   int       `json:"manual,omitempty"`  // tries beside it that have not ended
	Accepted time.Time `json:"accepted,omitzero"` // simulated

	entry    *entry
	endpoint *endpoint
	next     *try // by the schedule, where there is one; it may be open
}

func (d *delivery) message() *Message { return d.entry.message }

func (d *delivery) snapshot() Delivery {
	return Delivery{Message: d.message(), EndpointID: d.endpoint.id, Status: d.Status, Attempts: slices.Clone(d.Attempts)}
}

func (e *entry) snapshots() []Delivery {
	if len(e.deliveries) == 0 {
		return []Delivery{{Message: e.message, Status: Unwanted}}
	}
	out := make([]Delivery, len(e.deliveries))
	for i, d := range e.deliveries {
		out[i] = d.snapshot()
	}
	return out
}
