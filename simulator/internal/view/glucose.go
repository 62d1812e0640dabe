package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const glucoseSeconds = 300 // the step of body's glucose

// glucoseEach yields the values of a sensor, the scans of its wearer, or the
// readings of a blood glucose meter, by the type of the source. A reading takes a
// minute.
var glucoseEach = moments(60, func(l *Lens, source int, d vital.Date, f *facts) []Point {
	way := l.model.SourceTypes(vital.ResourceGlucose)[source]
	if way == provider.OtherApp {
		way = appFor(l.Persona.On(d).Metabolism)
	}
	if way == "" {
		return nil
	}
	switch values := l.Persona.Glucose(d); way {
	case provider.Automatic:
		return l.continuousSamples(f, values)
	case provider.ManualScan:
		return l.scans(d, f, values)
	default:
		return l.fingersticks(d, f, values)
	}
})

// appFor returns the app that writes glucose into a store that apps share: that of
// the sensor or meter of people who need one.
func appFor(m body.Metabolism) (way string) {
	switch m {
	case body.Type1:
		return provider.Automatic
	case body.Type2:
		return provider.Fingerprick
	}
	return ""
}

// continuousSamples returns the values that a sensor records by itself.
func (l *Lens) continuousSamples(f *facts, values []vital.Decimal) (points []Point) {
	for i := 0; i < len(values); i += l.model.Minutes.Glucose * 60 / glucoseSeconds {
		points = append(points, Point{Unix: f.start + int64(i)*glucoseSeconds, Value: values[i]})
	}
	return points
}

// reading returns the glucose at an instant of the day, if there is a value.
func reading(f *facts, values []vital.Decimal, at int64) (p Point, ok bool) {
	if at < f.start || at >= f.end || at >= f.start+int64(len(values))*glucoseSeconds {
		return Point{}, false
	}
	return Point{Unix: at, Value: values[(at-f.start)/glucoseSeconds]}, true
}

// scans returns five to ten scans in waking hours.
func (l *Lens) scans(d vital.Date, f *facts, values []vital.Decimal) (points []Point) {
	r := l.seed.Child("scan").At(int64(d)).Stream()
	next, _ := l.nextNight(d)
	for i, scans := 0, 5+r.Int(6); i < scans; i++ {
		at := f.wake + int64(r.Float()*float64(next.Start-f.wake))
		if p, ok := reading(f, values, at); ok {
			points = append(points, p)
		}
	}
	return points
}
