package vital_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const noon = 1767614400 // 2026-01-05T12:00:00Z

// Not parallel: AllocsPerRun counts for the whole process.
func TestNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 1<<16)
	r := source(3)
	activity, sleep := random[vital.Activity](r), random[vital.Sleep](r)
	one := random[vital.Sample](r)
	cycle, workout, ride := random[vital.SleepCycle](r), vital.Workout{}, vital.WorkoutStream{}
	workout.Sport, workout.HRZones, workout.Map = vital.Val(vital.Sports[0]), vital.Val(vital.HRZones{5: 9}), vital.Val(vital.WorkoutMap{})
	ride.Time, ride.HeartRate = []int64{1, 2}, vital.IntColumn{99, vital.GapInt}
	ride.Lat, ride.Altitude = vital.DegreesColumn{51_507_350, vital.GapDegrees}, vital.DecimalColumn{1, vital.GapDecimal}
	body, profile, shallow := random[vital.Body](r), random[vital.Profile](r), random[vital.WorkoutStreamShallow](r)
	night := vital.SleepStream{HRV: []vital.Sample{one}}
	info := random[vital.UserInfo](r)
	info.MedicalProxy.Valid = true
	users := vital.PaginatedUsers{Users: []vital.User{random[vital.User](r)}}
	listing := vital.ProviderListing{SupportedResources: vital.ResourceEnum()}
	fetched := vital.IntrospectedResources{Data: []vital.UserResources{random[vital.UserResources](r)}}
	fetched.Data[0].Providers = vital.Object[vital.Object[vital.ResourceStatistics]]{{Name: "oura", Value: vital.Object[vital.ResourceStatistics]{
		{Name: "sleep", Value: vital.ResourceStatistics{LastAttempt: vital.Val(vital.LastAttempt{}), OldestData: vital.Val(time.Unix(noon, 0))}},
	}}}
	pulls := vital.IntrospectedPulls{Data: []vital.UserPulls{{Providers: vital.Object[vital.ProviderPulls]{{Name: "oura", Value: vital.ProviderPulls{
		Pulled: vital.Object[vital.PullStatistics]{{Name: "sleep"}}, NotPulled: []string{"steps"},
	}}}}}}
	steps, _ := vital.ResourceNamed("steps")
	enc := wire.NewSampleEncoder(&steps)
	notes, _ := vital.ResourceNamed("note")
	note := wire.NewSampleEncoder(&notes)
	text := wire.Detail{Text: "two eggs", Tags: []vital.NoteTag{"food"}}
	voltage, _ := vital.ResourceNamed("electrocardiogram_voltage")
	wave := wire.NewSampleEncoder(&voltage)
	wave.Detail = &wire.Detail{Type: vital.Val("lead_1")}
	meal, flow, trace := random[vital.Meal](r), random[vital.MenstrualCycle](r), random[vital.Electrocardiogram](r)
	food := random[vital.Food](r)
	food.Micros = vital.Val(vital.Micros{Minerals: vital.Val(vital.Object[vital.Fine]{{Name: "sodium", Value: 1}})})
	meal.Data = vital.Object[vital.Food]{{Name: "Egg", Value: food}}
	pressure, injection := random[vital.BloodPressure](r), random[vital.InsulinInjection](r)
	var event vital.Payload = &activity
	message := vital.Event{EventType: vital.DailyEvent("activity", false), ClientUserID: "app-user-1", Data: event}
	at := int64(noon)
	for name, f := range map[string]func(){
		"Activity":              func() { buf = activity.AppendJSON(buf[:0]) },
		"Sleep":                 func() { buf = sleep.AppendJSON(buf[:0]) },
		"Event":                 func() { buf = message.AppendJSON(buf[:0]) },
		"SleepCycle":            func() { buf = cycle.AppendJSON(buf[:0]) },
		"Workout":               func() { buf = workout.AppendJSON(buf[:0]) },
		"WorkoutStream":         func() { buf = ride.AppendJSON(buf[:0]) },
		"WorkoutStreamShallow":  func() { buf = shallow.AppendJSON(buf[:0]) },
		"Body":                  func() { buf = body.AppendJSON(buf[:0]) },
		"Profile":               func() { buf = profile.AppendJSON(buf[:0]) },
		"SleepStream":           func() { buf = night.AppendJSON(buf[:0]) },
		"UserInfo":              func() { buf = info.AppendJSON(buf[:0]) },
		"PaginatedUsers":        func() { buf = users.AppendJSON(buf[:0]) },
		"ProviderListing":       func() { buf = listing.AppendJSON(buf[:0]) },
		"IntrospectedResources": func() { buf = fetched.AppendJSON(buf[:0]) },
		"IntrospectedPulls":     func() { buf = pulls.AppendJSON(buf[:0]) },
		"Sample":                func() { buf = one.AppendJSON(buf[:0]) },
		"Meal":                  func() { buf = meal.AppendJSON(buf[:0]) },
		"MenstrualCycle":        func() { buf = flow.AppendJSON(buf[:0]) },
		"Electrocardiogram":     func() { buf = trace.AppendJSON(buf[:0]) },
		"InsulinInjection":      func() { buf = injection.AppendJSON(buf[:0]) },
		"BloodPressure":         func() { buf = pressure.AppendJSON(buf[:0]) },
		"SampleEncoder of notes": func() {
			at += 3600
			note.Detail = &text
			buf = note.Append(buf[:0], at, 60, vital.Val(3600), 0)
		},
		"SampleEncoder of voltages": func() {
			at++
			wave.Micro = int32(at % 1e6)
			buf = wave.Append(buf[:0], at, 0, vital.Val(3600), 373_000)
		},
		"SampleEncoder": func() {
			at += 3600
			buf = enc.Append(buf[:0], at, 60, vital.Val(3600), 4200)
		},
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %.0f times", name, n)
		}
	}
}

func BenchmarkActivity(b *testing.B) {
	a := random[vital.Activity](source(3))
	buf := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = a.AppendJSON(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}

func BenchmarkSleep(b *testing.B) {
	s := random[vital.Sleep](source(3))
	buf := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = s.AppendJSON(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}

// An hour of one value a second in each column.
func BenchmarkWorkoutStream(b *testing.B) {
	const n = 3600
	s := vital.WorkoutStream{
		Time: make([]int64, n), HeartRate: make(vital.IntColumn, n), Altitude: make(vital.DecimalColumn, n),
		Lat: make(vital.DegreesColumn, n), Lng: make(vital.DegreesColumn, n), Distance: make(vital.DecimalColumn, n),
	}
	for i := range n {
		s.Time[i], s.HeartRate[i], s.Altitude[i] = noon+int64(i), int32(90+i%60), vital.Decimal(3000+i)
		s.Lat[i], s.Lng[i], s.Distance[i] = vital.Degrees(51_507_350+i), vital.Degrees(-127_758-i), vital.Decimal(i*312)
	}
	buf := make([]byte, 0, 1<<19)
	b.ReportAllocs()
	for b.Loop() {
		buf = s.AppendJSON(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}

// A day of one sample a minute.
func BenchmarkSamplesDay(b *testing.B) {
	for _, name := range []string{"heartrate", "steps"} {
		r, _ := vital.ResourceNamed(name)
		buf := make([]byte, 0, 1<<19)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			enc := wire.NewSampleEncoder(&r)
			for b.Loop() {
				buf = buf[:0]
				for i := range int64(1440) {
					buf = enc.Append(buf, noon+i*60, 60, vital.Val(3600), vital.Whole(60+i%40))
				}
			}
			b.SetBytes(int64(len(buf)))
		})
	}
}
