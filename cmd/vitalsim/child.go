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

// What a shell answers for a command that it cannot start.
const (
	exitNotExecutable = 126
	exitNotFound      = 127
)

// A child is the command of exec: a process with all that it starts in turn,
// none of which outlives it.
type child struct {
	cmd   *exec.Cmd
	group *group
	grace time.Duration // from being told to end to being killed

	exited chan struct{} // closed when the process has ended, with code and how
	gone   chan struct{} // closed when nothing of it is left
	code   int           // as a shell says it: 128+n for signal n
	how    string        // it ended, for people

	signals chan os.Signal // that this process gets meanwhile
	stop    func()         // tells the child to end; it may be called often
	work    sync.WaitGroup
}

// startChild starts a command. Signals that this process gets are passed on to
// it; once ctx has ended, or a signal has asked it to, it has its grace to end.
func startChild(ctx context.Context, cmd *exec.Cmd, grace time.Duration) (*child, error) {
	c := &child{cmd: cmd, grace: grace, exited: make(chan struct{}), gone: make(chan struct{}), signals: make(chan os.Signal, 16)}
	for _, s := range passed {
		if !signal.Ignored(s) { // as nohup has it
			signal.Notify(c.signals, s)
		}
	}
	err := context.Cause(ctx)
	if err == nil {
		c.cmd.WaitDelay = grace // for output that somebody who got away holds open
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

// wait waits for the process, and ends what it has left behind.
func (c *child) wait() {
	c.code, c.how = c.group.wait()
	close(c.exited)
	if c.group.alive() {
		c.group.end()
		c.until(c.grace)
	}
	if c.group.alive() {
		c.group.kill()
		c.until(time.Second) // what is killed is gone soon, and its ports with it
	}
	_ = c.cmd.Wait() // of the process we know; this is for its output
	close(c.gone)
}

// until waits for the last process of the group, so long.
func (c *child) until(patience time.Duration) {
	deadline := clock.System.Now().Add(patience)
	for c.group.alive() && clock.System.Now().Before(deadline) {
		_ = clock.System.Sleep(context.Background(), 5*time.Millisecond)
	}
}

// attend passes signals on, and kills what was told to end and does not.
func (c *child) attend(ctx, stopping context.Context) {
	told, ended := ctx.Done(), stopping.Done()
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
		case <-told: // by a signal, as a rule, which is passed on above
			told = nil
			last()
		case <-ended:
			ended = nil
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

// close returns when the child is gone, and with it all that watched it.
func (c *child) close() {
	<-c.gone
	signal.Stop(c.signals)
	c.work.Wait()
	c.stop()
}

// notStarted is an error of starting a command, with the code of a shell.
func notStarted(name string, err error) error {
	code := exitNotExecutable
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		code = exitNotFound
	}
	return &exitError{code, fmt.Errorf("start %s: %w", name, err)}
}

// An exitError ends the program with a code of its own; its text is printed
// where there is one.
type exitError struct {
	code int
	err  error // nil where all was said
}

func (e *exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }
func (e *exitError) Unwrap() error { return e.err }
