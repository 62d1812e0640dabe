package world

import (
	"fmt"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A revised is a record with its edits counted among its revisions.
type revised struct {
	view.Rev
	first, last int64
}

// revised appends the records of a day that exist as of the instant.
func (c *connection) revised(lens *view.Lens, v *cover, s view.Summary, day vital.Date, asOf int64, out []revised) []revised {
	if v.Resource.Row().Kind == vital.Single && day != v.LiveFrom {
		return out // one record to a connection, anchored on its first day
	}
	var buf [4]view.Rev
	for _, r := range s.Revs(lens, day, asOf, buf[:0]) {
		rec := revised{Rev: r, first: r.First, last: r.Last}
		c.editsOf(v.Resource, func(e edit) {
			if e.Day == day && e.Ordinal == r.Ordinal && e.At <= asOf {
				rec.last = max(rec.last, e.At)
			}
		})
		out = append(out, rec)
	}
	return out
}

// recordID is the id of a record: the same for good, also over a new link.
func (c *connection) recordID(u *user, resource vital.ResourceID, r view.Rev) vital.ID {
	if id, ok := c.keptID(resource, r); ok {
		return id
	}
	return encodeID(u.scramble, c.recordKey(u, resource, r))
}

// stamp is what the state says of a record.
func (c *connection) stamp(u *user, v *cover, r revised) view.Stamp {
	return view.Stamp{
		ID: c.recordID(u, v.Resource, r.Rev), UserID: u.id,
		CreatedAt: time.Unix(c.announced(v, r.Date, r.first), 0).UTC(),
		UpdatedAt: time.Unix(c.announced(v, r.Date, r.last), 0).UTC(),
		Edited:    r.last > r.Rev.Last,
		Sibling:   func(resource vital.ResourceID) vital.ID { return c.recordID(u, resource, r.Rev) },
	}
}

// record is the record as of its last revision, with its edits.
func (c *connection) record(u *user, lens *view.Lens, v *cover, s view.Summary, r revised) vital.Payload {
	record := s.Record(lens, r.Rev, c.stamp(u, v, r))
	c.editsOf(v.Resource, func(e edit) {
		if e.Day == r.Date && e.Ordinal == r.Ordinal && e.At <= r.last {
			applyEdit(record, e.Fields)
		}
	})
	return record
}

// describe says in a few words what a record holds.
func describe(record vital.Payload) string {
	switch r := record.(type) {
	case *vital.Activity:
		text := r.CalendarDate.String() + ":"
		if r.Steps.Valid {
			text += fmt.Sprintf(" %d steps,", r.Steps.V)
		}
		if r.CaloriesTotal.Valid {
			text += fmt.Sprintf(" %s kcal,", r.CaloriesTotal.V.AppendJSON(nil))
		}
		return strings.TrimRight(text, ",:")
	case *vital.Sleep:
		text := fmt.Sprintf("%s: %s asleep", r.CalendarDate, hours(r.Total))
		if r.Efficiency.Valid {
			text += fmt.Sprintf(", efficiency %s", r.Efficiency.V.AppendJSON(nil))
		}
		if r.Score.Valid {
			text += fmt.Sprintf(", score %d", r.Score.V)
		}
		return text
	}
	return describeMore(record)
}

// describeMore describes what is neither activity nor sleep.
func describeMore(record vital.Payload) string {
	switch r := record.(type) {
	case *vital.Workout:
		text := fmt.Sprintf("%s: ", r.CalendarDate)
		if r.Title.Valid {
			text += r.Title.V + ", "
		}
		text += hours(int(r.TimeEnd.Sub(r.TimeStart).Seconds()))
		if r.Distance.Valid {
			text += fmt.Sprintf(", %.1f km", r.Distance.V.Float()/1000)
		}
		return text
	case vital.WorkoutStreamShallow:
		return "stream of workout " + r.WorkoutID.String()
	case *vital.SleepCycle:
		return fmt.Sprintf("%d stages of sleep", len(r.StageType))
	case *vital.Meal:
		text := fmt.Sprintf("%s: %s", r.CalendarDate, r.Name)
		if r.Energy.Valid {
			text += fmt.Sprintf(", %s kcal", r.Energy.V.Value.AppendJSON(nil))
		}
		return text
	case *vital.MenstrualCycle:
		text := "from " + r.PeriodStart.String()
		if r.CycleEnd.Valid {
			text += " to " + r.CycleEnd.V.String()
		}
		return text + fmt.Sprintf(", %d days of flow", len(r.MenstrualFlow))
	case *vital.Electrocardiogram:
		text := fmt.Sprintf("%d voltages", r.VoltageSampleCount)
		if r.Classification.Valid {
			text += ", " + string(r.Classification.V)
		}
		return text
	case *vital.Body:
		if !r.Weight.Valid {
			return r.CalendarDate.String()
		}
		return fmt.Sprintf("%s: %s kg", r.CalendarDate, r.Weight.V.AppendJSON(nil))
	case *vital.Profile:
		var known []string
		if r.Sex.Valid {
			known = append(known, string(r.Sex.V))
		}
		if r.Height.Valid {
			known = append(known, fmt.Sprintf("%d cm", r.Height.V))
		}
		if r.BirthDate.Valid {
			known = append(known, "born "+r.BirthDate.V.String())
		}
		return strings.Join(known, ", ")
	}
	return ""
}

func hours(seconds int) string { return fmt.Sprintf("%dh%02dm", seconds/3600, seconds/60%60) }
