package body

import "github.com/vitalsim/vitalsim/simulator/internal/seed"

const (
	trackStep = 5              // seconds between the points of a track
	perMinute = 60 / trackStep // points
)

// Track has the values of a workout at every point: index i of every column covers the
// five seconds from Start + Step × i. A column is nil if the sport does not have it:
// sports that stay in place have only a heart rate, swimming has no position, altitude,
// temperature or cadence, and only cycling and running have power.
type Track struct {
	Start int64 // unix seconds
	Step  int64 // seconds, always 5
	// HeartRate in bpm. The mean of a minute's points is exactly Day.HeartRate.
	HeartRate  []uint8
	SpeedCmS   []int32 // cm/s
	DistanceCm []int32 // from the start to the end of the point; the last is the workout's
	// Cadence on foot is in steps per minute, and its mean over a minute is exactly
	// Day.Steps. On a bicycle it is in revolutions per minute.
	Cadence    []uint8
	PowerW     []uint16
	AltitudeCm []int32 // above sea level
	// LatE6 and LngE6 are millionths of a degree.
	LatE6, LngE6 []int32
	// TemperatureDeciC is the air temperature in tenths of a degree Celsius. It changes
	// once a minute.
	TemperatureDeciC []int16
}

// Track returns the track of a workout of the day. It is nil if the workout does not lie
// within the day.
func (p *Persona) Track(day *Day, w Workout) *Track {
	s, ok := sportNamed(w.Sport)
	from, to := int(floorDiv(w.Start-day.Start, 60)), int(floorDiv(w.End-day.Start, 60))
	if !ok || from < 0 || to > day.Minutes() || from >= to {
		return nil
	}
	n := (to - from) * perMinute
	t := &Track{Start: w.Start, Step: trackStep, HeartRate: make([]uint8, n)}
	r := p.streams.track.At(w.Start).Stream()
	spread(t.HeartRate, day.HeartRate, from, MinHeartRate, p.HRMax, 1, &r)
	if s.motion == still {
		return t
	}
	cells := make([]int32, 5*n)
	cut := func(k int) []int32 { return cells[k*n : (k+1)*n : (k+1)*n] }
	t.SpeedCmS, t.DistanceCm = cut(0), cut(1)
	t.advance(day, s.motion, from, &r)
	switch s.motion {
	case water:
		return t
	case wheels:
		t.Cadence = make([]uint8, n)
		t.pedal(p, day, from, &r)
	default:
		t.Cadence = make([]uint8, n)
		spread(t.Cadence, day.Steps, from, 0, 255, 2, &r)
		if s.motion == run {
			t.push(p)
		}
	}
	t.AltitudeCm, t.LatE6, t.LngE6 = cut(2), cut(3), cut(4)
	way := p.route(s, p.ZoneAt(t.Start))
	way.follow(t)
	t.TemperatureDeciC = make([]int16, n)
	p.fillTemperature(t, way.climate)
	return t
}

// GainCm returns the elevation gain in centimetres: the sum of all rises of altitude.
func (t *Track) GainCm() int {
	gain := 0
	for i := 1; i < len(t.AltitudeCm); i++ {
		gain += int(max(t.AltitudeCm[i]-t.AltitudeCm[i-1], 0))
	}
	return gain
}

// spread fills in points so that the mean over every minute is the minute's value. It
// interpolates between minutes, adds noise, and then corrects points until the sum is
// right.
func spread(points, minutes []uint8, from, lo, hi, noise int, r *seed.Stream) {
	last := from + len(points)/perMinute - 1
	for m := from; m <= last; m++ {
		value := int(minutes[m])
		before, after := int(minutes[max(m-1, from)]), int(minutes[min(m+1, last)])
		bits, missing := r.Uint64(), value*perMinute
		row := points[(m-from)*perMinute:][:perMinute]
		for k := range row {
			x := value*perMinute*2 + (before-value)*max(perMinute-1-2*k, 0) + (after-value)*max(2*k+1-perMinute, 0)
			x = (x+perMinute)/(perMinute*2) + int(bits>>(4*k)&15)*(2*noise+1)/16 - noise
			x = max(min(lo, value), min(x, max(hi, value)))
			row[k] = uint8(x)
			missing -= x
		}
		for k := int(bits >> 60); missing != 0; k++ { // ends: value lies within the bounds
			switch v := &row[k*5%perMinute]; {
			case missing > 0 && int(*v) < max(hi, value):
				*v++
				missing--
			case missing < 0 && int(*v) > min(lo, value):
				*v--
				missing++
			}
		}
	}
}

// advance fills in distance and speed. The distance of every minute is that of the day.
func (t *Track) advance(day *Day, m motion, from int, r *seed.Stream) {
	total := 0
	for i := 0; i < len(t.DistanceCm); i += perMinute {
		minute := from + i/perMinute
		way := int(day.Distance[minute])
		if m == wheels || m == water {
			way = m.glide(int(day.METTenths[minute]))
		}
		bits, sum := r.Uint64(), 0
		var shares [perMinute]int
		for k := range shares {
			shares[k] = 120 + int(bits>>(4*k)&15)
			sum += shares[k]
		}
		done, before := 0, 0
		for k := range shares {
			done += shares[k]
			covered := way * done / sum
			t.DistanceCm[i+k] = int32(total + covered)
			t.SpeedCmS[i+k] = int32((covered - before + trackStep/2) / trackStep)
			before = covered
		}
		total += way
	}
}

// pedal fills in power and cadence of cycling. Power follows from ACSM's equation: VO2 =
// 10.8 × W/kg + 7.
func (t *Track) pedal(p *Persona, day *Day, from int, r *seed.Stream) {
	t.PowerW = make([]uint16, len(t.Cadence))
	for i := range t.PowerW {
		bits := r.Uint64()
		met := int(day.METTenths[from+i/perMinute])
		watts := max(met*350-7000, 0) * int(p.WeightKg) / 1080000
		t.PowerW[i] = uint16(watts * (113 + int(bits&31)) / 128)
		t.Cadence[i] = uint8(66 + min(watts/12, 24) + int(bits>>8&7))
	}
}

// push fills in the power of running: a quarter of the energy that it takes, 1 kcal per
// kilogram and kilometre (Margaria 1963).
func (t *Track) push(p *Persona) {
	t.PowerW = make([]uint16, len(t.SpeedCmS))
	for i, speed := range t.SpeedCmS {
		t.PowerW[i] = uint16(int(speed) * int(p.WeightKg) * 1046 / 1e7)
	}
}
