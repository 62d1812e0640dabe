package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	server
	speed            float64
	scenario         string
	fixtures         string
	which, logFormat string // which says which keys open teams
	pullDelay        time.Duration
	quiet            bool
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the API until interrupted",
		Long: `serve serves Vital's API and sends webhooks for connected users, whose data keeps
arriving while the clock runs at --speed. Each sandbox key opens its own team. The
control API under /_sim/v1/ moves the clock, shows messages and waits for deliveries.

A line is printed for each attempt and each refused request, and when nothing more
comes, the time of the next event. The history of a new connection arrives within
seconds, where Vital takes minutes or hours: see --pull-delay.

Vital's management API manages webhooks and creates access tokens; its key is set by
--management-key.

With --json, one line is printed once connections are accepted: an object with url,
api_key, webhook_secret, management_key, org_id and team_id. SIGINT and SIGTERM stop
the simulator.

GET /livez and GET /readyz respond with 200 while it serves, for the probes of a
container. They need neither a key nor a token, whatever the address.

If other machines can reach the address, as with --addr 0.0.0.0:8787, requests to the
control API need Authorization: Bearer with the token of --control-token. Without the
flag, a token is generated and printed, with --json as control_token.`,
		Example: `  vitalsim serve
  vitalsim serve --target http://127.0.0.1:3000/webhooks --speed 3600
  vitalsim serve --addr 127.0.0.1:0 --json --scenario first-connection`,
		Args: noArgs("--scenario plays a scenario"),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.register(cmd, "127.0.0.1:8787")
	flags := cmd.Flags()
	flags.Lookup("seed").Usage = "seed of the generated data, an integer (default: the scenario's own, or 0)"
	flags.Lookup("start").Usage = "start of the simulated clock: an RFC 3339 time, a date, now, or now-10d (default: the scenario's own, or now)"
	flags.Lookup("json").Usage = "print one line of JSON once connections are accepted, instead of text"
	flags.Float64Var(&f.speed, "speed", 1, "simulated seconds per second; 0 stops the clock")
	flags.StringVar(&f.scenario, "scenario", "", "name or path of a scenario to play in the first team at the start")
	flags.StringVar(&f.fixtures, "fixtures", "", "folder to which fixture paths in control requests are relative (default: the folder of the scenario)")
	flags.StringVar(&f.which, "keys", "any", "which keys open teams: any (every sandbox key) or listed (only those of --key)")
	flags.DurationVar(&f.pullDelay, "pull-delay", 5*time.Second, "longest time, on the simulated clock, to pull a part of a new connection's history; scenarios keep their 4m")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print no line per attempt and refused request")
	flags.StringVar(&f.logFormat, "log-format", "text", "format of the log on stderr: text, json or none")
	return cmd
}

func (f *serveFlags) run(cmd *cobra.Command) error {
	config, err := f.config(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	var sc *simulator.Scenario
	if f.scenario != "" {
		if sc, err = simulator.LoadScenario(f.scenario); err != nil {
			return err
		}
		config = config.For(sc)
	}
	if config.Start.IsZero() {
		config.Start = clock.System.Now()
	}
	var follow *follower // nil for none
	if !f.quiet && !f.json {
		follow = newFollower(cmd.OutOrStdout(), f.colour, config.APIKey)
		config.Watcher = follow
	}
	sim, err := f.open(config)
	if err != nil {
		return err
	}
	defer sim.Close()
	warnUnreachable(cmd.Context(), cmd.ErrOrStderr(), config.Endpoints)
	f.printReady(cmd.OutOrStdout(), sim)
	if follow != nil {
		ctx, end := context.WithCancel(cmd.Context())
		var following sync.WaitGroup
		following.Go(func() { follow.follow(ctx, sim) })
		defer following.Wait()
		defer end()
	}
	if sc != nil {
		report, err := sim.Play(cmd.Context(), sc, nil)
		if err != nil && cmd.Context().Err() == nil {
			fmt.Fprintln(cmd.ErrOrStderr(), "vitalsim:", err)
			return errFailed
		}
		played := "played"
		if err != nil {
			played = "interrupted while it played"
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: %s %s: %d messages, %d of %d expectations met\n",
			played, sc.Name, len(report.Timeline), report.Met(), report.Expectations)
	}
	<-cmd.Context().Done()
	return f.finish(cmd.ErrOrStderr(), sim)
}

// config returns the configuration for the flags of serve.
func (f *serveFlags) config(stderr io.Writer) (simulator.Config, error) {
	c, err := f.server.config()
	if err != nil {
		return c, err
	}
	if err := checkFixtures(f.fixtures); err != nil {
		return c, err
	}
	c.Speed, c.FixtureDir, c.PullDelay = f.speed, f.fixtures, f.pullDelay
	if f.pullDelay <= 0 {
		return c, fmt.Errorf("--pull-delay %v: want a positive duration", f.pullDelay)
	}
	if c.FixtureDir == "" && f.scenario != "" && filepath.Ext(f.scenario) != "" {
		c.FixtureDir = filepath.Dir(f.scenario)
	}
	switch f.which {
	case "any":
		c.ListedKeys = nil
	case "listed":
		c.ListedKeys = append(c.ListedKeys, c.APIKey)
	default:
		return c, fmt.Errorf("--keys %q: want any or listed", f.which)
	}
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if !f.quiet && !f.json && f.logFormat == "text" {
		options.Level = slog.LevelError // refused requests have a line of their own
	}
	switch f.logFormat {
	case "text":
		c.Logger = slog.New(slog.NewTextHandler(stderr, options))
	case "json":
		c.Logger = slog.New(slog.NewJSONHandler(stderr, options))
	case "none":
	default:
		return c, fmt.Errorf("--log-format %q: want text, json or none", f.logFormat)
	}
	return c, nil
}

// printReady prints the addresses and keys of the simulator, as text or JSON.
func (f *serveFlags) printReady(w io.Writer, sim *simulator.Simulator) {
	if f.json {
		ready := map[string]any{
			"url": sim.URL(), "api_key": sim.APIKey(), "webhook_secret": sim.Secret(), "now": sim.Now(),
			"management_key": sim.ManagementKey(), "org_id": sim.OrgID(), "team_id": sim.TeamID(),
		}
		if token := f.freshToken(sim); token != "" {
			ready["control_token"] = token
		}
		line, _ := json.Marshal(ready)
		fmt.Fprintf(w, "%s\n", line)
		return
	}
	target := "the built-in inbox, " + sim.URL() + "/_sim/v1/inbox"
	if len(f.targets) > 0 {
		target = strings.Join(f.targets, "\n              and ")
	}
	example := ""
	if sim.Secret() == simulator.ExampleSecret {
		example = " (an example, not a secret)"
	}
	token := ""
	if fresh := f.freshToken(sim); fresh != "" {
		token = "\n  control     Authorization: Bearer " + fresh + ", for " + sim.URL() + "/_sim/"
	}
	fmt.Fprintf(w, `vitalsim serves until Ctrl-C

  url         %s
  api key     %s of team %s
  webhooks    to %s
  secret      %s%s
  management  %s of organization %s%s
  clock       %s, %v simulated seconds per second

Create a user with Vital's API, and connect a device, in another terminal:

  curl -s %s/v2/user -H 'x-vital-api-key: %s' -H 'content-type: application/json' -d '{"client_user_id":"app-user-1"}'
  vitalsim connect app-user-1 fitbit%s
`, sim.URL(), sim.APIKey(), sim.TeamID(), target, sim.Secret(), example, sim.ManagementKey(), sim.OrgID(), token, stamp(sim.Now()), f.speed, sim.URL(), sim.APIKey(), atURL(sim.URL()))
}

// finish ends open attempts and prints the messages that were not accepted.
func (f *serveFlags) finish(w io.Writer, sim *simulator.Simulator) error {
	all := sim.Finish()
	if groups := undelivered(simulator.GroupFailures(all.Timeline, sim.Endpoints())); len(groups) > 0 {
		fmt.Fprintln(w, "vitalsim: deliveries that were not accepted:")
		printGroups(w, groups)
	}
	for _, sentence := range all.Unused {
		fmt.Fprintf(w, "vitalsim: %s\n", sentence)
	}
	accepted, failed, pending := all.Count()
	fmt.Fprintf(w, "vitalsim: stopped; %d messages: %d accepted, %d pending, %d failed\n", len(all.Timeline)+all.Evicted, accepted, pending, failed)
	return nil
}
