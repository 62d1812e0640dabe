package webhook

import (
	"encoding/base64"
	"encoding/json"
	"unicode/utf8"
)

// A State is what a Dispatcher does not compute: its endpoints, the log and the
// waiting attempts. It consists of the dispatcher's own structs, whose exported
// fields are in the JSON, with what refers to others as an index, and with secrets
// in clear.
type State struct {
	Added     int             `json:"added"`
	Endpoints []EndpointState `json:"endpoints"` // in the order of adding, removed ones that the log names among them
	Messages  []MessageState  `json:"messages"`  // in the order of their coming
	Tallies   []TallyState    `json:"tallies,omitempty"`
	Horizon   mark            `json:"horizon,omitzero"` // of the newest evicted message
}

// An EndpointState is an endpoint with its waiting attempts.
type EndpointState struct {
	endpoint
	Secret  string     `json:"secret"` // in clear
	Waiting []TryState `json:"waiting,omitempty"`
}

// A MessageState is a message in the log, or one that only another message names.
type MessageState struct {
	Message
	GivenUp    *GivenUpState   `json:"given_up,omitempty"` // instead of a note
	Named      bool            `json:"named,omitempty"`    // it is not in the log
	Deliveries []DeliveryState `json:"deliveries,omitempty"`
}

// A GivenUpState is an Exhausted.
type GivenUpState struct {
	Message    int    `json:"message"`
	EndpointID string `json:"endpoint_id"`
}

// A DeliveryState is a delivery of a message to an endpoint.
type DeliveryState struct {
	delivery
	Endpoint int            `json:"endpoint"`
	Attempts []AttemptState `json:"attempts,omitempty"`
}

// An AttemptState is an attempt that has ended.
type AttemptState struct {
	Attempt
	Secret string `json:"secret,omitempty"` // in clear
}

// A TryState is an attempt that waits for its time.
type TryState struct {
	try
	Message int `json:"message"`
	Held    int `json:"held,omitempty"` // its place among those that are overtaken, from 1
}

// A TallyState counts evicted messages.
type TallyState struct {
	Tally
	Count int `json:"count"`
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
