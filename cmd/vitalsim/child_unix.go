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

// passed holds the signals that exec passes on to its command.
var passed = []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT, unix.SIGUSR1, unix.SIGUSR2}

// asksToEnd reports whether a signal asks a process to end.
func asksToEnd(s os.Signal) bool {
	return slices.Contains([]os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT}, s)
}

// A group is the process group of a process and its descendants.
type group struct {
	id       int // also of its first process
	terminal terminal
}

// startGroup starts a command as the first process of a group. The group gets
// the terminal of this process, if there is one.
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

// wait waits for the first process and returns its exit code and how it ended.
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

// alive reports whether the group has a process that can be ended.
func (g *group) alive() bool { return unix.Kill(-g.id, 0) == nil }

func (g *group) signal(s os.Signal) { _ = unix.Kill(-g.id, s.(syscall.Signal)) } // it may have ended
func (g *group) end()               { g.signal(unix.SIGTERM) }
func (g *group) kill()              { g.signal(unix.SIGKILL) }
