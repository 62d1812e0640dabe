package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// RespirationStep is how long a value of [Persona.Respiration] holds, in minutes.
const RespirationStep = 5

// Respiration returns the respiratory rate of a day while awake, in breaths per
// minute within 8 and 60, one value for every five minutes from the day's start. It
// is 0 while the persona sleeps; see [Persona.NightVitals] for the night. While
// sitting it is one or two above the rate of the night, and it grows with the effort
// (Nicolò 2017).
func (p *Persona) Respiration(day *Day) []vital.Decimal {
	r := p.seed("respiration").At(int64(day.Date)).Stream()
	ill := p.illness(day.Date)
	values := make([]vital.Decimal, (day.Minutes()+RespirationStep-1)/RespirationStep)
	for i := range values {
		noise := r.Bell(0, 0.8)
		from, to := i*RespirationStep, min((i+1)*RespirationStep, day.Minutes())
		effort, asleep := 0, false
		for m := from; m < to; m++ {
			effort += int(day.METTenths[m]) - lying
			asleep = asleep || day.Asleep(m)
		}
		if asleep {
			continue
		}
		x := p.breathBase + 1.4 + noise + float64(1.8*ill) + float64(0.27*float64(effort)/float64(to-from))
		values[i] = vital.DecimalOf(clamp(x, 8, 60))
	}
	return values
}

// An Oximetry is a reading of the blood's oxygen.
type Oximetry struct {
	At      int64         // unix seconds
	Percent vital.Decimal // within 90 and 100
}

// Oximetries returns the readings that a watch takes by itself during the day, in
// order: in about half of the hours, while the persona sits still. Awake, healthy
// adults have 95 to 99 % (WHO 2011), and less with an infection.
func (p *Persona) Oximetries(day *Day) (list []Oximetry) {
	p = p.On(day.Date)
	own := p.streams.breath.Child("spo2").Stream()
	usual := own.Bell(97.3, 0.4) - float64(1.1*p.illness(day.Date)) - float64(1.2*p.asthma(day.Date))
	r := p.seed("oximetry").At(int64(day.Date)).Stream()
	for hour := 0; 60*hour < day.Minutes(); hour++ {
		taken, minute, noise := r.Chance(0.55), r.Int(40), r.Bell(0, 0.5)
		at, ok := day.sitting(day.Start + int64(60*(60*hour+minute)))
		if taken && ok && at < day.Start+int64(3600*(hour+1)) {
			list = append(list, Oximetry{at, vital.DecimalOf(bend(usual+noise, 90, 100, 1))})
		}
	}
	return list
}
