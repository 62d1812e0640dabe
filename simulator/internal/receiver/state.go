package receiver

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A State is what the application has stored of a user. An application that shipped
// scenarios can probe responds with the same at ProbePath.
type State struct {
	// Providers are the user's connections by slug: connected or error.
	Providers map[string]string `json:"providers"`
	// History says of each resource whether its history is complete or pulling.
	History map[string]string `json:"history"`
	// Records are the summaries by resource: how many there are, and the newest.
	Records map[string]Records `json:"records"`
	// Samples are how many samples of each timeseries there are.
	Samples map[string]int `json:"samples"`
}

// Records are the records of a resource.
type Records struct {
	Count  int             `json:"count"`
	Latest json.RawMessage `json:"latest"` // by calendar date
}

// A user is the stored data of a user.
type user struct {
	providers map[string]string
	history   map[string]string
	records   map[string]map[string]record // by resource and id
	extra     map[string]int               // records that were taken twice
	samples   map[string]map[string]bool   // by resource; source and timestamp
	twice     map[string]int               // samples that were taken twice
	newest    vital.Date
}

// A record is the newest version of a record.
type record struct {
	head
	text json.RawMessage
}

// A head holds the identifying fields of a record.
type head struct {
	ID           string `json:"id"`
	CalendarDate string `json:"calendar_date"`
	UpdatedAt    string `json:"updated_at"` // RFC 3339 in UTC, so that text compares as time
}

func (r *Receiver) user(clientUserID string) *user {
	u, ok := r.users[clientUserID]
	if !ok {
		u = &user{
			providers: map[string]string{}, history: map[string]string{}, records: map[string]map[string]record{},
			extra: map[string]int{}, samples: map[string]map[string]bool{}, twice: map[string]int{},
		}
		r.users[clientUserID] = u
	}
	return u
}

// State returns the state of a user.
func (r *Receiver) State(clientUserID string) State {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := State{Providers: map[string]string{}, History: map[string]string{}, Records: map[string]Records{}, Samples: map[string]int{}}
	u, ok := r.users[clientUserID]
	if !ok {
		return s
	}
	maps.Copy(s.Providers, u.providers)
	maps.Copy(s.History, u.history)
	for resource, all := range u.records {
		out := Records{Count: len(all) + u.extra[resource]}
		newest := ""
		for _, id := range slices.Sorted(maps.Keys(all)) {
			if rec := all[id]; rec.CalendarDate >= newest {
				newest, out.Latest = rec.CalendarDate, rec.text
			}
		}
		s.Records[resource] = out
	}
	for resource, all := range u.samples {
		s.Samples[resource] = len(all) + u.twice[resource]
	}
	return s
}
