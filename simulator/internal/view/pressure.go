package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// pressures returns the readings of a cuff.
func pressures(l *Lens, d vital.Date) (points []Point) {
	for _, b := range l.Persona.BloodPressures(d) {
		points = append(points, Point{Unix: b.At, Detail: &wire.Detail{
			Systolic: vital.Whole(int64(b.Systolic)), Diastolic: vital.Whole(int64(b.Diastolic)),
		}})
	}
	return points
}

// stress returns the mean stress level of every few minutes at rest while the device
// is worn.
func stress(l *Lens, _ int, d vital.Date, f *facts) (points []Point) {
	levels := l.Persona.Stress(l.plan(d))
	step := l.model.Minutes.Stress / body.StressStep
	for i := 0; i < len(levels); i += step {
		sum, n := 0, 0
		at := f.start + int64(i)*body.StressStep*60
		for _, level := range levels[i:min(i+step, len(levels))] {
			if level > 0 {
				sum += int(level)
				n++
			}
		}
		if n > 0 && !overlaps(f.off, at, at+int64(l.model.Minutes.Stress)*60) {
			points = append(points, Point{Unix: at, Value: vital.Whole(int64((2*sum + n) / (2 * n)))})
		}
	}
	return points
}

// fitness returns the device's estimate of VO2 max in ml/kg/min, rounded to a tenth:
// after workouts on foot, or every morning.
func fitness(l *Lens, _ int, d vital.Date, f *facts) (points []Point) {
	at, value, ok := l.Persona.VO2MaxEstimate(d)
	if l.model.Fitness == provider.Daily {
		at, value, ok = f.wake, l.Persona.VO2MaxOn(d), true
	}
	if !ok || overlaps(f.off, at-600, at+60) {
		return nil
	}
	return []Point{{Unix: at, Value: (value + 5) / 10 * 10}}
}
