package simtest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// bigWorld is thirty users with a watch, after twenty days.
func bigWorld(b *testing.B) *simtest.Sim {
	b.Helper()
	sim := simtest.InMemory(b)
	for i := range 30 {
		sim.Connect(fmt.Sprintf("app-user-%d", i), "fitbit", simulator.ConnectOptions{})
	}
	sim.Advance(20 * 24 * time.Hour)
	return sim
}

// BenchmarkLooks measures looking at the messages of a big world. First is the first
// look of a simulator, which verifies and hashes all of them.
func BenchmarkLooks(b *testing.B) {
	never := func(vital.Sleep) bool { return false }
	b.Run("First", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			sim := bigWorld(b)
			b.StartTimer()
			b.ReportMetric(float64(len(sim.Timeline())), "messages")
		}
	})
	sim := bigWorld(b)
	b.Run("Timeline", func(b *testing.B) {
		for b.Loop() {
			sim.Timeline()
		}
	})
	b.Run("Expect", func(b *testing.B) {
		for b.Loop() {
			simtest.Expect[vital.Sleep](b, sim)
		}
	})
	b.Run("Never", func(b *testing.B) {
		for b.Loop() {
			simtest.Never(b, sim, never)
		}
	})
}
