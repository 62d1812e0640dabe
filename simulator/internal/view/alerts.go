package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Alerts of devices.

// heartAlerts returns the heart rate alerts, each at the end of its episode: those
// of a watch while it was worn, of which some providers report the rhythm only
// (vital.md 5.2), or those of a device for ECGs, from the recordings of its owner.
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
		points = append(points, Point{Unix: last, Value: vital.Whole(1), Detail: &wire.Detail{Type: vital.Val(a.Type)}})
	}
	return points
}

const irregular = "irregular_rhythm"

// recordedAlerts returns the alerts of recordings that show fibrillation.
func recordedAlerts(list []body.ECG) (alerts []body.HeartAlert) {
	for _, e := range list {
		if e.Classification == "atrial_fibrillation" {
			alerts = append(alerts, body.HeartAlert{Start: e.Start, End: e.End, Type: irregular})
		}
	}
	return alerts
}

// burden returns, at the beginning of each week, the share of the last week spent
// in fibrillation, for people who have it. Shares below 2 % are reported as 2.
func burden(l *Lens, d vital.Date) []Point {
	if d.Weekday() != time.Monday || !l.Persona.HasAFib(d) {
		return nil
	}
	return []Point{{Unix: l.facts(d).start, Value: max(l.Persona.AFibBurden(d-1), vital.Whole(2))}}
}

// falls returns the falls that the watch detects while it is worn.
func falls(l *Lens, d vital.Date) (points []Point) {
	for _, at := range l.Persona.Falls(l.plan(d)) {
		if !overlaps(l.facts(d).off, at, at+60) {
			points = append(points, Point{Unix: at, Value: vital.Whole(1)})
		}
	}
	return points
}

// apneaAlerts returns an alert after thirty nights of which half were disturbed.
func apneaAlerts(l *Lens, d vital.Date) []Point {
	at, _, ok := l.Persona.ApneaAlert(d)
	if !ok {
		return nil
	}
	return []Point{{Unix: at, Value: vital.Whole(1)}}
}
