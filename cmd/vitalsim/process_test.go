package main

import (
	"context"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for a process or for a line that it prints.
const patience = 2 * time.Minute

// program returns a command that ends with the test, and at the latest after
// patience. It is asked to end before it is killed, so that it ends its own
// commands.
func program(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}
