package webhook

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// EventExhausted is Svix's operational event after the last failed attempt.
// Only endpoints whose filter names it get it.
const EventExhausted = "message.attempt.exhausted"

// Exhausted names a message whose attempts at an endpoint are exhausted.
type Exhausted struct {
	Message    *Message
	EndpointID string
}

// AttemptID returns the id of an attempt in Svix's form, atmpt_….
func (d Delivery) AttemptID(a Attempt) string { return attemptID(d.ID, d.EndpointID, a) }

func attemptID(message, endpoint string, a Attempt) string {
	return "atmpt_" + digest(0, message, endpoint, strconv.Itoa(a.Number))
}

// sendExhausted sends the event to the other endpoints that want it. It is not sent
// for messages of its own type, or two dead endpoints would cause events for each
// other for ever.
func (d *Dispatcher) sendExhausted(r record) (sent bool) {
	failed, from := r.delivery.message(), r.delivery.endpoint
	if failed.Exhausted != nil {
		return false
	}
	var to []*endpoint
	for _, e := range d.endpoints {
		if e != from && !e.Disabled && slices.Contains(e.FilterTypes, EventExhausted) {
			to = append(to, e)
		}
	}
	if len(to) == 0 {
		return false
	}
	d.accept(&Message{
		ID: MessageID(d.seed, EventExhausted, failed.ID, from.id), EventType: EventExhausted,
		User: failed.User, UserID: failed.UserID, At: r.attempt.At, Seq: failed.Seq,
		Body: d.exhaustedBody(failed, from, r.attempt), Exhausted: &Exhausted{failed, from.id},
	}, to)
	for _, e := range to {
		d.release(e, r.attempt.At)
	}
	return true
}

// exhaustedBody returns the event in the form of Svix's operational webhook.
func (d *Dispatcher) exhaustedBody(m *Message, e *endpoint, last Attempt) []byte {
	type attempt struct {
		ID         string    `json:"id"`
		StatusCode int       `json:"responseStatusCode"`
		Timestamp  time.Time `json:"timestamp"` // simulated, like all times in bodies
	}
	var event struct {
		Type string `json:"type"`
		Data struct {
			AppID       string  `json:"appId"`
			AppUID      string  `json:"appUid,omitempty"`
			EndpointID  string  `json:"endpointId"`
			MsgID       string  `json:"msgId"`
			LastAttempt attempt `json:"lastAttempt"`
		} `json:"data"`
	}
	event.Type = EventExhausted
	event.Data.AppID, event.Data.AppUID = "app_"+digest(d.seed, "app", d.app), d.app
	event.Data.EndpointID, event.Data.MsgID = e.id, m.ID
	event.Data.LastAttempt = attempt{attemptID(m.ID, e.id, last), last.StatusCode, last.At}
	body, err := json.Marshal(event)
	if err != nil {
		panic(err) // strings, a number and a time of this millennium
	}
	return body
}
