package main

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the program, for tests that need a process.
func TestMain(m *testing.M) {
	if os.Getenv("VITALSIM_TEST_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}
