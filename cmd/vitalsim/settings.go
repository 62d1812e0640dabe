package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// settings holds the flags that select the generated data and its time.
type settings struct {
	seed  string
	start string
	json  bool
}

func (s *settings) register(cmd *cobra.Command) {
	s.registerWorld(cmd)
	cmd.Flags().BoolVar(&s.json, "json", false, "print one JSON document instead of text")
}

// registerWorld adds the flags except --json, for a command without output of its own.
func (s *settings) registerWorld(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.seed, "seed", "", "seed of the generated data, an integer (default: the scenario's own)")
	f.StringVar(&s.start, "start", "", "start of the simulated clock: an RFC 3339 time, a date, now, or now-10d (default: the scenario's own)")
}

// config returns the configuration for the flags.
func (s *settings) config() (simulator.Config, error) {
	var c simulator.Config
	if s.seed != "" {
		seed, err := strconv.ParseUint(s.seed, 10, 64)
		if err != nil {
			return c, fmt.Errorf("--seed %q: want a whole number, 0 or more", s.seed)
		}
		c.Seed = &seed
	}
	if s.start != "" {
		start, err := clock.ParseStart(s.start, clock.System.Now())
		if err != nil {
			return c, fmt.Errorf("--start %w", err)
		}
		c.Start = start
	}
	return c, nil
}

// scenarioArg checks that run and plan have one argument.
func scenarioArg(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	if len(args) == 0 {
		return fmt.Errorf("%s: which scenario? Name a shipped one (vitalsim list shows them) or give the path of a file", cmd.Name())
	}
	return fmt.Errorf("%s: one scenario at a time, not %d", cmd.Name(), len(args))
}
