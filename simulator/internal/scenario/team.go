package scenario

import (
	"context"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Team is the simulated team on which a scenario is played. Steps change
// it, and expectations read it.
type Team interface {
	CreateUser(ctx context.Context, u User) error
	Connect(ctx context.Context, c Connect) error
	Sync(ctx context.Context, s Sync) error
	Refresh(ctx context.Context, r Refresh) error
	Update(ctx context.Context, u Update) error
	DeleteRecord(ctx context.Context, d DeleteRecord) error
	Disconnect(ctx context.Context, d Disconnect) error
	Revoke(ctx context.Context, r Revoke) error
	Delete(ctx context.Context, d Delete) error
	Rotate(ctx context.Context, r Rotate) error
	// Recover retries the messages that failed within the given time before now.
	Recover(ctx context.Context, since time.Duration) error

	// Send sends an event that has no cause in the simulated data.
	Send(ctx context.Context, s Send) error

	// Advance moves the clock and returns when everything that was due on the
	// way has been attempted.
	Advance(ctx context.Context, d time.Duration) error

	// Fault activates a fault. Clear ends the fault with the name, or "all".
	Fault(ctx context.Context, f fault.Fault) error
	Clear(ctx context.Context, name string) error

	// Now returns the simulated time. Wall returns the machine's clock, on which
	// expectations wait for clients.
	Now() time.Time
	Wall() clock.Wall

	// Messages returns the messages since the start of the scenario.
	Messages() []Message
	// Requests returns the requests to Vital's API since the start of the
	// scenario, and the number of older ones that are no longer kept.
	Requests() (requests []Request, forgotten int)
	// Faulted returns the effects of faults so far.
	Faulted() []fault.Injection

	// Readable returns the number of records or samples of a resource that the
	// API has for a user, and the newest record.
	Readable(user string, resource vital.Resource) (count int, latest []byte, err error)

	// Target returns the origin of the application under test, such as
	// http://127.0.0.1:3000, or "" if there is none.
	Target() string
	// Probe sends a GET request to the application. A response with an error
	// status is not an error.
	Probe(ctx context.Context, url string) (status int, body []byte, err error)
}

// A Message is a webhook message as expectations see it.
type Message struct {
	EventType  string
	User       string    // the user's name in the scenario; "" if it has none
	At         time.Time // when it was made, simulated
	Accepted   bool      // every subscribed endpoint has responded with 2xx
	Unwanted   bool      // no endpoint subscribes to it: neither accepted nor failed
	AcceptedAt time.Time // when the last endpoint accepted it, simulated
	Status     int       // of the last response; 0 if there was none
	Attempts   int       // at the endpoint with the most
	Refusal    string    // why the last attempt failed, where no fault acted on it, such as 401; "" if it did not
	Evicted    bool      // details are no longer kept; the times are unknown
}

// A Request is a request to Vital's API as expectations see it.
type Request struct {
	Method string
	Route  string // the path with {names} for ids; "" if Vital has no such route
	Path   string
	User   string // as in a Message
	Status int    // 0 if there was no response
	Fault  string // the name of the fault that affected it
}
