package body

// Heart rates are kept in 1/256 bpm: integers, the same on every machine.
const bpm = 256

// posture is what sitting adds to the resting heart rate.
const posture = 6 * bpm

// stageBeats is the heart rate of a stage against the resting one: lowest in
// deep sleep, higher and more restless in REM.
var stageBeats = [5]int{Deep: -4 * bpm, Light: -1 * bpm, REM: 2 * bpm, Awake: 5 * bpm}

// restless scales the minute-to-minute noise by stage (0 is out of bed).
var restless = [5]int{0: 4, Deep: 1, Light: 2, REM: 3, Awake: 3}

// beat fills the heart rate of a day. It approaches what the minute demands
// with a lag of a minute or two, faster up than down. The demand of an effort
// is its share of the VO2 reserve times the heart rate reserve (Swain &
// Leutholtz 1997).
func (p *Persona) beat(day *Day) {
	r := p.streams.heart.At(int64(day.Date)).Stream()
	rest := day.RestingHR * bpm
	gain := int(float64(bpm*(p.HRMax-day.RestingHR)) * 0.35 / (p.VO2Max - 3.5)) // per tenth of a MET
	nadir := p.Chronotype + 60
	hr, noise, stress := -1, 0, 0
	flutter := p.AFibEpisodes(day.Start, day.End)
	for i, met := range day.METTenths {
		bits := r.Uint64()
		if i%16 == 0 {
			stress = int(bits>>40&255) * int(bits>>48&255) * 9 / 256 // up to 9 bpm, seldom
		}
		// A daily wave, 2 bpm below at its lowest and 3 above half a day later.
		away := abs(i%1440 - nadir)
		away = min(away, 1440-away)
		target := rest - 2*bpm + away*16/9
		stage := day.stages[i]
		if stage == 0 {
			target += posture + stress + (int(met)-lying)*gain
		} else {
			target += stageBeats[stage]
		}
		uneven := restless[stage]
		for len(flutter) > 0 && flutter[0].End <= day.Start+int64(60*i) {
			flutter = flutter[1:]
		}
		if len(flutter) > 0 && flutter[0].Start <= day.Start+int64(60*i) {
			target += flutter[0].beats
			uneven = afibRestless
		}
		switch target = min(target, (p.HRMax-2)*bpm); {
		case hr < 0:
			hr = target
		case target > hr:
			hr += (target - hr) * 7 / 16
		default:
			hr += (target - hr) * 5 / 16
		}
		noise = noise*7/8 + (int(bits&255)-128)*uneven
		day.HeartRate[i] = uint8(max(MinHeartRate, min((hr+noise+bpm/2)/bpm, p.HRMax)))
	}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
