package vital

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// The event types that are not built from a resource (vital.md 6.2).
const (
	EventConnectionCreated = "provider.connection.created"
	EventConnectionError   = "provider.connection.error"
	EventDeviceCreated     = "provider.device.created"
	EventDeviceUpdated     = "provider.device.updated"
)

const (
	dailyPrefix      = "daily.data."
	historicalPrefix = "historical.data."
	createdSuffix    = ".created"
	updatedSuffix    = ".updated"
)

// DailyEvent returns the type of the event that announces new data of a resource,
// or a change to data announced before. Daily means incremental: not once a
// day, but whenever there is something (vital.md 6.3).
func DailyEvent(resource string, updated bool) string {
	if updated {
		return dailyPrefix + resource + updatedSuffix
	}
	return dailyPrefix + resource + createdSuffix
}

// HistoricalEvent returns the type of the event that announces a finished pull of a
// resource's history. It carries no data (vital.md 6.3).
func HistoricalEvent(resource string) string {
	return historicalPrefix + resource + createdSuffix
}

// EventTypes returns all event types of wearables: three for each resource, then
// those of providers (vital.md 6.2).
func EventTypes() []string {
	types := make([]string, 0, 3*len(Resources)+4)
	for _, r := range Resources {
		types = append(types, HistoricalEvent(r.Name), DailyEvent(r.Name, false), DailyEvent(r.Name, true))
	}
	return append(types, EventConnectionCreated, EventConnectionError, EventDeviceCreated, EventDeviceUpdated)
}

// EventResultTableChanged is the only event whose data is an array.
const EventResultTableChanged = "continuous_query.result_table.changed"

// OtherEventTypes returns the event types about a user that are not of wearables:
// of lab tests, lab reports and continuous queries (vital.md 6.2). Their data is Raw.
// Those of labtest.match_review name no user.
func OtherEventTypes() []string {
	return []string{
		"labtest.order.created", "labtest.order.updated", "labtest.appointment.created", "labtest.appointment.updated", "labtest.result.critical",
		"lab_report.parsing_job.created", "lab_report.parsing_job.updated", EventResultTableChanged,
	}
}

// EventResource returns the resource that a daily or historical event is about.
func EventResource(eventType string) (r Resource, ok bool) {
	name, daily := strings.CutPrefix(eventType, dailyPrefix)
	historical := false
	if !daily {
		name, historical = strings.CutPrefix(name, historicalPrefix)
	}
	name, created := strings.CutSuffix(name, createdSuffix)
	updated := false
	if daily && !created {
		name, updated = strings.CutSuffix(name, updatedSuffix)
	}
	if !(daily || historical) || !(created || updated) {
		return Resource{}, false
	}
	return ResourceNamed(name)
}

// An Event is the body of a webhook (vital.md 6.1). It has no id and no time
// of its own; Svix puts those into headers.
type Event struct {
	EventType    string  `json:"event_type"`
	UserID       ID      `json:"user_id"`
	ClientUserID string  `json:"client_user_id"`
	TeamID       ID      `json:"team_id"`
	Data         Payload `json:"data"`
}

// A Payload is the data of an event: an Activity, a Sleep, a SleepCycle, a
// Workout, a WorkoutStreamShallow, a Body, a Meal, a MenstrualCycle, an
// Electrocardiogram, a Profile, a SamplesPayload, a SamplesOf another Shape, a
// HistoricalPull, a ConnectionCreated, a ConnectionError, a Device, or Raw.
type Payload interface {
	AppendJSON([]byte) []byte
}

// AppendJSON appends the body of the webhook; an event without data has null.
func (e Event) AppendJSON(b []byte) []byte {
	b = appendKeyString(b, `{"event_type":`, e.EventType)
	b = appendKeyID(b, `,"user_id":`, e.UserID)
	b = appendKeyString(b, `,"client_user_id":`, e.ClientUserID)
	b = appendKeyID(b, `,"team_id":`, e.TeamID)
	if b = append(b, `,"data":`...); e.Data == nil {
		return append(b, "null}"...)
	}
	return append(e.Data.AppendJSON(b), '}')
}

// MarshalJSON returns what AppendJSON appends.
func (e Event) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }

// UnmarshalJSON reads an event. Data becomes a value (not a pointer) of the
// type that belongs to the event type, or Raw where the event is not about
// wearables.
func (e *Event) UnmarshalJSON(b []byte) error {
	type fields Event // without this method
	wire := struct {
		*fields
		Data json.RawMessage `json:"data"`
	}{fields: (*fields)(e)}
	if err := json.Unmarshal(b, &wire); err != nil {
		return err
	}
	data, err := decodePayload(e.EventType, wire.Data)
	if err != nil {
		return fmt.Errorf("decode %s: %w", e.EventType, err)
	}
	e.Data = data
	return nil
}

func decodePayload(eventType string, b []byte) (Payload, error) {
	switch r, ok := EventResource(eventType); {
	case ok && strings.HasPrefix(eventType, historicalPrefix):
		return decode[HistoricalPull](b)
	case ok && !r.Kind.Timeseries():
		if t, ok := recordTypes[r.ID]; ok {
			return t.decode(b)
		}
	case ok:
		return decodeSamples(r.Shape, b)
	case eventType == EventConnectionCreated:
		return decode[ConnectionCreated](b)
	case eventType == EventConnectionError:
		return decode[ConnectionError](b)
	case eventType == EventDeviceCreated, eventType == EventDeviceUpdated:
		return decode[Device](b)
	}
	return Raw(slices.Clone(b)), nil
}

func decodeSamples(shape Shape, b []byte) (Payload, error) {
	switch shape {
	case ShapePressure:
		return decode[SamplesOf[BloodPressure]](b)
	case ShapeTemperature:
		return decode[SamplesOf[BodyTemperature]](b)
	case ShapeInjection:
		return decode[SamplesOf[InsulinInjection]](b)
	case ShapeNote:
		return decode[SamplesOf[Note]](b)
	case ShapeDuration:
		return decode[SamplesOf[WorkoutDuration]](b)
	}
	return decode[SamplesPayload](b)
}

func decode[T Payload](b []byte) (Payload, error) {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return nil, err
	}
	return v, nil
}
