package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// MindfulSession is when on the date the persona sits still and breathes, for
// three to thirty whole minutes: soon after getting up or before going to bed, as
// each person has it. False on most dates of most people.
func (p *Persona) MindfulSession(d vital.Date) (e Stretch, ok bool) {
	p = p.On(d)
	f := p.frame(d)
	r := p.seed("mindful").At(int64(d)).Stream()
	if !r.Chance(min(p.habit("mindful", p.trait().mindfulWeekly)/7, 1)) || f.minutes() == 0 {
		return e, false
	}
	from, to := p.waking(f)
	length := 60 * int64(clamp(p.habit("mindful minutes", extent{3, 18})*r.Between(0.7, 1.4), 3, 30))
	e.Start = from + int64(r.Int(900))
	if p.habit("mindful evening", extent{0, 1}) < 0.5 {
		e.Start = to - length - int64(r.Int(900))
	}
	e.Start = e.Start / 60 * 60
	e.End = e.Start + length
	busyFrom, busyTo := p.busy(f)
	return e, e.End <= busyFrom || e.Start >= busyTo
}
