package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// temperatures returns the readings of a thermometer.
func temperatures(l *Lens, d vital.Date) (points []Point) {
	for _, t := range l.Persona.Temperatures(d) {
		points = append(points, Point{Unix: t.At, Value: t.Celsius, Detail: sensor(t.Place)})
	}
	return points
}

// basalTemperatures returns the morning temperatures of people who track them.
func basalTemperatures(l *Lens, d vital.Date) []Point {
	t, ok := l.Persona.BasalTemperature(d)
	if !ok {
		return nil
	}
	return []Point{{Unix: t.At, Value: t.Celsius}}
}

// temperatureDeltas returns one sample per night, from its beginning to its end: the
// difference of the wrist's temperature from its usual one.
func temperatureDeltas(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
	l.eachNight(d, lo, hi, func(s body.Sleep, zone offsets, fits func(at, end int64) bool) {
		if fits(s.Start, s.End) {
			yield(Point{
				Unix: s.Start, Duration: int32(s.End - s.Start), Offset: zone.at(s.Start), Value: s.TemperatureDelta, Detail: sensor("wrist"),
			})
		}
	})
}

// sensor returns where a temperature was measured.
func sensor(place vital.SensorLocation) *wire.Detail {
	return &wire.Detail{SensorLocation: vital.Val(place)}
}
