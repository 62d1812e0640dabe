package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

func newClock() *cobra.Command {
	var r remote
	subcommands := []*cobra.Command{newAdvance(), newSpeed()}
	cmd := &cobra.Command{
		Use:   "clock",
		Short: "Show or move the simulated clock of a running simulator",
		Long: `clock prints the simulated time of a team. clock advance moves it, and clock speed makes
it run by itself.`,
		Example: `  vitalsim clock
  vitalsim clock advance 1d
  vitalsim clock speed 60`,
		Args: onlyCommands(subcommands),
		RunE: func(cmd *cobra.Command, _ []string) error { return r.moveClock(cmd, "GET", "clock", nil) },
	}
	r.register(cmd)
	cmd.AddCommand(subcommands...)
	return cmd
}

func newAdvance() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "advance DURATION",
		Short: "Advance the simulated clock and deliver everything that falls due",
		Long: `advance moves the clock and returns when everything that fell due has been attempted.
Days pass in milliseconds. A DURATION is a sum such as 90s, 6h, 1d12h or 2w.`,
		Example: "  vitalsim clock advance 1d",
		Args:    oneArg("duration", "such as 1d, 6h or 1d12h"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := clock.ParseDuration(args[0]); err != nil {
				return fmt.Errorf("clock advance: DURATION %w", err)
			}
			return r.moveClock(cmd, "POST", "clock/advance", map[string]string{"by": args[0]})
		},
	}
	r.register(cmd)
	return cmd
}

func newSpeed() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:     "speed FACTOR",
		Short:   "Set how fast the simulated clock runs",
		Long:    `speed sets how many simulated seconds pass per second; 0 stops the clock.`,
		Example: "  vitalsim clock speed 60\n  vitalsim clock speed 0",
		Args:    oneArg("factor", "such as 60, or 0 to stop the clock"),
		RunE: func(cmd *cobra.Command, args []string) error {
			factor, err := parseDecimal(args[0])
			if err != nil {
				return fmt.Errorf("clock speed: FACTOR %q: want a number such as 60, or 0 to stop the clock", args[0])
			}
			return r.moveClock(cmd, "PUT", "clock/speed", map[string]float64{"speed": factor})
		},
	}
	r.register(cmd)
	return cmd
}

// moveClock sends a request whose response is the state of the clock.
func (r *remote) moveClock(cmd *cobra.Command, method, path string, body any) error {
	var is struct {
		Now   time.Time
		Speed float64
	}
	answer, err := r.call(cmd.Context(), method, path, body, &is)
	if err != nil {
		return requestError(cmd, err)
	}
	return r.show(cmd, answer, func(w io.Writer) error {
		pace := "time stands still"
		if is.Speed != 0 {
			pace = fmt.Sprintf("%v simulated seconds per second", is.Speed)
		}
		_, err := fmt.Fprintf(w, "%s, %s\n", stamp(is.Now), pace)
		return err
	})
}

func newReset() *cobra.Command {
	var r remote
	var all bool
	cmd := &cobra.Command{
		Use:   "reset",
		Short: "Reset a team of a running simulator",
		Long: `reset removes the users and messages of a team, and restores the faults, the endpoints
and the clock to their state at the start of the simulator.`,
		Example: "  vitalsim reset\n  vitalsim reset --all",
		Args:    noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			which := ""
			if all {
				which = "true"
			}
			answer, err := r.call(cmd.Context(), "POST", "reset"+query("all", which), nil, nil)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error {
				who := "the team has"
				if all {
					who = "all teams have"
				}
				_, err := fmt.Fprintln(w, who, "started over")
				return err
			})
		},
	}
	r.register(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "reset every team")
	return cmd
}
