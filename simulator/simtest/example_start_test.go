package simtest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// exampleT stands in for the *testing.T that a test has.
type exampleT struct {
	testing.TB
	cleanup func()
}

func (t *exampleT) Helper()                  {}
func (t *exampleT) Cleanup(f func())         { t.cleanup = f }
func (t *exampleT) Context() context.Context { return context.Background() }

// In a test, t is its *testing.T, and cleanup happens by itself.
func ExampleStart() {
	t := &exampleT{}
	defer func() { t.cleanup() }()

	sim := simtest.Start(t)
	sim.Connect("app-user-1", "oura")
	sim.Advance(48 * time.Hour)
	night := simtest.Expect(t, sim, func(s vital.Sleep) bool { return s.Total > 3*3600 })

	fmt.Println(night.Source.Provider, night.Score.Valid)
	fmt.Println(len(sim.Inbox()) == len(sim.Events()))
	// Output:
	// oura true
	// true
}
