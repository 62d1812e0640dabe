package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// runFlags are the flags of run.
type runFlags struct {
	server
	endFlag
	linger         time.Duration
	verbose, quiet bool
	speed          float64
	junit          string
	failOn         failOnFlag
}

func newRun() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run SCENARIO",
		Short: "Play a scenario: send its webhooks and serve the API",
		Long: `run plays a scenario and prints its timeline as it happens. SCENARIO is the name of
a shipped scenario or the path of a YAML file. Each --target is an endpoint. Without
one, webhooks go to a built-in inbox that verifies them with the Svix library.

If something fails, the last line printed is the command that repeats the run exactly.

Exit code: 0 if every message was accepted and every expectation met, 1 if not or if
nothing listens at a target, 2 if the input was wrong.`,
		Example: `  vitalsim run first-connection
  vitalsim run first-connection --target http://127.0.0.1:3000/webhooks --secret whsec_…
  vitalsim run first-connection --target 'http://127.0.0.1:3000/webhooks daily.data.*' --target http://127.0.0.1:4000/all
  vitalsim run ./my-scenario.yaml --end now --json`,
		Args: scenarioArg,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.register(cmd, anyPort)
	f.registerEnd(cmd)
	flags := cmd.Flags()
	flags.DurationVar(&f.linger, "linger", 2*time.Second, "with --target: how long to serve the API after the last request")
	flags.Float64Var(&f.speed, "speed", 0, "simulated seconds per second at which the scenario advances, such as 600 for an audience; 0 does not wait")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print a line per simulated day instead of one per attempt")
	f.failOn.register(cmd, failOnUndelivered)
	flags.StringVar(&f.junit, "junit", "", "file to which a JUnit report is written")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "log each API request to stderr")
	return cmd
}

func (f *runFlags) run(cmd *cobra.Command, name string) error {
	sc, err := simulator.LoadScenario(name)
	if err != nil {
		return err
	}
	config, err := f.config(cmd)
	if err != nil {
		return err
	}
	if config, err = f.move(cmd.Context(), sc, config); err != nil {
		return err
	}
	config = config.For(sc)
	sim, err := f.open(config)
	if err != nil {
		return err
	}
	defer sim.Close()
	started := clock.System.Now()
	if err := f.checkListening(cmd.Context(), sc, sim.Endpoints()); err != nil {
		return err
	}
	out := newPrinter(cmd.OutOrStdout(), f.colour, f.detail(), sc)
	out.header(sc, sim, config)
	if token := f.freshToken(sim); token != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: the control token is %s\n", token)
	}
	report, err := sim.Play(cmd.Context(), sc, &out)
	if err == nil && len(f.targets) > 0 {
		out.note("serving %s until %v after the last request", sim.URL(), f.linger)
		err = sim.Linger(cmd.Context(), f.linger)
	}
	took := clock.System.Now().Sub(started)
	if f.json {
		if err := printJSON(cmd, report); err != nil {
			return err
		}
	} else {
		out.undelivered(undelivered(simulator.GroupFailures(report.Timeline, sim.Endpoints())))
		out.summary(report, f.failOn.passes(report), took)
	}
	if f.junit != "" {
		if err := writeJUnit(f.junit, played{scenario: sc, outcomes: out.outcomes, endpoints: sim.Endpoints(), report: report, err: err, took: took}); err != nil {
			return err
		}
	}
	switch {
	case err == nil && f.failOn.passes(report):
		return nil
	case err != nil && cmd.Context().Err() != nil:
		return err
	case err != nil:
		fmt.Fprintln(cmd.ErrOrStderr(), "vitalsim:", err)
	}
	again := f.repeat(name, config)
	if f.json {
		fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: to repeat this run exactly: %s\n", again)
	}
	out.note("to repeat this run exactly:\n\n  %s", again)
	return errFailed
}

// detail returns what is printed while the scenario plays.
func (f *runFlags) detail() detailLevel {
	switch {
	case f.json:
		return nothing
	case f.quiet:
		return everyDay
	}
	return everyAttempt
}

// config returns the configuration for the flags of run.
func (f *runFlags) config(cmd *cobra.Command) (simulator.Config, error) {
	c, err := f.server.config()
	if err != nil {
		return c, err
	}
	if f.linger < 0 {
		return c, fmt.Errorf("--linger %v: want a duration of 0 or more", f.linger)
	}
	c.PlaySpeed = f.speed
	if f.verbose {
		c.Logger = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return c, nil
}

func printJSON(cmd *cobra.Command, v any) error {
	encoder := json.NewEncoder(cmd.OutOrStdout())
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
