package main

import (
	"os"
	"testing"
)

// TestMain lets the test binary act as the program, for tests that need a
// process, and as the command of exec.
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

// asChild runs a child of exec if this process is one, and reports whether it was.
var asChild = func() bool { return false }
