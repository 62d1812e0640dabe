package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A result is a laboratory's result of a blood sample.
type result struct {
	typ   string
	value vital.Decimal
}

// results returns the samples of a visit to the laboratory. Those of one blood
// sample are a second apart, since the time identifies a sample.
func results(of func(body.LabVisit) []result) func(*Lens, vital.Date) []Point {
	return func(l *Lens, d vital.Date) (points []Point) {
		visit, ok := l.Persona.LabVisit(d)
		if !ok {
			return nil
		}
		for i, r := range of(visit) {
			points = append(points, Point{Unix: visit.At + int64(i), Value: r.value, Detail: &wire.Detail{Type: vital.Val(r.typ)}})
		}
		return points
	}
}

// lipids returns cholesterol values in mmol/L.
func lipids(v body.LabVisit) []result {
	return []result{{"hdl", v.HDL}, {"ldl", v.LDL}, {"total", v.Total}, {"triglycerides", v.Triglycerides}}
}

// antibodies returns the antibodies of one kind by allergen.
func antibodies(ige bool) func(body.LabVisit) []result {
	return func(v body.LabVisit) (list []result) {
		for _, a := range v.Antibodies {
			if a.IgE == ige {
				list = append(list, result{a.Allergen, a.Level})
			}
		}
		return list
	}
}
