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
	if vital.Resources[v.resource].Kind == vital.Single && day != v.liveFrom {
		return out // one record to a connection, anchored on its first day
	}
	var buf [4]view.Rev
	for _, r := range s.Revs(lens, day, asOf, buf[:0]) {
		rec := revised{Rev: r, first: r.First, last: r.Last}
		c.editsOf(v.resource, func(e edit) {
			if e.day == day && e.ordinal == r.Ordinal && e.at <= asOf {
				rec.last = max(rec.last, e.at)
			}
		})
		out = append(out, rec)
	}
	return out
}

// recordID is the id of a record: the same for good, also over a new link.
func (w *World) recordID(u *user, c *connection, resource int, r view.Rev) vital.ID {
	if id, ok := c.keptID(resource, r); ok {
		return id
	}
	return encodeID(w.scramble, c.recordKey(u, resource, r))
}

// stamp is what the state says of a record.
func (w *World) stamp(u *user, c *connection, v *cover, r revised) view.Stamp {
	return view.Stamp{
		ID: w.recordID(u, c, v.resource, r.Rev), UserID: u.id,
		CreatedAt: time.Unix(c.announced(v, r.Date, r.first), 0).UTC(),
		UpdatedAt: time.Unix(c.announced(v, r.Date, r.last), 0).UTC(),
		Edited:    r.last > r.Rev.Last,
		Sibling:   func(resource string) vital.ID { return w.recordID(u, c, resourceIndex(resource), r.Rev) },
	}
}

// record is the record as of its last revision, with its edits.
func (w *World) record(u *user, lens *view.Lens, c *connection, v *cover, s view.Summary, r revised) vital.Payload {
	record := s.Record(lens, r.Rev, w.stamp(u, c, v, r))
	c.editsOf(v.resource, func(e edit) {
		if e.day == r.Date && e.ordinal == r.Ordinal && e.at <= r.last {
			applyEdit(record, e.fields)
		}
	})
	return record
}

// points yields the samples of a day that came with the uploads in (from, to],
// with the values they have as of the instant.
func (c *connection) points(lens *view.Lens, v *cover, s view.Series, source int, day vital.Date, from, to, asOf int64, yield func(view.Point)) {
	edited := map[int64]vital.Decimal(nil)
	c.editsOf(v.resource, func(e edit) {
		if e.day == day && e.source == source && e.at <= asOf {
			if edited == nil {
				edited = map[int64]vital.Decimal{}
			}
			edited[e.unix] = e.value
		}
	})
	s.Each(lens, source, day, from, to, func(p view.Point) {
		if value, ok := edited[p.Unix]; ok {
			p.Value = value
		}
		yield(p)
	})
}

// samples is the data of a timeseries event: source, samples, then the user_id
// that the docs show and the schema leaves out (contract, trap 13).
type samples struct {
	resource *vital.Resource
	source   vital.Source
	user     vital.ID
	points   []view.Point
}

// AppendJSON appends the data as vital.SamplesPayload would, without making samples.
func (s samples) AppendJSON(b []byte) []byte {
	b = append(b, `{"source":`...)
	b = s.source.AppendJSON(b)
	b = append(b, `,"data":[`...)
	encoder := vital.NewSampleEncoder(s.resource)
	for i, p := range s.points {
		if i > 0 {
			b = append(b, ',')
		}
		b = encoder.Append(b, p.Unix, p.Duration, p.Offset, p.Value)
	}
	b = append(b, `],"user_id":"`...)
	b = append(b, s.user.String()...)
	return append(b, `"}`...)
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

func describeSamples(r *vital.Resource, batch []view.Point, first, last time.Time) string {
	lo, hi := batch[0].Value, batch[0].Value
	for _, p := range batch {
		lo, hi = min(lo, p.Value), max(hi, p.Value)
	}
	noun := "samples"
	if len(batch) == 1 {
		noun = "sample"
	}
	return fmt.Sprintf("%d %s, %s to %s, %s to %s %s", len(batch), noun,
		first.Format("01-02 15:04"), last.Format("01-02 15:04"), lo.AppendJSON(nil), hi.AppendJSON(nil), r.Unit)
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
