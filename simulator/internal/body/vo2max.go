package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// VO2MaxOn returns the VO2max of a date in ml/kg/min, within 14 and 80. It follows the
// form of the season, falls by 0.9 % a year with age (Fleg 2005), and drifts over weeks.
func (p *Persona) VO2MaxOn(d vital.Date) vital.Decimal {
	x := p.fade(d, func(q *Persona) float64 { return q.VO2Max })
	x *= 1 + float64(0.02*p.season(d))
	x *= clamp(1-float64(0.009*float64(d-referenceDate)/365.25), 0.5, 1.3)
	x += float64(0.6 * wave(p.seed("vo2max"), int64(d), 24))
	return vital.DecimalOf(clamp(x, 14, 80))
}

// VO2MaxEstimate returns the estimate that a watch makes at the end of a workout of
// running, hiking or walking. It returns false on dates without one.
func (p *Persona) VO2MaxEstimate(d vital.Date) (at int64, value vital.Decimal, ok bool) {
	start, end, ok := p.training(p.frame(d))
	t := p.trains(d)
	if !ok || t.sport.motion != run && t.sport.motion != walk || end-start < 20*60 {
		return 0, 0, false
	}
	return end, p.VO2MaxOn(d), true
}
