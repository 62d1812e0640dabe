package vital_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

const noon = 1767614400 // 2026-01-05T12:00:00Z

// Not parallel: AllocsPerRun counts for the whole process.
func TestNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 1<<16)
	r := source(3)
	activity, sleep := random[vital.Activity](r), random[vital.Sleep](r)
	one := random[vital.Sample](r)
	steps, _ := vital.ResourceNamed("steps")
	enc := vital.NewSampleEncoder(&steps)
	var event vital.Payload = &activity
	body := vital.Event{EventType: vital.DailyEvent("activity", false), ClientUserID: "app-user-1", Data: event}
	at := int64(noon)
	for name, f := range map[string]func(){
		"Activity":     func() { buf = activity.AppendJSON(buf[:0]) },
		"Sleep":        func() { buf = sleep.AppendJSON(buf[:0]) },
		"Event":        func() { buf = body.AppendJSON(buf[:0]) },
		"Sample":       func() { buf = one.AppendJSON(buf[:0]) },
		"AppendSample": func() { buf = vital.AppendSample(buf[:0], &steps, noon, 60, vital.Val(3600), 4200) },
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

// A day of one sample a minute.
func BenchmarkSamplesDay(b *testing.B) {
	for _, name := range []string{"heartrate", "steps"} {
		r, _ := vital.ResourceNamed(name)
		buf := make([]byte, 0, 1<<19)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			enc := vital.NewSampleEncoder(&r)
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
