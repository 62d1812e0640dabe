package simulator_test

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the other process of TestTwoProcesses….
func TestMain(m *testing.M) {
	if os.Getenv("VITALSIM_TEST_CHILD") == "serve" {
		os.Exit(childServes(os.Stdout))
	}
	os.Exit(m.Run())
}
