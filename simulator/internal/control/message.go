package control

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A Message is the JSON form of a delivery: a message on its way to an endpoint,
// with its attempts.
type Message struct {
	SvixID     string          `json:"svix_id"`
	EndpointID string          `json:"endpoint_id" jsonschema:"empty if no endpoint wants the message"`
	EventType  string          `json:"event_type"`
	User       string          `json:"client_user_id"`
	UserID     string          `json:"user_id"`
	At         time.Time       `json:"at" jsonschema:"simulated time"`
	Status     webhook.Status  `json:"status"`
	Summary    string          `json:"summary" jsonschema:"a summary of its data"`
	Attempts   Attempts        `json:"attempts"`
	Body       json.RawMessage `json:"body" jsonschema:"the event"`
}

// newMessages returns the JSON forms of deliveries.
func newMessages(deliveries []webhook.Delivery) []Message {
	out := make([]Message, len(deliveries))
	for i, d := range deliveries {
		out[i] = Message{
			SvixID: d.ID, EndpointID: d.EndpointID, EventType: d.EventType, User: d.User, UserID: d.UserID, At: d.At,
			Status: d.Status, Summary: d.Carries().Summary, Attempts: Attempts{d}, Body: json.RawMessage(d.Body),
		}
	}
	return out
}

// Attempts are the attempts of a delivery. Their signatures are verified when they
// are encoded, since few of the messages that a request looks at are part of its
// answer.
type Attempts struct{ webhook.Delivery }

// MarshalJSON returns a list of attempts.
func (as Attempts) MarshalJSON() ([]byte, error) {
	out := make([]sentAttempt, len(as.Attempts))
	for i, a := range as.Attempts {
		out[i] = sentAttempt{
			ID:             as.AttemptID(a),
			Attempt:        Attempt{Result: a.Result(), Verified: webhook.VerifySignature(a.Secret, as.Message, a) == nil},
			RequestHeaders: as.RequestHeader(a), RequestBody: string(a.Body), Response: string(a.Answer), DurationMS: a.Duration.Milliseconds(),
		}
	}
	return json.Marshal(out)
}

// sentAttempt is an attempt with its request and response.
type sentAttempt struct {
	ID string `json:"id"` // atmpt_…
	Attempt
	RequestHeaders http.Header `json:"request_headers,omitempty"`
	RequestBody    string      `json:"request_body,omitempty"` // empty if the request has the body of the message
	Response       string      `json:"response,omitempty"`     // the beginning of its body
	DurationMS     int64       `json:"response_duration_ms"`   // wall time
}

// An Attempt is one try to deliver a message, as in the timeline of a report.
type Attempt struct {
	webhook.Result
	Verified bool `json:"verified"` // the Svix library accepts the signature
}
