package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Body measurements of a morning: each is a record.
const (
	weighed = iota
	taped   // the waist
)

// measured returns when something was measured on d.
func (l *Lens) measured(d vital.Date, what int) (at int64, ok bool) {
	switch {
	case what == weighed:
		at, ok = l.Persona.WeighIn(d)
	case l.model.Reports.Waist:
		at, ok = l.Persona.TapeMeasure(d)
	}
	return at, ok && l.Persona.DateAt(at) == d
}

// bodyRevs returns the revisions of a measurement: it exists with the first upload
// after it.
func bodyRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	for what := weighed; what <= taped; what++ {
		at, ok := l.measured(d, what)
		if !ok {
			continue
		}
		if first := l.NextUpload(at); first <= asOf {
			out = append(out, Rev{Date: d, Ordinal: what, First: first, Last: first})
		}
	}
	return out
}

func bodyRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	at, _ := l.measured(r.Date, r.Ordinal)
	b := &vital.Body{
		ID: s.ID, UserID: s.UserID, Date: time.Unix(at, 0).UTC(), CalendarDate: r.Date,
		Source: l.byApp(l.Profile.Source(l.model.Weighing)), CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	if r.Ordinal == taped {
		b.WaistCircumferenceCentimeter, b.Source = vital.Val(l.Persona.Waist(r.Date)), l.appSource()
		return b
	}
	c, tells := l.Persona.Composition(r.Date), l.model.Reports
	b.Weight = vital.Val(c.Weight)
	b.Fat, b.BodyMassIndex = known(tells.Scale, c.FatPercent), known(tells.Scale, c.BodyMassIndex)
	b.LeanBodyMassKilogram = known(tells.Lean, c.LeanKg)
	b.WaterPercentage, b.MuscleMassPercentage = known(tells.Composition, c.WaterPercent), known(tells.Composition, c.MusclePercent)
	b.BoneMassPercentage, b.VisceralFatIndex = known(tells.Composition, c.BonePercent), known(tells.Composition, c.VisceralFatIndex)
	return b
}

// weighing returns a sample for each body record, with the same value and time.
func weighing(value func(body.Composition) vital.Decimal) func(*Lens, vital.Date) []Point {
	return func(l *Lens, d vital.Date) []Point {
		at, ok := l.Persona.WeighIn(d)
		if !ok {
			return nil
		}
		return []Point{{Unix: at, Value: value(l.Persona.Composition(d))}}
	}
}

// waist returns occasional measurements with a tape.
func waist(l *Lens, d vital.Date) []Point {
	at, ok := l.Persona.TapeMeasure(d)
	if !ok {
		return nil
	}
	return []Point{{Unix: at, Value: l.Persona.Waist(d)}}
}

// profileRevs returns the revision of the profile, which exists from the start. A
// connection has one profile, so the day does not matter.
func profileRevs(_ *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	if asOf <= 0 {
		return out
	}
	return append(out, Rev{Date: d, First: 1, Last: 1})
}

func profileRecord(l *Lens, _ Rev, s Stamp) vital.Payload {
	p := &vital.Profile{
		ID: s.ID, UserID: s.UserID, Height: vital.Val(l.Persona.HeightCm), BirthDate: vital.Val(l.Persona.BirthDate),
		Gender: vital.Val(vital.GenderFemale), Sex: vital.Val(vital.SexFemale), Source: l.byApp(l.Profile.Source("app")),
		CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	if l.model.Reports.Pushes && l.Persona.Wheelchair() {
		p.WheelchairUse = vital.Val(true)
	}
	if l.Persona.Sex == body.Male {
		p.Gender, p.Sex = vital.Val(vital.GenderMale), vital.Val(vital.SexMale)
	}
	return p
}
