package body

// bpm is one beat per minute. Heart rates are computed in 1/256 bpm as integers, which
// give the same results on every machine.
const bpm = 256

// posture is the increase of the resting heart rate while sitting.
const posture = 6 * bpm

// stageBeats has the heart rate of a sleep stage relative to the resting one: lowest in
// deep sleep, higher and less regular in REM.
var stageBeats = [5]int{Deep: -4 * bpm, Light: -1 * bpm, REM: 2 * bpm, Awake: 5 * bpm}

// restless scales the minute-to-minute noise by stage (0 is out of bed).
var restless = [5]int{0: 4, Deep: 1, Light: 2, REM: 3, Awake: 3}

// fillHeartRate computes the heart rate of every minute. It approaches the target of
// the minute with a lag of a minute or two, faster up than down. The target of an
// effort is its share of the VO2 reserve times the heart rate reserve (Swain &
// Leutholtz 1997).
func (p *Persona) fillHeartRate(day *Day) {
	r := p.streams.heart.At(int64(day.Date)).Stream()
	rest := day.RestingHR * bpm
	gain := int(float64(bpm*(p.HRMax-day.RestingHR)) * 0.35 / (p.VO2Max - 3.5)) // per tenth of a MET
	nadir := p.Chronotype + 60
	hr, noise, stress := -1, 0, 0
	flutter := p.AFibEpisodes(day.Start, day.End)
	for i, met := range day.METTenths {
		bits := r.Uint64()
		if i%16 == 0 {
			stress = int(bits>>40&255) * int(bits>>48&255) * 9 / 256 // up to 9 bpm, rarely that much
		}
		// A daily wave from 2 bpm below the resting rate to 3 above it half a day later.
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
