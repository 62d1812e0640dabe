//go:build unix

package main

import (
	"io"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// A terminal serves one process group at a time: the one in its foreground may
// read, and gets Ctrl-C and Ctrl-Z. A command in a group of its own must be put
// there, or its first read would stop it.
type terminal int // its file descriptor

const none terminal = -1

// terminalOf is the terminal that somebody reads from, or none.
func terminalOf(stdin io.Reader) terminal {
	if file, ok := stdin.(*os.File); ok && file != nil {
		return terminal(file.Fd())
	}
	return none
}

// ours is whether this process is in the foreground.
func (t terminal) ours() bool {
	group, err := unix.IoctlGetInt(int(t), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// lent lets this process take the terminal back, which from the background
// would stop it.
func (t terminal) lent() {
	if t != none {
		signal.Ignore(unix.SIGTTOU)
	}
}

// give puts a group into the foreground.
func (t terminal) give(group int) {
	if t != none {
		_ = unix.IoctlSetPointerInt(int(t), unix.TIOCSPGRP, group) // it may have hung up
	}
}

// suspended is called when the first process of the group has stopped, as
// Ctrl-Z does: this process stops as well, so that the shell sees it, and goes
// on together with the group.
func (g *group) suspended() {
	if g.terminal == none {
		return // whoever has stopped it lets it go on
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

// controlled is whether a shell controls this job, and would notice that it has
// stopped.
func controlled() bool {
	parent := unix.Getppid()
	own, _ := unix.Getsid(0)
	session, err := unix.Getsid(parent)
	group, _ := unix.Getpgid(parent)
	return err == nil && session == own && group != unix.Getpgrp()
}
