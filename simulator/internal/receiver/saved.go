package receiver

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Saved is the saved state of an application.
type Saved struct {
	Seen  []string             `json:"seen,omitempty"` // svix-ids
	Users map[string]SavedUser `json:"users,omitempty"`
}

// A SavedUser is the saved state of a user.
type SavedUser struct {
	Providers map[string]string                     `json:"providers,omitempty"`
	History   map[string]string                     `json:"history,omitempty"`
	Records   map[string]map[string]json.RawMessage `json:"records,omitempty"` // by resource and id
	Extra     map[string]int                        `json:"extra,omitempty"`
	Samples   map[string][]string                   `json:"samples,omitempty"` // by resource
	Twice     map[string]int                        `json:"twice,omitempty"`
	Newest    vital.Date                            `json:"newest"`
}

// Save returns the state of the application.
func (r *Receiver) Save() Saved {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := Saved{Seen: slices.Sorted(maps.Keys(r.seen)), Users: map[string]SavedUser{}}
	for name, u := range r.users {
		saved := SavedUser{
			Providers: maps.Clone(u.providers), History: maps.Clone(u.history), Extra: maps.Clone(u.extra), Twice: maps.Clone(u.twice), Newest: u.newest,
			Records: map[string]map[string]json.RawMessage{}, Samples: map[string][]string{},
		}
		for resource, records := range u.records {
			saved.Records[resource] = map[string]json.RawMessage{}
			for id, rec := range records {
				saved.Records[resource][id] = rec.text
			}
		}
		for resource, samples := range u.samples {
			saved.Samples[resource] = slices.Sorted(maps.Keys(samples))
		}
		out.Users[name] = saved
	}
	return out
}

// Load restores a saved state into an application without users.
func (r *Receiver) Load(s Saved) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range s.Seen {
		r.seen[id] = true
	}
	for name, saved := range s.Users {
		u := r.user(name)
		maps.Copy(u.providers, saved.Providers)
		maps.Copy(u.history, saved.History)
		maps.Copy(u.extra, saved.Extra)
		maps.Copy(u.twice, saved.Twice)
		u.newest = saved.Newest
		for resource, records := range saved.Records {
			u.records[resource] = map[string]record{}
			for id, text := range records {
				var h head
				if err := json.Unmarshal(text, &h); err != nil {
					return err
				}
				u.records[resource][id] = record{h, text}
			}
		}
		for resource, samples := range saved.Samples {
			u.samples[resource] = map[string]bool{}
			for _, key := range samples {
				u.samples[resource][key] = true
			}
		}
	}
	return nil
}
