package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// runFlags are the flags of run.
type runFlags struct {
	settings
	target, secret, key, addr, runID string
	freshUsers, verbose              bool
	linger, deliveryTimeout          time.Duration
	pageSize                         int
}

func newRun() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run SCENARIO",
		Short: "Play a scenario: send its webhooks and serve the API meanwhile",
		Long: `run plays a scenario and prints its timeline as it happens. SCENARIO is the name
of a shipped one or the path of a YAML file. Without --target the webhooks go to
a built-in inbox, which verifies each with the Svix library.

Exit code: 0 when every message was accepted and every expectation met, 1 when
not, 2 when the input was wrong.`,
		Example: `  vitalsim run first-connection
  vitalsim run first-connection --target http://127.0.0.1:3000/webhooks --secret whsec_…
  vitalsim run ./my-scenario.yaml --start now-10d --json`,
		Args:              scenarioArg,
		ValidArgsFunction: completeScenario,
		RunE:              func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.target, "target", "", "URL to post the webhooks to (default: the built-in inbox)")
	flags.StringVar(&f.secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	flags.StringVar(&f.key, "key", simulator.ExampleKey, "API key of the team the scenario plays in, sk_us_… or sk_eu_…")
	flags.StringVar(&f.addr, "addr", "127.0.0.1:0", "address to serve the API at; port 0 picks a free one")
	flags.StringVar(&f.runID, "run-id", "", "goes into each svix-id, since receivers deduplicate on it (default: fresh with --target)")
	flags.BoolVar(&f.freshUsers, "fresh-users", false, "give users other ids in every run")
	flags.DurationVar(&f.linger, "linger", 2*time.Second, "with --target: serve the API until so long after the last request")
	flags.DurationVar(&f.deliveryTimeout, "delivery-timeout", 15*time.Second, "how long the target may take to answer")
	flags.IntVar(&f.pageSize, "page-size", 10_000, "samples per page of a grouped timeseries")
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
	sim, err := simulator.New(config.For(sc))
	if err != nil {
		return err
	}
	defer sim.Close()
	if err := sim.Listen(f.addr); err != nil {
		return err
	}
	started := clock.System.Now()
	out := printer{w: cmd.OutOrStdout(), quiet: f.json}
	out.header(sc, sim, config)
	report, err := sim.Play(cmd.Context(), sc, &out)
	if err == nil && f.target != "" {
		out.note("serving %s until %v after the last request", sim.URL(), f.linger)
		err = sim.Linger(cmd.Context(), f.linger)
	}
	if f.json {
		if err := printJSON(cmd, report); err != nil {
			return err
		}
	} else {
		out.summary(report, clock.System.Now().Sub(started))
	}
	switch {
	case err != nil && cmd.Context().Err() == nil:
		fmt.Fprintln(cmd.ErrOrStderr(), "vitalsim:", err)
		return errFailed
	case err != nil:
		return err
	case !report.OK():
		return errFailed
	}
	return nil
}

// config is the configuration that run's flags ask for.
func (f *runFlags) config(cmd *cobra.Command) (simulator.Config, error) {
	c, err := f.settings.config()
	if err != nil {
		return c, err
	}
	if f.pageSize < 1 {
		return c, fmt.Errorf("--page-size %d: want at least 1", f.pageSize)
	}
	if f.deliveryTimeout <= 0 {
		return c, fmt.Errorf("--delivery-timeout %v: want a positive duration", f.deliveryTimeout)
	}
	if f.linger < 0 {
		return c, fmt.Errorf("--linger %v: want a duration of 0 or more", f.linger)
	}
	c.Target, c.Secret, c.APIKey, c.RunID = f.target, f.secret, f.key, f.runID
	c.PageSize, c.DeliveryTimeout = f.pageSize, f.deliveryTimeout
	if c.RunID == "" && (f.target != "" || f.freshUsers) {
		c.RunID = strings.ToLower(rand.Text()[:8])
	}
	if f.freshUsers {
		c.UserSalt = c.RunID
	}
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
