//go:build !unix

package main

import (
	"fmt"
	"os"
	"os/exec"
)

// There are no process groups here: the command must end the processes that it
// has started, and gets signals only from the console.

var passed = []os.Signal{os.Interrupt}

func asksToEnd(os.Signal) bool { return true }

// A group is a single process.
type group struct {
	process *os.Process
	ended   chan struct{}
}

func startGroup(cmd *exec.Cmd) (*group, error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &group{cmd.Process, make(chan struct{})}, nil
}

func (g *group) wait() (code int, how string) {
	defer close(g.ended)
	state, err := g.process.Wait()
	if err != nil {
		return exitFailed, err.Error()
	}
	return state.ExitCode(), fmt.Sprintf("ended with exit code %d", state.ExitCode())
}

func (g *group) alive() bool {
	select {
	case <-g.ended:
		return false
	default:
		return true
	}
}

func (g *group) signal(os.Signal) {} // the console sends it to all processes
func (g *group) end()             { g.kill() }
func (g *group) kill()            { _ = g.process.Kill() } // it may have ended
