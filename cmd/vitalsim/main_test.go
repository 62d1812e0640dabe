package main

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the program, for tests that need a process,
// and the command that exec runs.
func TestMain(m *testing.M) {
	if asChild() {
		return
	}
	if os.Getenv("VITALSIM_TEST_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// asChild is whether this process was a command of exec.
var asChild = func() bool { return false }
