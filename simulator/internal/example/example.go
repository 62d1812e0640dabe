// Package example has an example event for each event type whose record or
// sample has a type of its own: what is sent where somebody wants to see an
// event and has no data for it.
package example

import (
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// IDs say whom an example is about.
type IDs struct {
	User, Team   vital.ID
	ClientUserID string
}

// Event is an example of an event type, always the same for the same ids; false
// where there is none.
func Event(eventType string, ids IDs) (vital.Event, bool) {
	data, ok := payload(eventType, ids)
	return vital.Event{EventType: eventType, UserID: ids.User, ClientUserID: ids.ClientUserID, TeamID: ids.Team, Data: data}, ok
}

// The day that examples are about, and what was worn on it.
var (
	midnight = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	day      = vital.DateOf(midnight)
	fitbit   = vital.Provider{Name: "Fitbit", Slug: "fitbit"}
	watch    = vital.Source{Provider: "fitbit", Type: "watch", Name: "Fitbit", Slug: "fitbit"}
)

func at(hour, minute int) time.Time {
	return midnight.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func payload(eventType string, ids IDs) (vital.Payload, bool) {
	switch eventType {
	case vital.EventConnectionCreated:
		return vital.ConnectionCreated{
			UserID: ids.User, Provider: fitbit, ExternalUserID: vital.Val("8M2XKQ"),
			ResourceAvailability: vital.AllAvailable([]string{"activity", "sleep", "heartrate"}),
		}, true
	case vital.EventConnectionError:
		return vital.ConnectionError{
			Provider: fitbit.Slug, UserID: ids.User, Message: "Fitbit: the provider has refused to renew the access token",
			ErrorType: "token_refresh_failed", ErrorDetails: "the provider has refused to renew the access token",
		}, true
	case vital.EventDeviceCreated, vital.EventDeviceUpdated:
		return vital.Device{
			ID: recordID("device"), UserID: ids.User, Provider: fitbit.Slug, SourceType: watch.Type,
			DeviceManufacturer: vital.Val("Fitbit"), DeviceModel: vital.Val("Charge 6"),
		}, true
	}
	resource, ok := vital.EventResource(eventType)
	if !ok {
		return nil, false
	}
	if eventType == vital.HistoricalEvent(resource.Name) {
		return vital.HistoricalPull{UserID: ids.User, StartDate: midnight.AddDate(0, 0, -30), EndDate: midnight, IsFinal: true, Provider: fitbit.Slug}, true
	}
	if resource.Kind.Timeseries() {
		return samples(resource, ids), resource.Plain()
	}
	updatedAt := at(9, 0)
	if strings.HasSuffix(eventType, ".updated") {
		updatedAt = at(12, 0)
	}
	data := record(resource.Name, ids.User, updatedAt)
	return data, data != nil
}

// samples are two samples of a resource without fields of its own.
func samples(r vital.Resource, ids IDs) vital.Payload {
	p := vital.SamplesPayload{Source: watch, UserID: ids.User}
	for i, value := range []int64{54, 58} {
		s := vital.Sample{TimezoneOffset: vital.Val(0), Unit: r.Unit, Timestamp: at(8, 5*i), Value: vital.Whole(value)}
		if r.Kind == vital.Interval || r.PointInSchema {
			s.Start, s.End = s.Timestamp, s.Timestamp.Add(5*time.Minute)
		}
		p.Samples = append(p.Samples, s)
	}
	return p
}
