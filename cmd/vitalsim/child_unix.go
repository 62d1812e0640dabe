//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// passed are the signals that exec passes on to its command.
var passed = []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT, unix.SIGUSR1, unix.SIGUSR2}

// asksToEnd is whether a signal is a request to end.
func asksToEnd(s os.Signal) bool {
	return slices.Contains([]os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT}, s)
}

// A group is a process group, which a process and its descendants make up.
type group struct {
	id       int // of its first process as well
	terminal terminal
}

// startGroup starts a command as the first process of a group. Where this
// process has a terminal, the group gets it.
func startGroup(cmd *exec.Cmd) (*group, error) {
	g := &group{terminal: terminalOf(cmd.Stdin)}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if g.terminal.ours() {
		cmd.SysProcAttr.Foreground, cmd.SysProcAttr.Ctty = true, int(g.terminal)
	} else {
		g.terminal = none
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	g.id = cmd.Process.Pid
	g.terminal.lent()
	return g, nil
}

// wait waits for the first process; it returns its code and how it ended.
func (g *group) wait() (code int, how string) {
	defer g.terminal.give(unix.Getpgrp())
	for {
		var status unix.WaitStatus
		switch _, err := unix.Wait4(g.id, &status, unix.WUNTRACED, nil); {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return exitFailed, err.Error()
		case status.Stopped():
			g.suspended()
		case status.Signaled():
			return 128 + int(status.Signal()), fmt.Sprintf("was killed by signal %d (%v)", status.Signal(), status.Signal())
		case status.Exited():
			return status.ExitStatus(), fmt.Sprintf("ended with exit code %d", status.ExitStatus())
		}
	}
}

// alive is whether a process of the group is left that can be ended.
func (g *group) alive() bool { return unix.Kill(-g.id, 0) == nil }

func (g *group) signal(s os.Signal) { _ = unix.Kill(-g.id, s.(syscall.Signal)) } // it may have ended
func (g *group) end()               { g.signal(unix.SIGTERM) }
func (g *group) kill()              { g.signal(unix.SIGKILL) }
