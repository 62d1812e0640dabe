package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Stretch is the interval [Start, End) in unix seconds.
type Stretch struct{ Start, End int64 }

// Handwashes returns the handwashes of the date, in order: before meals and spread over
// the day, as many as the persona's file says, for 15 to 40 seconds each. WHO 2009
// recommends 20 seconds.
func (p *Persona) Handwashes(d vital.Date) []Stretch {
	p = p.On(d)
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	r := p.seed("hands").At(int64(d)).Stream()
	from, to := p.waking(f)
	n := min(about(&r, p.habit("hands", p.trait().handwashesDaily)), 30)
	var list []Stretch
	for _, m := range p.Meals(d) {
		if len(list) < n && r.Chance(0.8) {
			list = append(list, Stretch{Start: max(m.At-180, from)})
		}
	}
	rest := n - len(list)
	for i := range rest {
		list = append(list, Stretch{Start: p.afterNap(f, among(from, to-60, i, rest, &r))})
	}
	slices.SortStableFunc(list, func(a, b Stretch) int { return int(a.Start - b.Start) })
	for i := range list {
		if i > 0 {
			list[i].Start = max(list[i].Start, list[i-1].End+30)
		}
		list[i].End = list[i].Start + 15 + int64(r.Int(26))
	}
	return list
}

// Mindfulness returns the meditation sessions of the date: at most one, as often per
// week as the persona's file says, of 5 to 20 whole minutes, soon after waking or before
// bed.
func (p *Persona) Mindfulness(d vital.Date) []Stretch {
	p = p.On(d)
	f := p.frame(d)
	r := p.seed("mindful").At(int64(d)).Stream()
	if !r.Chance(p.habit("mindful", p.trait().mindfulWeekly)/7) || f.minutes() == 0 {
		return nil
	}
	from, to := p.waking(f)
	length := int64(60 * (5 + r.Int(16)))
	start := from + int64(60*r.Int(12))
	if own := p.seed("mindful").Stream(); own.Chance(0.5) {
		start = to - length - int64(60*r.Int(15))
	}
	return []Stretch{{start, start + length}}
}

// fallBlock is the length in days of a block, in which there is at most one fall.
const fallBlock = 15

// Falls returns the times of the day's falls in unix seconds: at most one, as often per
// year as the persona's file says, in a minute in which the persona moves. A third of
// people over 65 fall every year (Tinetti 1988).
func (p *Persona) Falls(day *Day) []int64 {
	p = p.On(day.Date)
	block := floorDiv(int64(day.Date), fallBlock)
	r := p.seed("fall").At(block).Stream()
	if !r.Chance(p.habit("falls", p.trait().fallsYearly)*fallBlock/365.25) || int64(day.Date)-block*fallBlock != int64(r.Int(fallBlock)) {
		return nil
	}
	// Take the first moving minute after a random one, wrapping around.
	n := day.Minutes()
	for i, first := 0, r.Int(max(n, 1)); i < n; i++ {
		if m := (first + i) % n; day.stages[m] == 0 && !day.still(m) {
			return []int64{day.Start + int64(60*m+r.Int(60))}
		}
	}
	return nil
}
