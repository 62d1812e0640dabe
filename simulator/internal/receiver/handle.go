package receiver

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// handle applies an event. After an error the webhook must be sent again.
func (r *Receiver) handle(e vital.Event) error {
	switch data := e.Data.(type) {
	case vital.ConnectionCreated:
		r.connection(e.ClientUserID, data.Provider.Slug, "connected")
		return nil
	case vital.ConnectionError:
		if r.config.Bug != ForgetsErrors {
			r.connection(e.ClientUserID, data.Provider, "error")
		}
		return nil
	case vital.HistoricalPull:
		return r.history(e, data)
	}
	resource, ok := vital.EventResource(e.EventType)
	if !ok || resource.Kind == vital.Stream {
		return nil // of devices, and of streams that are read when somebody looks at them
	}
	updated := strings.HasSuffix(e.EventType, ".updated")
	text := e.Data.AppendJSON(nil)
	r.mu.Lock()
	defer r.mu.Unlock()
	u := r.user(e.ClientUserID)
	if r.config.Bug == WaitsForHistory && u.history[resource.Name] != "complete" {
		return nil
	}
	if resource.Kind.Timeseries() {
		return r.samples(u, resource.Name, text)
	}
	return r.record(u, resource.Name, text, updated)
}

func (r *Receiver) connection(clientUserID, slug, status string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.user(clientUserID).providers[slug] = status
}

// record stores a version of a record unless a newer one is stored; r.mu is held.
func (r *Receiver) record(u *user, resource string, text json.RawMessage, updated bool) error {
	var h head
	if err := json.Unmarshal(text, &h); err != nil {
		return err
	}
	if u.records[resource] == nil {
		u.records[resource] = map[string]record{}
	}
	day, _ := vital.ParseDate(h.CalendarDate)
	if r.config.Bug == SkipsOldDays && day < u.newest {
		return nil
	}
	u.newest = max(u.newest, day)
	id := h.ID
	if r.config.Bug == OneADay {
		id = h.CalendarDate
	}
	known, seen := u.records[resource][id]
	switch {
	case seen && h.UpdatedAt < known.UpdatedAt && r.config.Bug != LastArrivalWins:
		return nil
	case seen && r.config.Bug == NoDeduplication && !updated:
		u.extra[resource]++ // a row of its own
	case seen && updated && r.config.Bug == AddsUpdates:
		text = added(known.text, text)
	}
	u.records[resource][id] = record{h, text}
	return nil
}

// added returns a version of a record with the numbers of another one added.
func added(a, b json.RawMessage) json.RawMessage {
	var x, y map[string]any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return b
	}
	for key, v := range y {
		if n, ok := v.(float64); ok {
			if before, ok := x[key].(float64); ok {
				y[key] = before + n
			}
		}
	}
	text, err := json.Marshal(y)
	if err != nil {
		return b
	}
	return text
}

// samples stores the samples of one source; r.mu is held.
func (r *Receiver) samples(u *user, resource string, text json.RawMessage) error {
	var group vital.Group
	if err := json.Unmarshal(text, &group); err != nil {
		return err
	}
	r.take(u, resource, group)
	return nil
}

func (r *Receiver) take(u *user, resource string, g vital.Group) {
	if u.samples[resource] == nil {
		u.samples[resource] = map[string]bool{}
	}
	for _, s := range g.Samples {
		key := g.Source.Provider + " " + g.Source.Type + " " + s.Timestamp.UTC().Format(time.RFC3339)
		if u.samples[resource][key] && r.config.Bug == NoDeduplication {
			u.twice[resource]++
		}
		u.samples[resource][key] = true
	}
}
