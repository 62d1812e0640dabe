package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// vitalSeconds is the step of body.NightVitals.
const vitalSeconds = 300

// nightly returns the samples of quantities that are measured during sleep, every
// few minutes of the recorded nights.
func nightly(column func(body.NightVitals) []vital.Decimal) eachFunc {
	return func(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
		step := l.model.Minutes.Night * 60 / vitalSeconds
		l.eachNight(d, lo, hi, func(s body.Sleep, zone offsets, fits func(at, end int64) bool) {
			values := column(l.Persona.NightVitals(&s))
			for i := 0; i < len(values); i += step {
				at := s.Start + int64(i)*vitalSeconds
				if fits(at, min(at+vitalSeconds, s.End)) {
					yield(Point{Unix: at, Offset: zone.at(at), Value: values[i]})
				}
			}
		})
	}
}

// breaths returns the respiratory rates of the night. Fitbit reports the average of
// each stage at its middle (vital.md 5.2).
func breaths(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
	if l.Profile.Slug != "fitbit" {
		nightly(func(v body.NightVitals) []vital.Decimal { return v.RespiratoryRate })(l, source, d, lo, hi, yield)
		return
	}
	l.eachNight(d, lo, hi, func(s body.Sleep, zone offsets, fits func(at, end int64) bool) {
		rates := l.Persona.NightVitals(&s).RespiratoryRate
		for _, span := range s.Spans {
			at, end := s.Start+int64(span.From+span.To)/2, s.Start+int64(span.To)
			if !fits(at, end) {
				continue
			}
			first, last := span.From/vitalSeconds, (span.To-1)/vitalSeconds
			sum := vital.Decimal(0)
			for _, rate := range rates[first : last+1] {
				sum += rate
			}
			yield(Point{Unix: at, Offset: zone.at(at), Value: sum / vital.Decimal(last-first+1)})
		}
	})
}

// eachNight calls f with the recorded nights that overlap d; fits reports which of
// their moments belong to d and ended in (lo, hi].
func (l *Lens) eachNight(d vital.Date, lo, hi int64, f func(s body.Sleep, zone offsets, fits func(at, end int64) bool)) {
	today := l.facts(d)
	if today.start == today.end || hi <= today.start {
		return
	}
	fits := func(at, end int64) bool { return at >= today.start && at < today.end && end > lo && end <= hi }
	zone := l.offsets(today)
	_, next := l.nextNight(d)
	for _, on := range [...]vital.Date{d, next} {
		for _, s := range l.facts(on).sleeps {
			if !s.Nap && s.Start < today.end && s.End > today.start {
				f(s, zone, fits)
			}
		}
	}
}
