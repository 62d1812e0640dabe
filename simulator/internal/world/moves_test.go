package world_test

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The moves of a sequence that touch the world.

// slugs are the providers that people are linked to.
var slugs = slices.DeleteFunc(provider.Slugs(), func(slug string) bool { return !view.SimulatesProvider(slug) })

// resourcesOf are what a connection to a provider brings.
func resourcesOf(slug string) (names []string) {
	profile, _ := provider.Find(slug)
	for _, r := range vital.Resources {
		if view.Supplies(profile, r.ID) {
			names = append(names, r.Name)
		}
	}
	return names
}

var allResources = resourcesOf(fitbit)

// isSeries reports whether the resource is a timeseries.
func isSeries(resource string) bool {
	_, series := view.Timeseries[world.ResourceNamed(resource)]
	return series
}

// link connects a person, for the first time or anew.
func (s *sequence) link(p *person) error {
	o := world.ConnectOptions{Chunks: s.r.Int(5), Demo: s.r.Chance(0.3)}
	if s.r.Chance(0.85) {
		o.Days = 1 + s.r.Int(8) // the usual ranges are long, and slow to compare
	}
	if s.r.Chance(0.4) {
		all := p.brings()
		first := s.r.Int(len(all))
		o.Resources = slices.Clone(all[first:min(first+1+s.r.Int(2), len(all))])
	}
	changes, err := s.Connect(s.now, p.id, p.slug, o)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	wanted := o.Resources
	if wanted == nil {
		wanted = p.brings()
	}
	switch {
	case p.linked:
		s.did("connect while linked")
	case p.ever:
		s.did("connect again")
	default:
		s.did("connect")
	}
	s.note("    %s: %+v", p.name, o)
	for _, r := range wanted {
		if !slices.Contains(p.resources, r) {
			if p.ever {
				s.did("widen resources")
			}
			p.resources = append(p.resources, r)
		}
	}
	p.ever, p.linked, p.failed, p.demo = true, true, false, o.Demo
	return s.check(changes)
}

func (s *sequence) syncs(p *person) error {
	upload := s.r.Chance(0.5)
	changes, err := s.Sync(s.now, p.id, p.slug, upload)
	if refused := !p.linked && !p.failed; (err != nil) != refused {
		return fmt.Errorf("sync of %s, linked %v, in error %v: %w", p.slug, p.linked, p.failed, err)
	}
	switch {
	case err != nil:
		s.did("sync without a link")
	case upload:
		s.did("sync with upload")
	default:
		s.did("sync")
	}
	if !p.linked && len(changes) > 0 {
		return fmt.Errorf("a sync without a link causes %d events", len(changes))
	}
	return s.check(changes)
}

func (s *sequence) refresh(p *person) error {
	var want, broken []string // of all links of the user
	for _, q := range s.people {
		for _, r := range q.resources {
			if isSeries(r) {
				r = "vitals/" + r
			}
			switch {
			case q.id != p.id:
			case q.linked:
				want = append(want, q.slug+"/"+r)
			case q.failed:
				broken = append(broken, q.slug+"/"+r)
			}
		}
	}
	got, changes, err := s.Refresh(s.now, p.id)
	if (err == nil) != (want != nil || broken != nil) {
		return fmt.Errorf("refresh of %v: %v", want, err)
	}
	s.did("refresh")
	for _, list := range [][]string{want, broken, got.Sources, got.Failed} {
		slices.Sort(list)
	}
	if !slices.Equal(got.Sources, want) || !slices.Equal(got.Failed, broken) {
		return fmt.Errorf("refresh reached %v and failed with %v, want %v and %v", got.Sources, got.Failed, want, broken)
	}
	return s.check(changes)
}

// fail takes the access to a provider away.
func (s *sequence) fail(p *person) error {
	types := vital.ConnectionErrorTypes()
	errorType := types[s.r.Int(len(types))]
	changes, err := s.Fail(s.now, p.id, p.slug, errorType)
	if err != nil || len(changes) != 1 || changes[0].EventType != vital.EventConnectionError {
		return fmt.Errorf("fail: %v, %d events", err, len(changes))
	}
	s.did("fail")
	p.linked, p.failed = false, true
	list, err := s.Connections(p.id)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Slug == p.slug && (c.Status != vital.StatusError || c.ErrorDetails.V.ErrorType != errorType) {
			return fmt.Errorf("after a failure: %+v", c)
		}
	}
	return s.check(changes)
}

// update edits a record or sample. It is refused exactly where the client
// could not have read what is named.
func (s *sequence) update(p *person) error {
	all := p.brings()
	resource := all[s.r.Int(len(all))]
	if resource == "workout_stream" || resource == "heart_rate_alert" {
		return s.check(nil) // carry nothing that could be edited, or to something new
	}
	e := world.Edit{Provider: p.slug, Resource: world.ResourceNamed(resource), Set: s.values(resource)}
	readable := s.pick(p, &e)
	err := s.Update(s.now, p.id, e)
	if (err == nil) != readable {
		return fmt.Errorf("update %+v, readable %v: %v", e, readable, err)
	}
	if err != nil {
		s.tally.counts["refused update"]++
		s.note("    update %s is refused: %v", resource, err)
		return s.check(nil)
	}
	s.did("update %s", resource)
	if !p.linked {
		s.did("update while not linked")
	}
	s.note("    %s: %+v", p.name, e)
	return s.check(nil)
}

// deletes deletes a record or sample. It is refused exactly where the client could
// not have read what is named, and there is no event.
func (s *sequence) deletes(p *person) error {
	all := p.brings()
	named := world.Edit{Provider: p.slug, Resource: world.ResourceNamed(all[s.r.Int(len(all))])}
	d := world.Deletion{Provider: p.slug, Resource: named.Resource}
	if d.Resource == vital.ResourceWorkoutStream {
		if err := s.DeleteRecord(p.id, d); err == nil {
			return errors.New("a stream is deleted without its workout")
		}
		return s.check(nil)
	}
	readable := s.pick(p, &named)
	d.Record = named.Record
	err := s.DeleteRecord(p.id, d)
	if (err == nil) != readable {
		return fmt.Errorf("delete %+v, readable %v: %v", d, readable, err)
	}
	if err != nil {
		s.tally.counts["refused deletion"]++
		return s.check(nil)
	}
	s.did("delete %s", d.Resource)
	s.note("    %s: %+v", p.name, d)
	if err := p.mirror.forget(d); err != nil {
		return fmt.Errorf("delete %+v: %w", d, err)
	}
	return s.check(nil)
}

// values are fields that differ from all that was there before.
func (s *sequence) values(resource string) map[string]any {
	unique := 300 + s.steps
	if r, _ := vital.ResourceNamed(resource); r.Kind.Timeseries() {
		switch r.Shape {
		case vital.ShapePressure:
			return map[string]any{"systolic": unique}
		case vital.ShapeNote:
			return map[string]any{"value": fmt.Sprint("note ", unique)}
		}
		return map[string]any{"value": float64(unique) + 0.25}
	}
	switch resource {
	case "meal":
		return map[string]any{"name": fmt.Sprint("Meal ", unique), "energy": map[string]any{"value": unique}}
	case "menstrual_cycle":
		return map[string]any{"basal_body_temperature": []any{map[string]any{"date": "2026-01-05", "value": unique}}}
	case "electrocardiogram":
		return map[string]any{"heart_rate_mean": unique, "classification": nil}
	case "sleep_cycle":
		return map[string]any{"time_zone": fmt.Sprint("Zone/", unique)}
	case "workouts":
		sport := vital.Sports[unique%len(vital.Sports)].Slug
		return map[string]any{"title": fmt.Sprint("Title ", unique), "calories": unique, "sport": sport}
	case "body":
		return map[string]any{"weight": unique, "fat": nil}
	case "profile":
		return map[string]any{"height": unique}
	case "sleep":
		return []map[string]any{
			{"efficiency": 50.5, "hr_lowest": unique},
			{"average_hrv": nil},
			{"total": unique, "bedtime_stop": "2026-01-01T00:00:00Z"},
		}[s.r.Int(3)]
	default:
		return []map[string]any{
			{"steps": unique},
			{"heart_rate": map[string]any{"avg_bpm": 61.5}, "floors_climbed": nil},
			{"heart_rate": nil},
		}[s.r.Int(3)]
	}
}

// pick names a record: mostly one that is readable, by date, by instant or as
// the latest, sometimes one that may not exist. It reports whether it is readable.
func (s *sequence) pick(p *person, e *world.Edit) (readable bool) {
	m, name := p.mirror, e.Resource.String()
	by := s.r.Int(4)
	if isSeries(name) {
		kept := m.kept(name, p.slug)
		switch {
		case by == 0:
			e.Record.At = s.now.Add(-time.Duration(s.r.Int(10*1440)) * time.Minute).Truncate(time.Minute)
			return m.has(name, p.slug, e.Record.At.UnixMicro())
		case by == 1 && len(kept) > 0:
			e.Record.At = time.UnixMicro(kept[s.r.Int(len(kept))].Micros())
		case by == 2 && len(kept) > 0:
			lens := s.Lens(p.id, p.slug)
			at := kept[s.r.Int(len(kept))].Unix
			if e.Record.Date = vital.Val(lens.Persona.DateAt(at)); lens.Profile.FloatingTime {
				e.Record.Date = vital.Val(vital.DateOf(time.Unix(at, 0).UTC()))
			}
		}
		return len(kept) > 0
	}
	ids := m.ids(name, p.slug)
	switch name {
	case "sleep_cycle", "profile", "menstrual_cycle", "electrocardiogram":
		by = 3 // without a calendar date they can be named as the latest only
	}
	switch {
	case by == 0:
		e.Record.Date = vital.Val(vital.DateOf(s.now) - vital.Date(s.r.Int(12)))
		for _, id := range ids {
			h, err := headOf([]byte(m.records[name][id]))
			readable = readable || err == nil && h.CalendarDate == e.Record.Date.V
		}
		return readable
	case by == 1 && len(ids) > 0:
		h, _ := headOf([]byte(m.records[name][ids[s.r.Int(len(ids))]]))
		e.Record.Date = vital.Val(h.CalendarDate)
	}
	return len(ids) > 0
}
