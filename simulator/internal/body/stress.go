package body

// StressStep is how long a value of [Persona.Stress] holds, in minutes.
const StressStep = 3

// Stress returns the stress level of a day as estimated by watches, 1 to 100, one value
// for every three minutes from the day's start. It is 0 while the body moves too much
// for an estimate. Watches derive it from the excess of the heart rate over the resting
// rate and from its variability (Firstbeat 2014): below 25 is rest, above 75 is high.
func (p *Persona) Stress(day *Day) []uint8 {
	p = p.On(day.Date)
	own := p.seed("stress")
	shift, clock := p.Shift(day.Date), p.wallClock(day)
	level := 21 + float64(4*signed(own)) + float64(16*p.illness(day.Date)) + float64(5*signed(own.At(int64(day.Date))))
	values := make([]uint8, (day.Minutes()+StressStep-1)/StressStep)
	for i := range values {
		from, to := i*StressStep, min((i+1)*StressStep, day.Minutes())
		beats, moved, asleep := 0, false, true
		for m := from; m < to; m++ {
			beats += int(day.HeartRate[m])
			moved = moved || day.METTenths[m] >= 18
			asleep = asleep && day.Asleep(m)
		}
		if moved {
			continue
		}
		at := day.Start + int64(60*from)
		above := float64(beats)/float64(to-from) - float64(day.RestingHR)
		x := float64(8 * wave(own.Child("minutes"), at, 1500))
		switch minute := clock.minute(at); {
		case asleep:
			x = float64(0.4*x) + float64(0.5*level) + float64(1.3*(above+2))
		case shift == DayShift && minute > 9*60 && minute < 17*60:
			x += level + 12 + float64(1.7*(above-6))
		default:
			x += level + float64(1.7*(above-6))
		}
		values[i] = uint8(clamp(x+0.5, 1, 100))
	}
	return values
}
