package simulator_test

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the other process of TestTwoProcesses…,
// TestRestoredTeams… and TestSoak.
func TestMain(m *testing.M) {
	switch os.Getenv("VITALSIM_TEST_CHILD") {
	case "serve":
		os.Exit(childServes(os.Stdout))
	case "restore":
		os.Exit(childRestores(os.Stdout))
	case "receive":
		os.Exit(childReceives(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}
