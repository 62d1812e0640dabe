package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Drink is a glass of water or a drink with caffeine, taken between meals.
type Drink struct {
	At         int64  // unix seconds
	Name       string // Water, Coffee or Tea
	WaterMl    int
	CaffeineMg int // 0 in water
}

// Drinks returns the drinks of the date, in order, none while in bed: glasses of water
// spread over the day, more with sport and fever, and cups of coffee (90 mg of
// caffeine on average) or tea (45 mg) in the first nine hours of the day and not in
// the last five (EFSA 2015).
func (p *Persona) Drinks(d vital.Date) []Drink {
	p = p.On(d)
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	from, to := p.waking(f)
	r := p.seed("drinks").At(int64(d)).Stream()
	glasses := about(&r, p.habit("water", p.trait().waterDaily)+float64(2*p.illness(d))) + 2*b2i(p.trains(d).sport != nil)
	cups := about(&r, p.habit("caffeine", p.trait().coffeeDaily))
	list := make([]Drink, 0, glasses+cups)
	for i := range glasses {
		list = append(list, Drink{At: among(from, to, i, glasses, &r), Name: "Water", WaterMl: 10 * (15 + r.Int(19))})
	}
	last := max(min(from+9*3600, to-5*3600), from+1800)
	for i := range cups {
		cup := Drink{At: among(from+600, last, i, cups, &r), Name: "Coffee", WaterMl: 10 * (12 + r.Int(13)), CaffeineMg: 60 + r.Int(61)}
		if r.Chance(0.3) {
			cup.Name, cup.CaffeineMg = "Tea", cup.CaffeineMg/2
		}
		list = append(list, cup)
	}
	for i := range list {
		list[i].At = p.afterNap(f, list[i].At)
	}
	slices.SortStableFunc(list, func(a, b Drink) int { return int(a.At - b.At) })
	return list
}

// waking returns the part of the frame's date during which the persona is out of bed
// after the main sleep, with a margin of five minutes.
func (p *Persona) waking(f frame) (from, to int64) {
	_, wake := p.inBed(f)
	bed, _ := p.inBed(f.next())
	return wake + 300, min(bed, f.end) - 300
}

// afterNap returns at unless it falls into a nap, in which case it returns an instant
// after the nap.
func (p *Persona) afterNap(f frame, at int64) int64 {
	if nap, ok := p.nap(f); ok && at >= nap.Start-60 && at < nap.End+60 {
		return at + nap.End - nap.Start + 180
	}
	return at
}

// about returns a random count whose mean is x.
func about(r *seed.Stream, x float64) int {
	x *= r.Between(0.7, 1.3)
	n := int(x)
	return n + b2i(r.Chance(x-float64(n)))
}

// among returns the i-th of n random instants spread over [from, to), a whole number of
// minutes after from.
func among(from, to int64, i, n int, r *seed.Stream) int64 {
	return from + int64(float64(to-from)*(float64(i)+r.Between(0.1, 0.9))/float64(n))/60*60
}
