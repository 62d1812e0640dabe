package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Breathing describes the breathing disturbances of a main night.
type Breathing struct {
	Start, End int64 // of the sleep, unix seconds
	// PerHour is the number of pauses and shallow breaths per hour of sleep. Below 5
	// is normal; from 15 on, apnoea is at least moderate (AASM 2012).
	PerHour  vital.Decimal
	Elevated bool // PerHour is 15 or more
}

const elevated = 15 // disturbances per hour

// Breathing returns the disturbances of the main night that ends on the date, or
// false on a date that the zone skipped. Nights vary by about a quarter and are
// worse after alcohol (Issa & Sullivan 1982).
func (p *Persona) Breathing(d vital.Date) (Breathing, bool) {
	p = p.On(d)
	f := p.frame(d)
	if f.minutes() == 0 {
		return Breathing{}, false
	}
	b := Breathing{PerHour: vital.DecimalOf(p.disturbed(d))}
	b.Start, b.End = p.inBed(f)
	b.Elevated = b.PerHour >= vital.Whole(elevated)
	return b, true
}

// disturbed returns the number of disturbances per hour.
func (p *Persona) disturbed(d vital.Date) float64 {
	r := p.seed("disturbed").At(int64(d)).Stream()
	usual := p.fade(d, func(q *Persona) float64 { return q.habit("apnoea", q.trait().apnoea) })
	return clamp(usual*r.Bell(1, 0.22)*(1+float64(0.12*float64(p.glasses(d-1)))), 0, 90)
}

// apnoeaBlock is the number of nights that a watch evaluates together.
const apnoeaBlock = 30

// ApneaAlert returns the alert that a watch raises at ten in the morning after every
// thirtieth night if breathing was elevated in at least half of those thirty nights.
// The result from is the date of the first of them.
func (p *Persona) ApneaAlert(d vital.Date) (at int64, from vital.Date, ok bool) {
	from = d - apnoeaBlock + 1
	f := p.frame(d)
	if int64(from)-floorDiv(int64(from), apnoeaBlock)*apnoeaBlock != 0 || f.minutes() == 0 {
		return 0, 0, false
	}
	nights := 0
	for night := from; night <= d; night++ {
		if b, ok := p.Breathing(night); ok {
			nights += b2i(b.Elevated)
		}
	}
	_, end := p.inBed(f)
	return max(f.at(10*3600), end+1800), from, nights >= apnoeaBlock/2
}

// desaturate lowers the blood oxygen of a night with apnoea. A pause costs a few
// percent for less than a minute, of which a part remains in a five-minute mean.
func (p *Persona) desaturate(d vital.Date, spo2 []vital.Decimal) {
	p = p.On(d)
	if p.trait().apnoea[1] < 5 {
		return
	}
	r := p.seed("desaturate").At(int64(d)).Stream()
	perHour := p.disturbed(d)
	for i := range spo2 {
		depth, here := r.Between(0.5, 6), r.Chance(min(perHour/35, 0.95))
		if here {
			spo2[i] = max(spo2[i]-vital.DecimalOf(depth*(0.4+float64(perHour/60))), vital.Whole(80))
		}
	}
}
