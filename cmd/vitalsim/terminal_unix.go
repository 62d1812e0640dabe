//go:build unix

package main

import (
	"io"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// A terminal serves one process group at a time: the group in its foreground may
// read, and gets Ctrl-C and Ctrl-Z. A command in its own group must be moved to
// the foreground, or its first read would stop it.
type terminal int // its file descriptor

const none terminal = -1

// terminalOf returns the terminal that stdin is, or none.
func terminalOf(stdin io.Reader) terminal {
	if file, ok := stdin.(*os.File); ok && file != nil {
		return terminal(file.Fd())
	}
	return none
}

// ours reports whether this process is in the foreground.
func (t terminal) ours() bool {
	group, err := unix.IoctlGetInt(int(t), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// lent allows this process to take the terminal back. Without it, doing so from
// the background would stop this process.
func (t terminal) lent() {
	if t != none {
		signal.Ignore(unix.SIGTTOU)
	}
}

// give moves a group to the foreground.
func (t terminal) give(group int) {
	if t != none {
		_ = unix.IoctlSetPointerInt(int(t), unix.TIOCSPGRP, group) // it may have hung up
	}
}

// suspended handles that the first process of the group has stopped, as after
// Ctrl-Z: this process stops too, so that the shell notices, and resumes together
// with the group.
func (g *group) suspended() {
	if g.terminal == none {
		return // the process that stopped it resumes it
	}
	if controlled() {
		g.terminal.give(unix.Getpgrp())
		resumed := make(chan os.Signal, 1)
		signal.Notify(resumed, unix.SIGCONT)
		_ = unix.Kill(0, unix.SIGSTOP)
		<-resumed
		signal.Stop(resumed)
	}
	if !controlled() || g.terminal.ours() {
		g.terminal.give(g.id)
	}
	g.signal(unix.SIGCONT)
}

// controlled reports whether a shell controls this job and notices when it
// stops.
func controlled() bool {
	parent := unix.Getppid()
	own, _ := unix.Getsid(0)
	session, err := unix.Getsid(parent)
	group, _ := unix.Getpgid(parent)
	return err == nil && session == own && group != unix.Getpgrp()
}
