package main

import (
	"os"
	"os/signal"
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
	defaultSignals()
	os.Exit(m.Run())
}

// defaultSignals makes the processes that tests start die of signals that this one
// ignores, as it does under nohup or in the background of a shell. A process
// inherits an ignored signal, but not a handled one.
func defaultSignals() {
	unread := make(chan os.Signal, 1)
	for _, s := range passed {
		if signal.Ignored(s) {
			signal.Notify(unread, s)
		}
	}
}

// asChild runs a child of exec if this process is one, and reports whether it was.
var asChild = func() bool { return false }
