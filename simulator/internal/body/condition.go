package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Slow processes such as illness and form. Each is a closed form of the date or
// derived from a hash of a block of days, so that every date costs the same.

// illnessBlock is the number of days in which a persona falls ill at most once.
const illnessBlock = 48

// usualIllness is the chance of falling ill in a block: one or two infections a
// year. Parents of children have more (Monto 1993).
const usualIllness = 0.2

// Illness returns the severity of illness on a date, from 0 (well) to 1. An infection
// lasts four to nine days and is worst on the second. It raises temperature and heart
// rate and reduces the steps.
func (p *Persona) Illness(d vital.Date) float64 { return p.illness(d) }

// illness implements Illness.
func (p *Persona) illness(d vital.Date) float64 {
	p = p.On(d)
	block := floorDiv(int64(d), illnessBlock)
	r := p.streams.ill.At(block).Stream()
	if !r.Chance(p.illChance) {
		return 0
	}
	days := 4 + r.Int(6)
	day := int(int64(d)-block*illnessBlock) - r.Int(illnessBlock-days+1)
	severity := r.Between(0.4, 1)
	switch {
	case day < 0 || day >= days:
		return 0
	case day == 0:
		return 0.6 * severity
	}
	return severity * float64(days-day) / float64(days-1)
}

// season returns the person's form on a date: a yearly wave from -1 to 1, made of two
// parabolas.
func (p *Persona) season(d vital.Date) float64 {
	x := float64(d)/365.25 + p.seasonPhase
	x -= float64(floor(x))
	if x < 0.5 {
		return 16 * x * (0.5 - x)
	}
	return -16 * (x - 0.5) * (1 - x)
}

// restingHR returns the resting heart rate of a date: the baseline, a little lower in
// good form, raised by illness, a short night and training on the days before.
func (p *Persona) restingHR(d vital.Date, asleep int) int {
	p = p.On(d)
	r := p.streams.rest.At(int64(d)).Stream()
	hr := r.Bell(p.fade(d, func(p *Persona) float64 { return float64(p.HRRest) }), 0.9)
	hr -= float64(1.2 * p.season(d))
	hr += float64(8*p.illness(d)) + p.cycleBeats(d)
	hr += float64(2.2*p.strain(d-1)) + float64(0.7*p.strain(d-2))
	if missed := float64(p.SleepNeed) - float64(asleep)/60; missed > 0 {
		hr += min(missed/50, 3.5)
	}
	return int(clamp(hr+0.5, MinRestingHR, MaxRestingHR))
}

// nightVitals sets the values that are measured once per sleep.
func (p *Persona) nightVitals(d vital.Date, s *Sleep) {
	p = p.On(d)
	r := p.streams.vitals.At(2*int64(d) + int64(b2i(s.Nap))).Stream()
	ill, strain := p.illness(d), p.strain(d-1)
	hrv := p.fade(d, func(p *Persona) float64 { return p.hrvBase }) * r.Bell(1, 0.09) * (1 - float64(0.3*ill) - float64(0.1*strain) + float64(0.04*p.season(d)))
	s.HRV = vital.DecimalOf(clamp(hrv, 8, 150))
	s.RespiratoryRate = vital.DecimalOf(clamp(r.Bell(p.breathBase, 0.35)+float64(1.8*ill), 10, 22))
	warm := r.Bell(0, 0.13) + float64(0.9*ill)
	if p.cycle > 0 {
		warm -= 0.12
		if p.luteal(d) {
			warm += 0.24
		}
	}
	s.TemperatureDelta = vital.DecimalOf(clamp(warm, -1.5, 2.5))
}

// floor rounds down; the values here are far from the limits of int64.
func floor(x float64) int64 {
	n := int64(x)
	if float64(n) > x {
		n--
	}
	return n
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
