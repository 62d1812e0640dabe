package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// A Temperature is a reading of a thermometer, in °C.
type Temperature struct {
	At      int64 // unix seconds
	Celsius vital.Decimal
	Place   vital.SensorLocation // mouth, ear, forehead or armpit
}

// CoreTemperature returns the body's temperature at an instant in °C, within 35.5 to
// 41. It is 36.8 on average, half a degree higher in the evening than before dawn
// (Mackowiak 1992), a quarter of a degree higher in the second half of the menstrual
// cycle, and up to two and a half degrees higher with fever.
func (p *Persona) CoreTemperature(unix int64) vital.Decimal {
	d := p.DateAt(unix)
	own := p.seed("temperature")
	x := 36.75 + float64(0.2*signed(own.Child("base")))
	// Highest at 17:30 by the local clock.
	turns := float64(floorDiv(unix+int64(p.OffsetAt(unix)), 60)-17*60-30) / 1440
	x += float64(0.27 * sine(turns+0.25))
	x += float64(2.4*p.illnessAt(unix)) + float64(0.08*wave(own.Child("drift"), unix, 3*3600))
	if q := p.On(d); q.cycle > 0 && q.luteal(d) {
		x += 0.25
	}
	return vital.DecimalOf(clamp(x, 35.5, 41))
}

// illnessAt interpolates the severity of illness between noon of one date and the next.
func (p *Persona) illnessAt(unix int64) float64 {
	d := p.DateAt(unix - daySeconds/2)
	from, to := p.illness(d), p.illness(d+1)
	if from == to {
		return from
	}
	noon := p.DayStart(d) + daySeconds/2
	return from + float64((to-from)*clamp(float64(unix-noon)/daySeconds, 0, 1))
}

// Temperatures returns the readings of the date, in order: two to four on days of
// illness, none otherwise.
func (p *Persona) Temperatures(d vital.Date) []Temperature {
	f := p.frame(d)
	if p.illness(d) < 0.1 || f.minutes() == 0 {
		return nil
	}
	own := p.seed("thermometer")
	r, owner := own.At(int64(d)).Stream(), own.Stream()
	place := [...]vital.SensorLocation{"ear", "mouth", "forehead", "armpit"}[owner.Int(4)]
	from, to := p.waking(f)
	n := 2 + r.Int(3)
	list := make([]Temperature, n)
	for i := range list {
		at := among(from, to, i, n, &r)
		list[i] = Temperature{at, p.CoreTemperature(at) + vital.DecimalOf(r.Bell(0, 0.08)), place}
	}
	return list
}

// BasalTemperature returns the temperature on waking that a persona who tracks it
// measures on nine mornings in ten. It is about 36.4 °C, a quarter of a degree higher
// from the day after ovulation to the end of the cycle, and a little lower on the day
// of ovulation (Baker & Driver 2007).
func (p *Persona) BasalTemperature(d vital.Date) (BasalTemperature, bool) {
	p = p.On(d)
	f := p.frame(d)
	r := p.seed("basal").At(int64(d)).Stream()
	if !p.tracks("temperature") || p.cycle == 0 || f.minutes() == 0 || !r.Chance(0.9) {
		return BasalTemperature{}, false
	}
	c := p.cycleAround(d)
	x := 36.38 + float64(0.15*signed(p.seed("temperature", "base"))) + r.Bell(0, 0.05) + float64(1.6*p.illness(d))
	switch {
	case c.Luteal(d):
		x += 0.12 + float64(0.17*smooth(float64(d-c.Ovulation.V)/3))
	case c.Ovulation.Valid && d == c.Ovulation.V:
		x -= 0.08
	}
	_, wake := p.inBed(f)
	return BasalTemperature{d, wake + 60, vital.DecimalOf(clamp(x, 35.5, 40))}, true
}
