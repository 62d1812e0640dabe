package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// Exit codes of a shell for a command that it cannot start.
const (
	exitNotExecutable = 126
	exitNotFound      = 127
)

// A child is the command of exec: a process and its descendants, none of which
// outlives it.
type child struct {
	cmd   *exec.Cmd
	group *group
	grace time.Duration // between the request to end and killing

	exited chan struct{} // closed when the process has ended, with code and how
	gone   chan struct{} // closed when no process is left
	code   int           // as in a shell: 128+n for signal n
	how    string        // how it ended, for people

	signals chan os.Signal // signals to this process
	stop    func()         // asks the child to end; may be called repeatedly
	work    sync.WaitGroup
}

// startChild starts a command and passes on the signals to this process. When ctx
// ends or a signal asks the command to end, it is killed after the grace period.
func startChild(ctx context.Context, cmd *exec.Cmd, grace time.Duration) (*child, error) {
	c := &child{cmd: cmd, grace: grace, exited: make(chan struct{}), gone: make(chan struct{}), signals: make(chan os.Signal, 16)}
	for _, s := range passed {
		if !signal.Ignored(s) { // as under nohup
			signal.Notify(c.signals, s)
		}
	}
	err := context.Cause(ctx)
	if err == nil {
		c.cmd.WaitDelay = grace // a process outside of the group may hold the output open
		c.group, err = startGroup(cmd)
	}
	if err != nil {
		signal.Stop(c.signals)
		return nil, err
	}
	stopping, stop := context.WithCancel(context.Background())
	c.stop = stop
	c.work.Go(c.wait)
	c.work.Go(func() { c.attend(ctx, stopping) })
	return c, nil
}

// wait waits for the process, and ends the rest of its group.
func (c *child) wait() {
	c.code, c.how = c.group.wait()
	close(c.exited)
	if c.group.alive() {
		c.group.end()
		c.until(c.grace)
	}
	if c.group.alive() {
		c.group.kill()
		c.until(time.Second) // killed processes need a moment to release their ports
	}
	_ = c.cmd.Wait() // the process has ended; this waits for its output
	close(c.gone)
}

// until waits for the last process of the group, at most for the given time.
func (c *child) until(patience time.Duration) {
	deadline := clock.System.Now().Add(patience)
	for c.group.alive() && clock.System.Now().Before(deadline) {
		_ = clock.System.Sleep(context.Background(), 5*time.Millisecond)
	}
}

// attend passes signals on, and kills the group if it does not end in time.
func (c *child) attend(ctx, stopping context.Context) {
	interrupted, stopped := ctx.Done(), stopping.Done()
	var deadline chan struct{}
	waiting, cancel := context.WithCancel(context.Background())
	defer cancel()
	last := func() {
		if deadline != nil {
			return
		}
		deadline = make(chan struct{})
		c.work.Go(func() {
			if clock.System.Sleep(waiting, c.grace) == nil {
				close(deadline)
			}
		})
	}
	for {
		select {
		case s := <-c.signals:
			c.group.signal(s)
			if asksToEnd(s) {
				last()
			}
		case <-interrupted: // usually by a signal, which is passed on above
			interrupted = nil
			last()
		case <-stopped:
			stopped = nil
			c.group.end()
			last()
		case <-deadline:
			c.group.kill()
			return
		case <-c.exited:
			return
		}
	}
}

// close waits until the child and the goroutines that watch it have ended.
func (c *child) close() {
	<-c.gone
	signal.Stop(c.signals)
	c.work.Wait()
	c.stop()
}

// notStarted returns the error of a command that cannot be started, with the exit code of a shell.
func notStarted(name string, err error) error {
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return &exitError{exitNotFound, fmt.Errorf("exec: there is no command %s in PATH", name)}
	case errors.Is(err, fs.ErrNotExist):
		return &exitError{exitNotFound, fmt.Errorf("exec: there is no file %s", name)}
	case errors.Is(err, fs.ErrPermission):
		return &exitError{exitNotExecutable, fmt.Errorf("exec: %s is not an executable file", name)}
	}
	return &exitError{exitNotExecutable, fmt.Errorf("exec: %s cannot be started: %w", name, err)}
}

// An exitError ends the program with the given exit code, after printing err if
// it is not nil.
type exitError struct {
	code int
	err  error // nil if everything was printed
}

func (e *exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }
func (e *exitError) Unwrap() error { return e.err }
