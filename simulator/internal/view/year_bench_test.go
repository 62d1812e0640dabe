package view_test

import (
	"runtime"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// BenchmarkYear reads a persona's year of all resources of Apple HealthKit day by day:
// every record and every sample. live-bytes is the growth of the memory in use from the end
// of the first quarter to the end.
func BenchmarkYear(b *testing.B) {
	from, to := date(2026, 1, 1), date(2027, 1, 1)
	samples, records, grown := 0, 0, int64(0)
	stamp := stamp
	stamp.Sibling = func(vital.ResourceID) vital.ID { return vital.ID{3} }
	for b.Loop() {
		l := lookAt(b, view.NewCache(), "apple_health_kit", 1, "type-1-diabetes", "Europe/London")
		var quarter int64
		for d := from; d < to; d++ {
			lo, hi := l.Persona.DayStart(d), l.Persona.DayStart(d+1)
			for name := range view.Summaries {
				if s, ok := l.Summary(name); ok && view.Supplies(l.Profile, name) {
					revs := s.Revs(&l.Lens, d, l.late(d), nil)
					for _, r := range revs {
						s.Record(&l.Lens, r, stamp)
					}
					records += len(revs)
				}
			}
			for name := range view.Timeseries {
				if s, ok := l.Series(name); ok && view.Supplies(l.Profile, name) {
					for source := range max(1, len(s.Sources)) {
						s.Each(&l.Lens, source, d, lo, hi, func(view.Point) { samples++ })
					}
				}
			}
			if d == from+90 {
				quarter = inUse()
			}
		}
		grown = inUse() - quarter
	}
	b.ReportMetric(float64(samples)/float64(b.N), "samples/op")
	b.ReportMetric(float64(records)/float64(b.N), "records/op")
	b.ReportMetric(float64(grown), "live-bytes")
}

// inUse returns the memory in use after a garbage collection.
func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
