package scenario

import (
	"context"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Actor is what steps act upon, and what expectations look at.
type Actor interface {
	CreateUser(ctx context.Context, u User) error
	Connect(ctx context.Context, c Connect) error
	Sync(ctx context.Context, s Sync) error
	Update(ctx context.Context, u Update) error
	Disconnect(ctx context.Context, d Disconnect) error
	Revoke(ctx context.Context, r Revoke) error
	Rotate(ctx context.Context, r Rotate) error
	// Recover attempts again what has failed since so long ago.
	Recover(ctx context.Context, since time.Duration) error

	// Send lets an event leave that nothing in the world has caused.
	Send(ctx context.Context, s Send) error

	// Advance moves the clock and returns when everything that fell due on the
	// way was attempted.
	Advance(ctx context.Context, d time.Duration) error

	// Fault makes a fault active; Clear ends the one of a name, or "all".
	Fault(ctx context.Context, f fault.Fault) error
	Clear(ctx context.Context, name string) error

	// Now is the simulated time, Wall the machine's clock: expectations of what
	// clients do wait on the latter.
	Now() time.Time
	Wall() clock.Wall

	// Messages are all messages since the scenario began.
	Messages() []Message
	// Requests are what clients asked of Vital's API since then. Of very many,
	// the first are forgotten.
	Requests() (requests []Request, forgotten int)
	// Faulted is what faults have done.
	Faulted() []fault.Injection

	// Readable is how many records or samples of a resource the API has for a
	// user, and the newest record.
	Readable(user string, resource vital.Resource) (count int, latest []byte, err error)

	// Target is the origin of the application under test, such as
	// http://127.0.0.1:3000; "" where there is none.
	Target() string
	// Probe asks the application with a GET. An answer of any status is none of
	// its errors.
	Probe(ctx context.Context, url string) (status int, body []byte, err error)
}

// A Message is what an expectation sees of a webhook message.
type Message struct {
	EventType  string
	User       string    // the user's name in the scenario; "" if it has none
	At         time.Time // when it was made, simulated
	Accepted   bool      // every endpoint that wants it has answered with a 2xx
	Unwanted   bool      // no endpoint wants it: neither accepted nor failed
	AcceptedAt time.Time // when the last of them did, simulated
	Status     int       // of the last answer; 0 if there was none
	Attempts   int       // at the endpoint with the most
	Evicted    bool      // it is too old to be remembered: nobody knows when it was
}

// A Request is what an expectation sees of a request to Vital's API.
type Request struct {
	Method string
	Route  string // the path with {names} for ids; "" where Vital has no such path
	Path   string
	User   string // as in a Message
	Status int    // 0 if there was no answer
	Fault  string // the name of the one that acted
}
