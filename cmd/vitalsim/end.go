package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

const day = 24 * time.Hour

// An endFlag holds --end, which moves a scenario by whole days so that it ends on a
// given day. Its time of day, on which syncs and expectations depend, stays.
type endFlag struct{ end string }

func (f *endFlag) registerEnd(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.end, "end", "", "end of the scenario, instead of its start: an RFC 3339 time, a date, now, or now-10d; the scenario is moved by whole days and ends in the 24 hours before")
}

// move returns the configuration of a scenario with the start that --end demands.
func (f *endFlag) move(ctx context.Context, sc *simulator.Scenario, c simulator.Config) (simulator.Config, error) {
	if f.end == "" {
		return c, nil
	}
	if !c.Start.IsZero() {
		return c, errors.New("--end: cannot be combined with --start")
	}
	end, err := clock.ParseStart(f.end, clock.System.Now())
	if err != nil {
		return c, fmt.Errorf("--end %w", err)
	}
	if _, err := time.Parse(time.DateOnly, f.end); err == nil {
		end = end.Add(day - time.Second) // the whole of the date
	}
	plan, err := simulator.PlanScenario(ctx, sc, simulator.Config{Seed: c.Seed})
	if err != nil {
		return c, err
	}
	days := end.Sub(plan.End) / day
	if plan.End.Add(days * day).After(end) { // a negative quotient is rounded up
		days--
	}
	c.Start = plan.Start.Add(days * day)
	return c, nil
}
