package example

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A maker makes an example of a record, with the time of its last change; an
// updated one has grown or was corrected.
type maker func(from vital.Source, last time.Time, updated bool) vital.Payload

// records make examples of every resource that is no timeseries.
var records = map[vital.ResourceID]maker{
	vital.ResourceActivity:          makes(activity),
	vital.ResourceSleep:             makes(sleep),
	vital.ResourceSleepCycle:        makes(sleepCycle),
	vital.ResourceWorkouts:          makes(workout),
	vital.ResourceWorkoutStream:     makes(workoutStream),
	vital.ResourceBody:              makes(body),
	vital.ResourceMeal:              makes(meal),
	vital.ResourceMenstrualCycle:    makes(cycle),
	vital.ResourceElectrocardiogram: makes(electrocardiogram),
	vital.ResourceProfile:           makes(profile),
}

// makes returns the maker that calls make.
func makes[T vital.Payload](make func(from vital.Source, last time.Time, updated bool) T) maker {
	return func(from vital.Source, last time.Time, updated bool) vital.Payload { return make(from, last, updated) }
}

// record returns an example of a record, or nil where records has no row.
func record(r vital.Resource, updated bool) vital.Payload {
	make, ok := records[r.ID]
	if !ok {
		return nil
	}
	last := created
	if updated {
		last = revised
	}
	return make(source(r), last, updated)
}

func workoutStream(from vital.Source, _ time.Time, _ bool) vital.WorkoutStreamShallow {
	sport, _ := vital.SportNamed("swimming")
	return vital.WorkoutStreamShallow{
		UserID: user, WorkoutID: id("workout"), ProviderID: "5150731846", Source: from, Sport: vital.Val(sport),
	}
}

func activity(from vital.Source, last time.Time, updated bool) vital.Activity {
	a := vital.Activity{
		ID: id("activity"), UserID: user, Date: day.UTC(), CalendarDate: day, Source: from,
		CaloriesTotal: decimal(612.4), CaloriesActive: decimal(96.15), Steps: vital.Val(1873), Distance: decimal(1404.75),
		Low: decimal(31), Medium: decimal(6), High: decimal(0), FloorsClimbed: vital.Val(2),
		TimeZone: vital.Val(zone), TimezoneOffset: vital.Val(0),
		HeartRate: vital.Val(vital.HeartRate{AvgBPM: decimal(66), MinBPM: decimal(49), MaxBPM: decimal(121), RestingBPM: decimal(54)}),
		CreatedAt: created, UpdatedAt: last,
	}
	if updated {
		a.CaloriesTotal, a.CaloriesActive, a.Steps, a.Distance = decimal(1064.9), decimal(201.3), vital.Val(4210), decimal(3157.5)
		a.Low, a.Medium, a.FloorsClimbed = decimal(74), decimal(15), vital.Val(5)
	}
	return a
}

func sleep(from vital.Source, last time.Time, updated bool) vital.Sleep {
	s := vital.Sleep{
		ID: id("sleep"), UserID: user, Date: day.UTC(), CalendarDate: day, BedtimeStart: at(-1, 0), BedtimeStop: at(6, 40),
		Type: vital.LongSleep, TimezoneOffset: vital.Val(0), Duration: 27_600, Total: 25_200, Awake: 2400, Light: 13_800, REM: 6000, Deep: 5400,
		HRLowest: vital.Val(48), HRAverage: vital.Val(55), HRResting: vital.Val(52), Efficiency: decimal(91.3), Latency: vital.Val(720),
		Source: from, CreatedAt: created, UpdatedAt: last,
	}
	if updated { // vital signs come later at times
		s.AverageHRV, s.RespiratoryRate, s.TemperatureDelta = decimal(47.5), decimal(14.2), decimal(-0.12)
	}
	return s
}

func sleepCycle(from vital.Source, last time.Time, updated bool) vital.SleepCycle {
	c := vital.SleepCycle{
		ID: id("sleep_cycle"), SleepID: id("sleep"), SessionStart: at(-1, 0), SessionEnd: at(6, 40),
		StageStartOffsetSecond: []int{0, 720, 7200, 12_600, 18_600, 26_400},
		StageEndOffsetSecond:   []int{720, 7200, 12_600, 18_600, 26_400, 27_600},
		StageType: []vital.SleepStage{
			vital.StageAwake, vital.StageLight, vital.StageDeep, vital.StageREM, vital.StageLight, vital.StageAwake,
		},
		CreatedAt: created, UpdatedAt: last, UserID: user, Source: from,
	}
	if updated {
		c.TimeZone = vital.Val(zone)
	}
	return c
}

func workout(from vital.Source, last time.Time, updated bool) vital.Workout {
	swimming, _ := vital.SportNamed("swimming")
	w := vital.Workout{
		ID: id("workout"), UserID: user, TimezoneOffset: vital.Val(0), AverageHR: vital.Val(131), MaxHR: vital.Val(158), Distance: decimal(1250),
		CalendarDate: day, TimeStart: at(7, 10), TimeEnd: at(7, 50), Calories: decimal(342), Sport: vital.Val(swimming),
		HRZones: vital.Val(vital.HRZones{60, 240, 780, 900, 420, 0}), MovingTime: vital.Val(2280), AverageSpeed: decimal(0.55), ProviderID: "5150731846",
		Source: from, CreatedAt: created, UpdatedAt: last,
	}
	if updated {
		w.Title = vital.Val("Swim before work")
	}
	return w
}

func body(from vital.Source, last time.Time, updated bool) vital.Body {
	b := vital.Body{
		ID: id("body"), UserID: user, Date: at(7, 0), CalendarDate: day, Weight: decimal(68.4), Source: from, CreatedAt: created, UpdatedAt: last,
	}
	if updated {
		b.Fat, b.BodyMassIndex = decimal(22.5), decimal(23.1)
	}
	return b
}

func profile(from vital.Source, last time.Time, updated bool) vital.Profile {
	p := vital.Profile{
		ID: id("profile"), UserID: user, Height: vital.Val(172), BirthDate: vital.Val(vital.DateFrom(1990, time.May, 17)),
		Gender: vital.Val(vital.GenderFemale), Sex: vital.Val(vital.SexFemale), Source: from, CreatedAt: created, UpdatedAt: last,
	}
	if updated {
		p.Height = vital.Val(173)
	}
	return p
}

func decimal(f float64) vital.Null[vital.Decimal] { return vital.Val(vital.DecimalOf(f)) }
