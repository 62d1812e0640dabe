package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What devices warn of.

// heartAlerts are those of the heart rate, each at the end of what it is about:
// of a watch that was on, where not all providers tell of more than the rhythm
// (vital.md 5.2), or of a device at hand, by the recordings of its owner.
func heartAlerts(l *Lens, d vital.Date) (points []Point) {
	f, day := l.facts(d), l.plan(d)
	alerts := l.Persona.HeartAlerts(day)
	if l.model.Wear == provider.Ready {
		alerts = recordedAlerts(l.Persona.ECGs(day))
	}
	last := int64(0)
	for _, a := range alerts {
		if overlaps(f.off, a.Start, a.End) || a.Type != irregular && !l.model.Reports.Limits {
			continue
		}
		last = max(min(a.End, f.end-1), last+1) // no two at once: the time names a sample
		points = append(points, Point{Unix: last, Value: vital.Whole(1), Detail: &vital.Detail{Type: vital.Val(a.Type)}})
	}
	return points
}

const irregular = "irregular_rhythm"

// recordedAlerts are of the recordings that show fibrillation.
func recordedAlerts(list []body.ECG) (alerts []body.HeartAlert) {
	for _, e := range list {
		if e.Classification == "atrial_fibrillation" {
			alerts = append(alerts, body.HeartAlert{Start: e.Start, End: e.End, Type: irregular})
		}
	}
	return alerts
}

// burden is, as each week begins, how much of the last one the heart was
// fibrillating, of those who have fibrillation: what is below 2 % is told as 2.
func burden(l *Lens, d vital.Date) []Point {
	if d.Weekday() != time.Monday || !l.Persona.HasAFib(d) {
		return nil
	}
	return []Point{{Unix: l.facts(d).start, Value: max(l.Persona.AFibBurden(d-1), vital.Whole(2))}}
}

// falls are those that the watch notices, with it on.
func falls(l *Lens, d vital.Date) (points []Point) {
	for _, at := range l.Persona.Falls(l.plan(d)) {
		if !overlaps(l.facts(d).off, at, at+60) {
			points = append(points, Point{Unix: at, Value: vital.Whole(1)})
		}
	}
	return points
}

// apneaAlerts come after thirty nights of which half were bad.
func apneaAlerts(l *Lens, d vital.Date) []Point {
	at, _, ok := l.Persona.ApneaAlert(d)
	if !ok {
		return nil
	}
	return []Point{{Unix: at, Value: vital.Whole(1)}}
}
