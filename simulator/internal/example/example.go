// Package example returns an example of every event that Vital sends about
// wearables, to be printed or sent without simulating a person first. The examples
// are built from the types of package vital, describe a person who does not exist,
// and are the same each time.
package example

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ClientUserID is the application's own id of the user whom examples are about.
const ClientUserID = "app-user-1"

var (
	day  = vital.DateFrom(2026, time.January, 5)
	user = id("user")
)

// Event returns an example of an event type; false where there is no such type. An
// updated event is about what the created one was about.
func Event(eventType string) (vital.Event, bool) {
	data := payload(eventType)
	return vital.Event{EventType: eventType, UserID: user, ClientUserID: ClientUserID, TeamID: id("team"), Data: data}, data != nil
}

func payload(eventType string) vital.Payload {
	updated := strings.HasSuffix(eventType, ".updated")
	resource, ok := vital.EventResource(eventType)
	switch {
	case ok && strings.HasPrefix(eventType, "historical."):
		return vital.HistoricalPull{
			UserID: user, StartDate: (day - 30).UTC(), EndDate: day.UTC(), IsFinal: true, Provider: supplier(resource.ID).Slug,
		}
	case ok && resource.Kind.Timeseries():
		return samples(resource, updated)
	case ok:
		return record(resource, updated)
	}
	fitbit, _ := provider.Find("fitbit")
	switch eventType {
	case vital.EventConnectionCreated:
		return vital.ConnectionCreated{
			UserID: user, Provider: fitbit.Wire(), ExternalUserID: vital.Val("8M2XKQ"), ResourceAvailability: vital.AllAvailable(fitbit.Resources),
		}
	case vital.EventConnectionError:
		return vital.ConnectionError{
			Provider: fitbit.Slug, UserID: user, Message: "The access to Fitbit could not be renewed", ErrorType: "token_refresh_failed",
			ErrorDetails: "the user has withdrawn the grant",
		}
	case vital.EventDeviceCreated, vital.EventDeviceUpdated:
		version := "1.4"
		if updated {
			version = "1.5"
		}
		return vital.Device{
			ID: id("device"), UserID: user, Provider: fitbit.Slug, SourceType: "watch", DeviceManufacturer: vital.Val("Fitbit"),
			DeviceModel: vital.Val("Charge 6"), DeviceVersion: vital.Val(version), DeviceID: vital.Val("4A7C19D3E02B"),
		}
	}
	return nil
}

// supplier returns a provider that has a resource, or could have: the one most
// people have, if it does.
func supplier(resource vital.ResourceID) *provider.Profile {
	usual := []string{"fitbit", "apple_health_kit", "oura", "freestyle_libre"}
	all := provider.All()
	best := slices.IndexFunc(all, func(p *provider.Profile) bool { return p.Supplies(resource) })
	for _, slug := range usual {
		if p, ok := provider.Find(slug); ok && (p.Supplies(resource) || best < 0 && slug == "apple_health_kit") {
			return p
		}
	}
	return all[best]
}

// source returns the supplier of a resource as its source.
func source(r vital.Resource) vital.Source {
	s := supplier(r.ID).Source("")
	if strings.HasPrefix(r.Name, "workout_") && r.Kind != vital.Stream {
		s.WorkoutID, s.Sport = vital.Val(id("workout")), vital.Val("swimming")
	}
	return s
}

// setting returns the setting of an example of a resource.
func setting(r vital.Resource, updated bool) view.Example {
	e := view.Example{UserID: user, ID: id, Source: source(r), Day: day, Zone: "Europe/London", Updated: updated}
	e.CreatedAt, e.UpdatedAt = e.At(8, 30), e.At(8, 30)
	if updated {
		e.UpdatedAt = e.At(12, 15)
	}
	return e
}

// record returns an example of a record, or nil where the resource has none.
func record(r vital.Resource, updated bool) vital.Payload {
	e := setting(r, updated)
	if r.Kind == vital.Stream {
		swimming, _ := vital.SportNamed("swimming")
		return vital.WorkoutStreamShallow{
			UserID: user, WorkoutID: id("workout"), ProviderID: "5150731846", Source: e.Source, Sport: vital.Val(swimming),
		}
	}
	example := view.Summaries[r.ID].Example
	if example == nil {
		return nil
	}
	return example(e)
}

// id returns a UUID of version 4 that a name determines.
func id(name string) (out vital.ID) {
	sum := sha256.Sum256([]byte("example " + name))
	copy(out[:], sum[:])
	out[6], out[8] = out[6]&0x0f|0x40, out[8]&0x3f|0x80
	return out
}
