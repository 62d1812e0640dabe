package body

import (
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Sex is a person's sex as far as physiological reference values distinguish it.
type Sex uint8

// The sexes in the equations of the literature.
const (
	Female Sex = iota
	Male
)

// String returns "female" or "male".
func (s Sex) String() string {
	if s == Male {
		return "male"
	}
	return "female"
}

// Bounds of [Persona].DailySteps.
const (
	minDailyMean = 2000
	maxDailyMean = 18000
)

// referenceDate is the date for which archetypes give ages. It is fixed, so that a
// persona does not depend on when it is drawn.
var referenceDate = vital.DateFrom(2026, time.January, 1)

// Persona is a made-up person. It is immutable. If its archetype has phases, the fields
// have the values of the first; [Persona.On] returns the others.
type Persona struct {
	Sex       Sex
	BirthDate vital.Date
	// HeightCm is near 162 (women) or 176 (men), standard deviation 7: NCD-RisC
	// 2016, high-income countries.
	HeightCm int
	// WeightKg follows from a body mass index of 18 to 38, lower for the fit.
	WeightKg vital.Decimal
	// Fitness is 0..1 with 0.5 the median of the persona's age and sex.
	Fitness float64
	// VO2Max in ml/kg/min: Kaminsky 2015 (FRIEND registry), about 48 for men
	// and 38 for women in their twenties, half as much in their seventies.
	VO2Max float64
	// HRMax in bpm: Tanaka 2001, 208 - 0.7 × age, with individual spread.
	HRMax int
	// HRRest is the baseline resting heart rate in bpm: Quer 2020, mean 65,
	// women about 3 above men, the fit lower.
	HRRest int
	// Chronotype is the middle of the night on free days in minutes after local
	// midnight: Roenneberg 2007, most people between 3:00 and 5:30.
	Chronotype int
	// SleepNeed is the sleep of an undisturbed night in minutes: Ohayon 2004,
	// 8 h at twenty, an hour less at seventy.
	SleepNeed int
	// DailySteps is the long-term mean: Tudor-Locke 2011.
	DailySteps int
	// Zone is the IANA name of Location.
	Zone     string
	Location *time.Location
	// WorkDays are the days that start with an alarm, by time.Weekday. It is empty for
	// people who work by a rota. [Persona.Shift] covers both.
	WorkDays [7]bool
	// Alarm is the time of the alarm in minutes after local midnight.
	Alarm int
	// CommuteMinutes is the walk to work, one way.
	CommuteMinutes int
	// WorkoutsPerWeek is a mean; there is at most one workout a day.
	WorkoutsPerWeek float64
	// Sports are the favourites as Vital's sport slugs, the most frequent first.
	Sports []string
	// NightWakings is how often per night another person wakes this one.
	NightWakings float64
	// NapsPerWeek is a mean before training days take their share.
	NapsPerWeek float64
	// Metabolism determines glucose; see [Persona.Glucose].
	Metabolism Metabolism

	life         []phase // one per phase of the archetype, the first without a beginning; nil without phases
	traits       *traits
	moving       bool    // whether the persona is ever in another zone than Zone
	rota         []Shift // replaces WorkDays; nil without a rota
	rotaPhase    int
	tripChance   float64 // per block of days
	illChance    float64 // per block of days
	streams      streams
	walkCadence  float64    // steps per minute at an everyday pace
	weekdaySteps [7]float64 // factor for the steps, by time.Weekday
	trainChance  [2]float64 // of a workout on a free day and on a work day
	footSteps    float64    // mean steps per day from workouts
	hrvBase      float64    // ms
	breathBase   float64    // per minute
	cycle        int        // days of the menstrual cycle, 0 for none
	cyclePhase   int
	cycleJitter  float64    // days
	firstCycle   vital.Date // beginning of the grid of cycles
	seasonPhase  float64
}

// streams has the seeds of everything that varies by day, one per purpose, so that a
// new purpose changes no value of the others.
type streams struct {
	bed, stages, nap, vitals, ill, rest, train, walks, steps, heart seed.Seed
	weight, scale, track, breath, meals, glucose, identity          seed.Seed
	trip, root                                                      seed.Seed
}

// draw makes a persona without a zone.
func (t *traits) draw(s seed.Seed) *Persona {
	p := &Persona{traits: t, streams: streams{
		bed: s.Child("bed"), stages: s.Child("stages"), nap: s.Child("nap"), vitals: s.Child("vitals"),
		ill: s.Child("ill"), rest: s.Child("rest"), train: s.Child("train"), walks: s.Child("walks"),
		steps: s.Child("steps"), heart: s.Child("heart"),
		weight: s.Child("weight"), scale: s.Child("scale"), track: s.Child("track"), breath: s.Child("breath"),
		meals: s.Child("meals"), glucose: s.Child("glucose"), identity: s.Child("identity"),
		trip: s.Child("trip"), root: s,
	}}
	p.illChance = usualIllness
	if t.illnessesYearly[1] > 0 {
		p.illChance = p.habit("illnesses", t.illnessesYearly) * illnessBlock / 365.25
	}
	p.tripChance = p.habit("trips", t.tripsYearly) * tripBlock / 365.25
	p.drawMetabolism(s.Child("metabolism"), t)
	p.drawBody(s.Child("body"), t)
	p.drawCycle(s.Child("cycle"), t)
	p.drawHabits(s.Child("habits"), t)
	p.drawRota(s.Child("rota"), t.rota)
	p.drawMovement(s.Child("movement"), t)
	return p
}

// drawBody draws the properties of the body.
func (p *Persona) drawBody(s seed.Seed, a *traits) {
	r := s.Stream()
	p.Sex = Sex(r.Int(2))
	if a.sex != nil {
		p.Sex = *a.sex
	}
	age := a.age.draw(&r)
	p.BirthDate = vital.DateFrom(2026-int(age), time.January, 1) - vital.Date(r.Int(365))
	p.Fitness = a.fitness.draw(&r)

	height, median, slope, rest := 162.5, 38.0, 0.39, 80.5
	if p.Sex == Male {
		height, median, slope, rest = 176.0, 48.0, 0.47, 77.5
	}
	p.HeightCm = int(r.Bell(height, 6.5))
	metres := float64(p.HeightCm) / 100
	bmi := clamp(r.Bell(26.5, 3)-float64(4*(p.Fitness-0.5)), 18, 38)
	if a.bodyMass[1] > 0 {
		bmi = p.habit("body mass", a.bodyMass)
	}
	p.WeightKg = vital.DecimalOf(bmi * metres * metres)

	median -= float64(slope * (age - 25))
	p.VO2Max = clamp(median*(0.65+float64(0.7*p.Fitness)), 16, 72)
	p.HRMax = int(r.Bell(208-float64(0.7*age), 5))
	p.HRRest = int(clamp(r.Bell(rest-float64(30*p.Fitness), 2.5), 43, 84))
	if a.restingRate[1] > 0 {
		p.HRRest = int(p.habit("resting heart rate", a.restingRate) + 0.5)
	}
	// Umetani 1998: RMSSD about 45 ms at twenty, 22 ms at seventy.
	p.hrvBase = clamp((55-float64(0.45*age))*r.Bell(1, 0.18)*(0.75+float64(0.5*p.Fitness)), 12, 110)
	p.breathBase = r.Bell(14.8, 0.9)
	cycle, phase := 26+r.Int(6), r.Int(31)
	if p.Sex == Female && age < 50 {
		p.cycle, p.cyclePhase = cycle, phase
	}
	p.seasonPhase = r.Float()
}

// drawMetabolism draws the kind of glucose metabolism.
func (p *Persona) drawMetabolism(s seed.Seed, a *traits) {
	r := s.Stream()
	p.Metabolism = a.metabolism
	if r.Chance(a.prediabetes) && p.Metabolism == Healthy {
		p.Metabolism = Prediabetes
	}
}

// drawHabits draws when the person sleeps and works.
func (p *Persona) drawHabits(s seed.Seed, a *traits) {
	r := s.Stream()
	age := float64(p.AgeOn(referenceDate))
	// Roenneberg 2007: latest around the age of twenty, then earlier with age.
	p.Chronotype = int(clamp(a.midSleep.draw(&r)+(40-age)/2, a.midSleep[0], a.midSleep[1]))
	p.SleepNeed = int(60 * a.sleepNeed.draw(&r))
	works := r.Chance(a.works)
	if a.rota == nil {
		for day, work := range a.workDays {
			p.WorkDays[day] = work && works
		}
	}
	p.Alarm = int(clamp(r.Bell(392, 18)+float64(p.Chronotype-240)/4, 300, 510))
	p.CommuteMinutes = int(a.commute.draw(&r))
	p.NightWakings = a.nightWakings.draw(&r)
	p.NapsPerWeek = a.napsWeekly.draw(&r)
}

// drawMovement draws how much the person walks and trains.
func (p *Persona) drawMovement(s seed.Seed, a *traits) {
	r := s.Stream()
	p.WorkoutsPerWeek = a.workoutsWeekly.draw(&r)
	p.Sports = p.favourites(a.sports, &r)
	free, sum := 0.0, 0.0 // days off
	for day := range p.WorkDays {
		p.weekdaySteps[day] = r.Bell(1, 0.08)
		sum += p.weekdaySteps[day]
		if !p.WorkDays[day] {
			free++
		}
	}
	if p.rota != nil {
		free = p.restDays()
	}
	for day := range p.weekdaySteps {
		p.weekdaySteps[day] *= 7 / sum
	}
	// Free days carry more of the training; the week's sum stays the same.
	share := p.WorkoutsPerWeek / (7 + float64(0.4*free))
	p.trainChance = [2]float64{min(1.4*share, 0.97), min(share, 0.97)}
	p.footSteps = p.workoutSteps()

	mean := a.dailySteps.draw(&r)
	// For people who train on foot the mean is high enough to leave room for walking.
	p.DailySteps = int(clamp(max(mean, p.footSteps/0.6), minDailyMean, maxDailyMean))
	p.walkCadence = r.Bell(100+float64(12*p.Fitness), 3)
}

// favourites picks up to three sports that the person is fit enough for.
func (p *Persona) favourites(from []string, r *seed.Stream) []string {
	var picked []string
	for range 3 {
		name := from[r.Int(len(from))]
		if s, _ := sportNamed(name); p.VO2Max < s.minVO2Max {
			name = "walking"
		}
		if !slices.Contains(picked, name) {
			picked = append(picked, name)
		}
	}
	return picked
}

// AgeOn returns the age in whole years on a date.
func (p *Persona) AgeOn(d vital.Date) int {
	y, m, day := d.UTC().Date()
	by, bm, bd := p.BirthDate.UTC().Date()
	age := y - by
	if m < bm || m == bm && day < bd {
		age--
	}
	return age
}

// BasalKcalOn returns the energy that the body needs at rest in 24 hours:
// Mifflin-St Jeor 1990.
func (p *Persona) BasalKcalOn(d vital.Date) vital.Decimal {
	kcal := 10*p.WeightKg + vital.Decimal(625*p.HeightCm-500*p.AgeOn(d))
	if p.Sex == Male {
		return kcal + vital.Whole(5)
	}
	return kcal - vital.Whole(161)
}

func clamp(x, lo, hi float64) float64 { return max(lo, min(x, hi)) }
