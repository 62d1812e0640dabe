package body

import "github.com/vitalsim/vitalsim/simulator/internal/seed"

// The arithmetic of minutes is in integers: tenths of a MET, centimetres, steps. It is
// the hot path, and integers give the same results on every machine.

// Cadences in steps per minute: Tudor-Locke 2011 for walking; 150 to 185 is
// the range of recreational running.
const (
	minWalkCadence = 80
	maxWalkCadence = 125
	minRunCadence  = 150
	maxRunCadence  = 185
	maxIncidental  = 40
)

// lying is the effort of lying down in tenths of a MET. Sitting takes 1.1 to 1.3 METs
// (Ainsworth 2011).
const lying = 10

// stride returns the distance of n steps walked in a minute, in centimetres. The
// pedometer convention is 0.41 of the height per step; slow steps are shorter.
func (p *Persona) stride(n int) int {
	return n * p.HeightCm * (300 + n*115/100) / 1000
}

// walkMET returns the effort of walking cm centimetres in a minute, in tenths of a MET:
// ACSM, VO2 = 0.1 × m/min + 3.5.
func walkMET(cm int) int { return 10 + cm/350 }

// runMET returns the effort of running by ACSM's equation, VO2 = 0.2 × m/min + 3.5, and
// runSpeed is its inverse.
func runMET(cm int) int    { return 10 + cm/175 }
func runSpeed(met int) int { return (met - 10) * 175 }

// maxMET returns the highest effort of any minute, 95 % of VO2max, in tenths.
func (p *Persona) maxMET() int { return int(p.VO2Max * 2.714) }

// moveIncidentally spreads the steps that belong to no bout over the day. The rate
// varies between blocks of a quarter of an hour.
func (p *Persona) moveIncidentally(day *Day, plan *plan) {
	r := p.streams.steps.At(int64(day.Date)).Stream()
	// The minutes awake and out of bed, after midnight only those at work.
	minutes := 0
	for i := plan.wake; i < plan.bed; i++ {
		if day.stages[i] == 0 {
			minutes++
		}
	}
	for i := range plan.tail {
		if day.stages[i] == 0 {
			minutes++
		}
	}
	// base is the chance, in 1/256, that a minute has steps; it then has 17 on average.
	base := int(plan.incidental * 256 / 17 / float64(max(minutes, 60)))
	chance, sit := 0, lying
	for i := range day.Steps {
		bits := r.Uint64()
		if i%15 == 0 || i == plan.wake {
			chance = base * int(bits>>40&255) / 128
			sit = 11 + int(bits>>48&255)*(2+b2i(i >= plan.wake || i < plan.tail))/256
			switch {
			case i >= plan.tail && i < plan.wake:
				chance /= 8
			case i < plan.tail, i >= plan.working[0] && i < plan.working[1]:
				chance = chance * 3 / 4
			case plan.working[1] > 0:
				chance = chance * 3 / 2
			}
			chance = min(chance, 235)
		}
		if day.stages[i] != 0 {
			day.METTenths[i] = lying
			continue
		}
		if int(bits&255) >= chance {
			day.METTenths[i] = uint8(sit)
			continue
		}
		steps := 4 + int(bits>>8&255)*int(bits>>16&255)*53/65536
		steps = min(steps, maxIncidental)
		cm := p.stride(steps)
		day.Steps[i], day.Distance[i] = uint8(steps), uint16(cm)
		day.METTenths[i] = uint8(max(min(walkMET(cm)+sit-lying+1, p.maxMET()), sit))
		if steps > 12 && bits>>24&255 < 14 {
			day.Floors[i] = 1
		}
	}
}

// moveWalk fills the minutes of a walk.
func (p *Persona) moveWalk(day *Day, b *bout, r *seed.Stream) {
	for i := b.from; i < b.to; i++ {
		bits := r.Uint64()
		steps := max(minWalkCadence, min(b.cadence+int(bits&15)-8, maxWalkCadence))
		p.walkMinute(day, i, steps, 0)
		day.Floors[i] = uint8(b2i(bits>>24&255 < 14))
	}
}

func (p *Persona) walkMinute(day *Day, i, steps, slope int) {
	cm := p.stride(steps)
	day.Steps[i], day.Distance[i] = uint8(steps), uint16(cm)
	day.METTenths[i] = uint8(min(walkMET(cm)+slope, p.maxMET()))
}

// moveWorkout fills the minutes of a workout and returns what it adds up to.
func (p *Persona) moveWorkout(day *Day, b *bout, r *seed.Stream) Workout {
	t := b.workout
	w := Workout{Start: day.Start + int64(b.from)*60, End: day.Start + int64(b.to)*60, Sport: t.sport.slug, Effort: t.effort}
	level := 10 + int(t.effort*(p.VO2Max-3.5)/0.35)
	intervals := t.effort > 0.76 && t.sport.motion == run
	for i := b.from; i < b.to; i++ {
		bits := r.Uint64()
		met := level + int(bits&7) - 3
		if edge := min(i-b.from, b.to-1-i); edge < 4 {
			met = 10 + (met-10)*(70+7*edge)/100 // warm up, cool down
		} else if intervals {
			met += []int{6, 6, 6, -10}[(i-b.from)%4]
		}
		met = max(11, min(met, p.maxMET()))
		switch day.Floors[i] = 0; t.sport.motion {
		case run:
			p.runMinute(day, i, met, int(bits>>8&7))
			day.Floors[i] = uint8(b2i(bits>>24&255 < 16))
		case walk:
			hilly := t.sport.slug == "hiking"
			steps := 104 + int(t.effort*30) + int(bits>>8&15) - 8 - 12*b2i(hilly)
			p.walkMinute(day, i, min(steps, maxWalkCadence), 16*b2i(hilly))
			day.Floors[i] = uint8(b2i(bits>>24&255 < uint64(10+70*b2i(hilly))))
		default:
			p.stillMinute(day, i, met, t.sport.motion, i-b.from)
			w.DistanceCm += t.sport.motion.glide(int(day.METTenths[i]))
		}
		w.Steps += int(day.Steps[i])
		w.DistanceCm += int(day.Distance[i])
	}
	return w
}

// runMinute fills a minute of running. The speed follows from the effort and has a
// lower limit.
func (p *Persona) runMinute(day *Day, i, met, jitter int) {
	cm := max(runSpeed(met), 10500)
	cadence := minRunCadence + 6 + (cm-10500)/600 + jitter - 3
	day.Steps[i] = uint8(max(minRunCadence, min(cadence, maxRunCadence)))
	day.Distance[i] = uint16(cm)
	day.METTenths[i] = uint8(min(runMET(cm), p.maxMET()))
}

// stillMinute fills a minute of a sport without steps. In strength training, sets and
// pauses alternate.
func (p *Persona) stillMinute(day *Day, i, met int, m motion, minute int) {
	if m == still && minute%3 == 2 {
		met = 10 + (met-10)*2/3
	}
	day.Steps[i], day.Distance[i] = 0, 0
	day.METTenths[i] = uint8(met)
}

// glide returns the distance covered in a minute by a sport without steps, in
// centimetres. On a bicycle 8 METs are about 20 km/h and 12 METs 27 km/h (Ainsworth
// 2011); slow to brisk front crawl is 25 to 50 m per minute.
func (m motion) glide(met int) int {
	switch m {
	case wheels:
		return 14000 + 250*met
	case water:
		return 1800 + 30*min(met, 110)
	}
	return 0
}

// fillEnergy computes the active energy of every minute from its METs: 1 MET is 1 kcal
// per kilogram and hour (Ainsworth 2011), and the first MET is basal.
func (p *Persona) fillEnergy(day *Day) {
	weight := int(p.WeightKg)
	for i, met := range day.METTenths {
		day.ActiveKcal[i] = uint16(((int(met)-10)*weight + 300) / 600)
	}
}
