package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

func BenchmarkDay(b *testing.B) {
	p, d := draw(b, 1, "endurance-runner", "Europe/London"), date(2026, 1, 1)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		p.Day(d + vital.Date(n%365))
	}
}

func BenchmarkNights(b *testing.B) {
	p, d := draw(b, 1, "endurance-runner", "Europe/London"), date(2026, 1, 1)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		p.Nights(d + vital.Date(n%365))
	}
}

func BenchmarkDraw(b *testing.B) {
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		draw(b, n, "", "Europe/London")
	}
}

func BenchmarkTrack(b *testing.B) {
	p := draw(b, 1, "endurance-runner", "Europe/London")
	day := p.Day(date(2026, 1, 1))
	for len(day.Workouts) == 0 || day.Workouts[0].Sport != "running" {
		day = p.Day(day.Date + 1)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.Track(day, day.Workouts[0])
	}
	b.ReportMetric(float64(day.Workouts[0].End-day.Workouts[0].Start)/60, "minutes")
}

func BenchmarkGlucose(b *testing.B) {
	p, d := draw(b, 1, "type-1-diabetes", "Europe/London"), date(2026, 1, 1)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		p.Glucose(d + vital.Date(n%365))
	}
}

func BenchmarkWorkoutEnds(b *testing.B) {
	p, d := draw(b, 1, "endurance-runner", "Europe/London"), date(2026, 1, 1)
	var buf [1]int64
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		p.WorkoutEnds(d+vital.Date(n%365), buf[:0])
	}
}

func BenchmarkWorkouts(b *testing.B) {
	p, d := draw(b, 1, "endurance-runner", "Europe/London"), date(2026, 1, 1)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		p.Workouts(d + vital.Date(n%365))
	}
}

func BenchmarkMeals(b *testing.B) {
	p, d := draw(b, 1, "endurance-runner", "Europe/London"), date(2026, 1, 1)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		p.Meals(d + vital.Date(n%365))
	}
}

// TestDayAllocates bounds the number of allocations of a day. It is not parallel because
// AllocsPerRun counts those of the whole process.
func TestDayAllocates(t *testing.T) {
	p, d := draw(t, 1, "new-parent", "Europe/London"), date(2026, 1, 1)
	n := 0
	if got := testing.AllocsPerRun(100, func() { p.Day(d + vital.Date(n)); n++ }); got > 12 {
		t.Errorf("Day allocates %v times, want 12 or fewer", got)
	}
	if got := testing.AllocsPerRun(100, func() { p.Nights(d + vital.Date(n)); n++ }); got > 4 {
		t.Errorf("Nights allocates %v times, want 4 or fewer", got)
	}
}
