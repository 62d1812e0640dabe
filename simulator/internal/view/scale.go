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
	weight, height := l.Persona.Weight(r.Date), vital.Decimal(l.Persona.HeightCm)
	b := &vital.Body{
		ID: s.ID, UserID: s.UserID, Date: time.Unix(at, 0).UTC(), CalendarDate: r.Date,
		Weight: vital.Val(weight), Source: l.Profile.Source(l.model.Weighing), CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	if l.model.Reports.Scale {
		b.Fat = vital.Val(l.Persona.FatPercent(r.Date))
		b.BodyMassIndex = vital.Val((weight*10_000 + height*height/2) / (height * height))
	}
	return b
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
	if l.Persona.Sex == body.Male {
		p.Gender, p.Sex = vital.Val(vital.GenderMale), vital.Val(vital.SexMale)
	}
	return p
}
