package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Example is the setting that the example records of all resources share: whose
// they are, when they were measured and when they changed.
type Example struct {
	UserID               vital.ID
	ID                   func(name string) vital.ID // of the record with the name
	Source               vital.Source
	Day                  vital.Date
	Zone                 string // has the time of UTC on the day
	CreatedAt, UpdatedAt time.Time
	Updated              bool // the record has grown or was corrected since
}

// At returns a time of the day.
func (e Example) At(hour, minute int) time.Time {
	return e.Day.UTC().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func activityExample(e Example) vital.Payload {
	a := vital.Activity{
		ID: e.ID("activity"), UserID: e.UserID, Date: e.Day.UTC(), CalendarDate: e.Day, Source: e.Source,
		CaloriesTotal: decimal(612.4), CaloriesActive: decimal(96.15), Steps: vital.Val(1873), Distance: decimal(1404.75),
		Low: decimal(31), Medium: decimal(6), High: decimal(0), FloorsClimbed: vital.Val(2),
		TimeZone: vital.Val(e.Zone), TimezoneOffset: vital.Val(0),
		HeartRate: vital.Val(vital.HeartRate{AvgBPM: decimal(66), MinBPM: decimal(49), MaxBPM: decimal(121), RestingBPM: decimal(54)}),
		CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	if e.Updated {
		a.CaloriesTotal, a.CaloriesActive, a.Steps, a.Distance = decimal(1064.9), decimal(201.3), vital.Val(4210), decimal(3157.5)
		a.Low, a.Medium, a.FloorsClimbed = decimal(74), decimal(15), vital.Val(5)
	}
	return a
}

func sleepExample(e Example) vital.Payload {
	s := vital.Sleep{
		ID: e.ID("sleep"), UserID: e.UserID, Date: e.Day.UTC(), CalendarDate: e.Day, BedtimeStart: e.At(-1, 0), BedtimeStop: e.At(6, 40),
		Type: vital.LongSleep, TimezoneOffset: vital.Val(0), Duration: 27_600, Total: 25_200, Awake: 2400, Light: 13_800, REM: 6000, Deep: 5400,
		HRLowest: vital.Val(48), HRAverage: vital.Val(55), HRResting: vital.Val(52), Efficiency: decimal(91.3), Latency: vital.Val(720),
		Source: e.Source, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	if e.Updated { // vital signs come later at times
		s.AverageHRV, s.RespiratoryRate, s.TemperatureDelta = decimal(47.5), decimal(14.2), decimal(-0.12)
	}
	return s
}

func sleepCycleExample(e Example) vital.Payload {
	c := vital.SleepCycle{
		ID: e.ID("sleep_cycle"), SleepID: e.ID("sleep"), SessionStart: e.At(-1, 0), SessionEnd: e.At(6, 40),
		StageStartOffsetSecond: []int{0, 720, 7200, 12_600, 18_600, 26_400},
		StageEndOffsetSecond:   []int{720, 7200, 12_600, 18_600, 26_400, 27_600},
		StageType: []vital.SleepStage{
			vital.StageAwake, vital.StageLight, vital.StageDeep, vital.StageREM, vital.StageLight, vital.StageAwake,
		},
		CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt, UserID: e.UserID, Source: e.Source,
	}
	if e.Updated {
		c.TimeZone = vital.Val(e.Zone)
	}
	return c
}

func workoutExample(e Example) vital.Payload {
	swimming, _ := vital.SportNamed("swimming")
	w := vital.Workout{
		ID: e.ID("workout"), UserID: e.UserID, TimezoneOffset: vital.Val(0), AverageHR: vital.Val(131), MaxHR: vital.Val(158), Distance: decimal(1250),
		CalendarDate: e.Day, TimeStart: e.At(7, 10), TimeEnd: e.At(7, 50), Calories: decimal(342), Sport: vital.Val(swimming),
		HRZones: vital.Val(vital.HRZones{60, 240, 780, 900, 420, 0}), MovingTime: vital.Val(2280), AverageSpeed: decimal(0.55), ProviderID: "5150731846",
		Source: e.Source, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	if e.Updated {
		w.Title = vital.Val("Swim before work")
	}
	return w
}

func bodyExample(e Example) vital.Payload {
	b := vital.Body{
		ID: e.ID("body"), UserID: e.UserID, Date: e.At(7, 0), CalendarDate: e.Day, Weight: decimal(68.4), Source: e.Source, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	if e.Updated {
		b.Fat, b.BodyMassIndex = decimal(22.5), decimal(23.1)
	}
	return b
}

// ecgExample returns a recording of thirty seconds, which the device classifies anew.
func ecgExample(e Example) vital.Payload {
	const hertz = 512
	start := e.At(8, 5)
	r := vital.Electrocardiogram{
		ID: e.ID("electrocardiogram"), SessionStart: start, SessionEnd: start.Add(30 * time.Second), VoltageSampleCount: 30 * hertz,
		HeartRateMean: vital.Val(64), SamplingFrequencyHz: vital.Val(vital.Whole(hertz)), Classification: vital.Val(vital.ECGSinusRhythm),
		AlgorithmVersion: vital.Val("2"), TimeZone: vital.Val(e.Zone), SourceDeviceModel: vital.Val("Watch7,5"),
		CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt, UserID: e.UserID, Source: e.Source,
	}
	if e.Updated {
		r.Classification, r.InconclusiveCause = vital.Val(vital.ECGInconclusive), vital.Val(vital.CausePoorReading)
	}
	return r
}

func profileExample(e Example) vital.Payload {
	p := vital.Profile{
		ID: e.ID("profile"), UserID: e.UserID, Height: vital.Val(172), BirthDate: vital.Val(vital.DateFrom(1990, time.May, 17)),
		Gender: vital.Val(vital.GenderFemale), Sex: vital.Val(vital.SexFemale), Source: e.Source, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	if e.Updated {
		p.Height = vital.Val(173)
	}
	return p
}

func decimal(f float64) vital.Null[vital.Decimal] { return vital.Val(vital.DecimalOf(f)) }
