package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// bodyRevs: a weight is there with the first upload after stepping on the scale.
func bodyRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	at, ok := l.Persona.WeighIn(d)
	if !ok || l.Persona.DateAt(at) != d {
		return out
	}
	if first := l.NextUpload(at); first <= asOf {
		out = append(out, Rev{Date: d, First: first, Last: first})
	}
	return out
}

func bodyRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	at, _ := l.Persona.WeighIn(r.Date)
	c := l.Persona.Composition(r.Date)
	b := &vital.Body{
		ID: s.ID, UserID: s.UserID, Date: time.Unix(at, 0).UTC(), CalendarDate: r.Date,
		Weight: vital.Val(c.Weight), Source: l.Profile.Source(l.model.Weighing), CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	if l.model.Reports.Scale {
		b.Fat, b.BodyMassIndex = vital.Val(c.FatPercent), vital.Val(c.BodyMassIndex)
	}
	// What has samples of its own stands in the record, too.
	b.LeanBodyMassKilogram = known(l.Profile.Measures("lean_body_mass"), c.LeanKg)
	if at, ok := l.Persona.TapeMeasure(r.Date); ok && at <= r.First && l.Profile.Measures("waist_circumference") {
		b.WaistCircumferenceCentimeter = vital.Val(l.Persona.Waist(r.Date))
	}
	return b
}

// weighing makes a sample of each body record: the same value at the same time.
func weighing(value func(body.Composition) vital.Decimal) func(*Lens, vital.Date) []Point {
	return func(l *Lens, d vital.Date) []Point {
		at, ok := l.Persona.WeighIn(d)
		if !ok {
			return nil
		}
		return []Point{{Unix: at, Value: value(l.Persona.Composition(d))}}
	}
}

// waist is what a tape measures, now and then.
func waist(l *Lens, d vital.Date) []Point {
	at, ok := l.Persona.TapeMeasure(d)
	if !ok {
		return nil
	}
	return []Point{{Unix: at, Value: l.Persona.Waist(d)}}
}

// profileRevs: what a provider knows of the person is there from the start.
// There is one profile to a connection, so the day does not matter.
func profileRevs(_ *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	if asOf <= 0 {
		return out
	}
	return append(out, Rev{Date: d, First: 1, Last: 1})
}

func profileRecord(l *Lens, _ Rev, s Stamp) vital.Payload {
	p := &vital.Profile{
		ID: s.ID, UserID: s.UserID, Height: vital.Val(l.Persona.HeightCm), BirthDate: vital.Val(l.Persona.BirthDate),
		Gender: vital.Val(vital.GenderFemale), Sex: vital.Val(vital.SexFemale), Source: l.Profile.Source("app"),
		CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	if l.Persona.Wheelchair() && l.Profile.Supplies("wheelchair_push") {
		p.WheelchairUse = vital.Val(true)
	}
	if l.Persona.Sex == body.Male {
		p.Gender, p.Sex = vital.Val(vital.GenderMale), vital.Val(vital.SexMale)
	}
	return p
}
