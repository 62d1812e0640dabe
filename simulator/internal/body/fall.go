package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Fall is when the persona falls hard on the date, out of bed: on few dates of few
// people. Of those over 65 a third falls in a year, many of them more than once
// (Tinetti 1988).
func (p *Persona) Fall(d vital.Date) (at int64, ok bool) {
	p = p.On(d)
	f := p.frame(d)
	r := p.seed("fall").At(int64(d)).Stream()
	chance := p.habit("falls", p.trait().fallsYearly) / 365.25 * (1 + float64(2*p.illness(d)))
	if !r.Chance(chance) || f.minutes() == 0 {
		return 0, false
	}
	from, to := p.waking(f)
	at = among(from, to, 0, 1, &r) + int64(r.Int(60))
	if nap, napped := p.nap(f); napped && at >= nap.Start-60 && at < nap.End+60 {
		at = nap.End + 120 // on getting up
	}
	return at, true
}
