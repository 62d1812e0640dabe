package world

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// points yields the samples of a day that came with the uploads in (from, to] and
// were not deleted, with the values they have as of the instant.
func (c *connection) points(lens *view.Lens, v *cover, s view.Series, source int, day vital.Date, from, to, asOf int64, yield func(view.Point)) {
	edited := map[int64][]edit(nil)
	c.editsOf(v.Resource, func(e edit) {
		if e.Day == day && e.Source == source && e.At <= asOf {
			if edited == nil {
				edited = map[int64][]edit{}
			}
			edited[e.Micros] = append(edited[e.Micros], e)
		}
	})
	if edited == nil && len(c.Deleted) == 0 {
		s.Each(lens, source, day, from, to, yield)
		return
	}
	s.Each(lens, source, day, from, to, func(p view.Point) {
		if c.isDeleted(target{Resource: v.Resource, Day: day, Source: source, Micros: p.Micros()}) {
			return
		}
		if edits, ok := edited[p.Micros()]; ok {
			p = amended(v.Resource.Row(), p, edits)
		}
		yield(p)
	})
}

// amended returns a point with its edits, in the order in which they were made.
func amended(r *vital.Resource, p view.Point, edits []edit) view.Point {
	sample := p.Sample(*r, vital.Source{})
	for _, e := range edits {
		applyEdit(sample, e.Fields)
	}
	out := view.PointOf(*r, sample)
	out.Unix, out.Micro, out.Duration = p.Unix, p.Micro, p.Duration
	if p.Detail != nil && (p.Detail.WorkoutID.Valid || p.Detail.Sport.Valid) { // what no field of a sample tells
		d := wire.Detail{}
		if out.Detail != nil {
			d = *out.Detail
		}
		d.WorkoutID, d.Sport = p.Detail.WorkoutID, p.Detail.Sport
		out.Detail = &d
	}
	return out
}

// samples is the data of a timeseries event: source, samples, then the user_id
// that the vendor's docs show and its schema leaves out (vital.md 9.13).
type samples struct {
	resource *vital.Resource
	source   vital.Source
	user     vital.ID
	points   []view.Point
}

// AppendJSON appends the same data as vital.SamplesOf, without allocating samples.
func (s samples) AppendJSON(b []byte) []byte {
	b = append(b, `{"source":`...)
	b = s.source.AppendJSON(b)
	b = append(b, `,"data":[`...)
	encoder := s.encoder()
	for i, p := range s.points {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.AppendTo(b, &encoder)
	}
	b = append(b, `],"user_id":"`...)
	b = append(b, s.user.String()...)
	return append(b, `"}`...)
}

func (s *samples) encoder() wire.SampleEncoder {
	e := wire.NewSampleEncoder(s.resource)
	e.Source = &s.source
	return e
}

// describeSamples describes a batch in a few words.
func describeSamples(r *vital.Resource, batch []view.Point, first, last time.Time) string {
	noun := "samples"
	if len(batch) == 1 {
		noun = "sample"
	}
	text := fmt.Sprintf("%d %s, %s to %s", len(batch), noun, first.Format("01-02 15:04"), last.Format("01-02 15:04"))
	switch r.Shape {
	case vital.ShapeNote:
		return text
	case vital.ShapePressure:
		bySystolic := func(a, b view.Point) int { return cmp.Compare(a.Detail.Systolic, b.Detail.Systolic) }
		lo, hi := slices.MinFunc(batch, bySystolic).Detail, slices.MaxFunc(batch, bySystolic).Detail
		return fmt.Sprintf("%s, %s/%s to %s/%s %s", text, lo.Systolic.AppendJSON(nil), lo.Diastolic.AppendJSON(nil),
			hi.Systolic.AppendJSON(nil), hi.Diastolic.AppendJSON(nil), r.Unit)
	}
	lo, hi := batch[0].Value, batch[0].Value
	for _, p := range batch {
		lo, hi = min(lo, p.Value), max(hi, p.Value)
	}
	return fmt.Sprintf("%s, %s to %s %s", text, r.Value(lo).AppendJSON(nil), r.Value(hi).AppendJSON(nil), r.Unit)
}
