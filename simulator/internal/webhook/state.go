package webhook

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
)

// A State is the saved form of a Dispatcher: its endpoints with their secrets in
// clear, the log, and the waiting attempts. Endpoints and messages are referred to
// by index.
type State struct {
	Added     int             `json:"added"`
	Endpoints []EndpointState `json:"endpoints"` // in the order of adding, removed ones that the log names among them
	Messages  []MessageState  `json:"messages"`  // in the order of their coming
	Tallies   []TallyState    `json:"tallies,omitempty"`
	Horizon   *MarkState      `json:"horizon,omitempty"`
}

// An EndpointState is an endpoint.
type EndpointState struct {
	ID          string            `json:"id"`
	URL         string            `json:"url"`
	Description string            `json:"description,omitempty"`
	FilterTypes []string          `json:"filter_types"`
	RateLimit   int               `json:"rate_limit,omitempty"`
	Disabled    bool              `json:"disabled,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"`
	Sensitive   []string          `json:"sensitive,omitempty"`
	Secret      string            `json:"secret"` // in clear
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	Ordinal     int               `json:"ordinal"`
	Removed     bool              `json:"removed,omitempty"`
	Failures    []time.Time       `json:"failures,omitempty"`
	Failing     time.Time         `json:"failing,omitzero"`
	Former      []FormerState     `json:"former,omitempty"`
	Made        int               `json:"made,omitempty"`
	Second      time.Time         `json:"second,omitzero"`
	Spent       int               `json:"spent,omitempty"`
	Waiting     []TryState        `json:"waiting,omitempty"`
}

// A FormerState is a rotated secret.
type FormerState struct {
	Secret string    `json:"secret"` // in clear
	Until  time.Time `json:"until"`
}

// A MessageState is a message in the log, or one that only another message names.
type MessageState struct {
	ID         string          `json:"id"`
	EventType  string          `json:"event_type"`
	User       string          `json:"user"`
	UserID     string          `json:"user_id"`
	At         time.Time       `json:"at"`
	Seq        int64           `json:"seq"`
	Body       Bytes           `json:"body"`
	Note       *event.Note     `json:"note,omitempty"`
	GivenUp    *GivenUpState   `json:"given_up,omitempty"` // instead of a note
	Named      bool            `json:"named,omitempty"`    // it is not in the log
	Deliveries []DeliveryState `json:"deliveries,omitempty"`
}

// A GivenUpState is the note of a message that says that another was given up.
type GivenUpState struct {
	Message    int    `json:"message"`
	EndpointID string `json:"endpoint_id"`
}

// A DeliveryState is a delivery of a message to an endpoint.
type DeliveryState struct {
	Endpoint int            `json:"endpoint"`
	Status   Status         `json:"status"`
	Attempts []AttemptState `json:"attempts,omitempty"`
	Begun    int            `json:"begun,omitempty"`
	Rung     int            `json:"rung,omitempty"`
	Manual   int            `json:"manual,omitempty"`
	Accepted time.Time      `json:"accepted,omitzero"`
}

// An AttemptState is an attempt that has ended.
type AttemptState struct {
	Number     int           `json:"number"`
	Copy       int           `json:"copy,omitempty"`
	Manual     bool          `json:"manual,omitempty"`
	Fault      string        `json:"fault,omitempty"`
	At         time.Time     `json:"at"`
	Timestamp  time.Time     `json:"timestamp,omitzero"`
	Signature  string        `json:"signature,omitempty"`
	Secret     string        `json:"secret,omitempty"` // in clear
	StatusCode int           `json:"status_code,omitempty"`
	Error      string        `json:"error,omitempty"`
	TimedOut   bool          `json:"timed_out,omitempty"`
	Duration   time.Duration `json:"duration,omitempty"` // nanoseconds
	Answer     Bytes         `json:"answer,omitempty"`
	Body       *Bytes        `json:"body,omitempty"`
	RetryAfter time.Duration `json:"retry_after,omitempty"`
	Headers    *HeadersState `json:"headers,omitempty"`
	Sent       http.Header   `json:"sent,omitempty"`
	Shift      time.Duration `json:"shift,omitempty"`
}

// A HeadersState is the custom headers that an attempt had.
type HeadersState struct {
	Values    map[string]string `json:"values"`
	Sensitive []string          `json:"sensitive,omitempty"`
}

// A TryState is an attempt that waits for its time.
type TryState struct {
	Message   int             `json:"message"`
	First     bool            `json:"first,omitempty"`
	Manual    bool            `json:"manual,omitempty"`
	Due       time.Time       `json:"due"`
	At        time.Time       `json:"at,omitzero"`
	Number    int             `json:"number,omitempty"`
	Drawn     bool            `json:"drawn,omitempty"`
	Tampering *TamperingState `json:"tampering,omitempty"`
	Late      bool            `json:"late,omitempty"`
	Overtake  int             `json:"overtake,omitempty"`
	Held      int             `json:"held,omitempty"` // its place among those that are overtaken, from 1
}

// A TamperingState is the part of a Tampering that still has to be done. The rest is
// computed from the Text.
type TamperingState struct {
	Text  string        `json:"text"`
	Delay time.Duration `json:"delay,omitempty"`
	After int           `json:"after,omitempty"`
}

// A TallyState counts evicted messages.
type TallyState struct {
	EventType string `json:"event_type"`
	User      string `json:"user"`
	UserID    string `json:"user_id"`
	Unwanted  bool   `json:"unwanted,omitempty"`
	Count     int    `json:"count"`
}

// A MarkState is the mark of the newest evicted message.
type MarkState struct {
	At        time.Time `json:"at"`
	MessageAt time.Time `json:"message_at"`
	User      string    `json:"user"`
	Seq       int64     `json:"seq"`
	ID        string    `json:"id"`
}

// Bytes are written as a string where they are text, which is how bodies can be
// read and compress well.
type Bytes []byte

// MarshalJSON returns a string, or {"base64": …} for bytes that are no text.
func (b Bytes) MarshalJSON() ([]byte, error) {
	if utf8.Valid(b) {
		return json.Marshal(string(b))
	}
	return json.Marshal(map[string]string{"base64": base64.StdEncoding.EncodeToString(b)})
}

// UnmarshalJSON reads the forms of MarshalJSON.
func (b *Bytes) UnmarshalJSON(text []byte) error {
	var plain string
	if err := json.Unmarshal(text, &plain); err == nil {
		*b = Bytes(plain)
		return nil
	}
	var wrapped struct {
		Base64 []byte `json:"base64"`
	}
	err := json.Unmarshal(text, &wrapped)
	*b = wrapped.Base64
	return err
}
