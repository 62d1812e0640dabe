package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Breathing is how often breathing was disturbed in a main night.
type Breathing struct {
	Start, End int64 // of the sleep, unix seconds
	// PerHour counts pauses and shallow breaths in an hour of sleep. Below 5 is
	// usual, from 15 on apnoea is at least moderate (AASM 2012).
	PerHour  vital.Decimal
	Elevated bool // from 15 on
}

const elevated = 15 // disturbances per hour

// Breathing is that of the main night that ends on the date; false on a date that
// the zone skipped. Nights differ by a quarter or so, and are worse after alcohol
// (Issa & Sullivan 1982).
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

// disturbed is how often in an hour.
func (p *Persona) disturbed(d vital.Date) float64 {
	r := p.seed("disturbed").At(int64(d)).Stream()
	usual := p.fade(d, func(q *Persona) float64 { return q.habit("apnoea", q.trait().apnoea) })
	return clamp(usual*r.Bell(1, 0.22)*(1+float64(0.12*float64(p.glasses(d-1)))), 0, 90)
}

// apnoeaBlock is the number of nights after which a watch judges.
const apnoeaBlock = 30

// ApneaAlert is the alert of a watch that breathing was elevated in at least half
// of the thirty nights that end with the date: at ten in the morning after every
// thirtieth night. From is the first of the nights.
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

// desaturate lowers the oxygen of a night with apnoea: every pause takes a few
// percent for less than a minute, and some of it is left of five minutes' mean.
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
