package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

// execFlags holds the flags of exec.
type execFlags struct {
	server
	endFlag
	scenario, fixtures string
	speed              float64
	waitFor            []string
	patience, grace    time.Duration
	failOn             failOnFlag
	stop, verbose      bool
	junit              string

	port string // the port picked for a target with port 0; "" for none
}

func newExec() *cobra.Command {
	var f execFlags
	cmd := &cobra.Command{
		Use:   "exec [--scenario SCENARIO] [flags] -- COMMAND…",
		Short: "Run a command, such as your tests, beside a simulator",
		Long: `exec starts a simulator on a free port, runs a command with the simulator's address in
its environment, and stops both together, so that a test suite in any language gets a
simulator of its own: vitalsim exec -- npm test. The environment of the command has

  VITAL_BASE_URL, JUNCTION_BASE_URL              the address of Vital's API
  VITAL_API_KEY, JUNCTION_API_KEY                a key that the API accepts
  VITAL_WEBHOOK_SECRET, JUNCTION_WEBHOOK_SECRET  the secret that signs webhooks
  VITALSIM_CONTROL_URL                           the address for trigger, wait, clock,
                                                 messages, resend and reset
  VITALSIM_CONTROL_TOKEN                         the token for them, with --control-token
                                                 or if other machines can reach --addr

Webhooks go to --target. If its port is 0, a free port is picked; the command gets it
as PORT, and the whole URL as VITALSIM_TARGET.

A scenario is played once the command accepts connections at --target, or responds at
--wait-for. With neither, it is played before the command starts. The command must not
end before the scenario: let it wait for the last event that it tests, or use --stop.
Without a scenario, the command drives the simulator itself. The clock stands still
unless it is advanced or has a --speed.

Output, stdin and signals pass through. When the command ends, all processes that it
started are ended too, except those in a session of their own. On Windows, the command
must end them itself.

Exit code: that of the command, 128+n if signal n killed it, 127 if it does not exist.
If the command succeeds: 1 if a message of the scenario was not accepted, an expectation
was not met, or the scenario did not finish. Without a scenario, --fail-on undelivered
lets a message that was not accepted fail the command. Deliveries that went wrong are
printed, grouped by cause.`,
		Example: `  vitalsim exec -- npm test
  vitalsim exec --target http://127.0.0.1:3000/webhooks -- npx vitest run
  vitalsim exec --scenario first-connection --target http://127.0.0.1:0/webhooks --stop -- node server.js
  vitalsim exec --speed 3600 --target http://127.0.0.1:3000/webhooks -- npm run dev`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("exec: which command? Write it after two dashes, as in vitalsim exec -- npm test")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	f.registerWorld(cmd)
	f.registerServing(cmd, anyPort)
	f.registerEnd(cmd)
	flags := cmd.Flags()
	flags.SetInterspersed(false) // the command has flags of its own
	flags.Lookup("seed").Usage = "seed of the generated data, an integer (default: the scenario's own, or 0)"
	flags.Lookup("start").Usage = "start of the simulated clock: an RFC 3339 time, a date, now, or now-10d (default: the scenario's own, or 2026-01-05T08:00:00Z)"
	flags.Float64Var(&f.speed, "speed", 0, "simulated seconds per second; 0 stops the clock")
	flags.StringVar(&f.scenario, "scenario", "", "name or path of a scenario to play")
	flags.StringVar(&f.fixtures, "fixtures", "", "folder to which fixture paths in control requests are relative (default: the folder of the scenario)")
	flags.StringArrayVar(&f.waitFor, "wait-for", nil, "what must respond before the scenario is played: a URL, with status 2xx, or tcp://HOST:PORT, with a connection; may be repeated (default: a connection to each --target)")
	flags.DurationVar(&f.patience, "patience", 30*time.Second, "maximum time to wait for --wait-for")
	flags.DurationVar(&f.grace, "grace", 5*time.Second, "time between asking the command to end and killing it")
	flags.BoolVar(&f.stop, "stop", false, "stop the command after the scenario, as for a server that does not end by itself, and ignore its exit code")
	f.failOn.register(cmd, "undelivered with --scenario, else none")
	flags.StringVar(&f.junit, "junit", "", "file to which a JUnit report of the scenario is written")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print the timeline and each API request to stderr")
	return cmd
}

func (f *execFlags) run(cmd *cobra.Command, args []string) error {
	config, sc, err := f.config(cmd)
	if err != nil {
		return err
	}
	program := exec.Command(args[0], args[1:]...)
	if program.Err != nil {
		return notStarted(args[0], program.Err)
	}
	sim, err := f.open(config)
	if err != nil {
		return err
	}
	defer sim.Close()
	program.Stdin, program.Stdout, program.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	program.Env = append(os.Environ(), f.environment(sim)...)
	e := execution{sim: sim, program: program, grace: f.grace, stop: f.stop, out: cmd.ErrOrStderr(), failOn: cmp.Or(f.failOn, failOnNone)}
	if sc != nil {
		e.failOn = cmp.Or(f.failOn, failOnUndelivered)
		e.play = newPlayback(sim, sc, f.waitFor, f.patience, newPrinter(cmd.ErrOrStderr(), f.colour, f.detail(), sc))
		e.junit = f.junit
	}
	return e.run(cmd.Context())
}

// config returns the configuration for the flags, and the scenario or nil.
func (f *execFlags) config(cmd *cobra.Command) (c simulator.Config, sc *simulator.Scenario, err error) {
	if c, err = f.server.config(); err != nil {
		return c, nil, err
	}
	if err := f.check(); err != nil {
		return c, nil, err
	}
	c.Speed, c.FixtureDir = f.speed, f.fixtures
	if f.scenario != "" {
		if sc, err = simulator.LoadScenario(f.scenario); err != nil {
			return c, nil, err
		}
		if c, err = f.move(cmd.Context(), sc, c); err != nil {
			return c, nil, err
		}
		c = c.For(sc)
		if c.FixtureDir == "" && filepath.Ext(f.scenario) != "" {
			c.FixtureDir = filepath.Dir(f.scenario)
		}
	}
	for i := range c.Endpoints {
		if c.Endpoints[i].URL, err = f.withPort(c.Endpoints[i].URL); err != nil {
			return c, nil, fmt.Errorf("--target: %w", err)
		}
		if !cmd.Flags().Changed("wait-for") {
			f.waitFor = append(f.waitFor, connection(c.Endpoints[i].URL))
		}
	}
	if f.verbose {
		c.Logger = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return c, sc, nil
}

// check returns all errors in the flags of exec.
func (f *execFlags) check() error {
	var errs []error
	if err := checkFixtures(f.fixtures); err != nil {
		errs = append(errs, err)
	}
	if f.scenario == "" && f.stop {
		errs = append(errs, errors.New("--stop: needs --scenario, after which it stops the command"))
	}
	if f.scenario == "" && len(f.waitFor) > 0 {
		errs = append(errs, errors.New("--wait-for: needs --scenario, which waits for it"))
	}
	if f.scenario == "" && f.end != "" {
		errs = append(errs, errors.New("--end: needs --scenario, which it moves"))
	}
	if f.scenario == "" && f.junit != "" {
		errs = append(errs, errors.New("--junit: needs --scenario, whose steps it reports"))
	}
	if f.scenario != "" && f.stop && len(f.targets)+len(f.waitFor) == 0 {
		errs = append(errs, errors.New("--stop: needs --target or --wait-for; without them the scenario is played before the command starts"))
	}
	if f.patience < 0 {
		errs = append(errs, fmt.Errorf("--patience %v: want a duration of 0 or more", f.patience))
	}
	if f.grace < 0 {
		errs = append(errs, fmt.Errorf("--grace %v: want a duration of 0 or more", f.grace))
	}
	for _, where := range f.waitFor {
		if _, err := checkOf(where); err != nil {
			errs = append(errs, fmt.Errorf("--wait-for: %w", err))
		}
	}
	return errors.Join(errs...)
}

// detail returns what is printed while the scenario plays.
func (f *execFlags) detail() detailLevel {
	if f.verbose {
		return everyAttempt
	}
	return nothing
}

// withPort replaces port 0 of a URL by the picked port.
func (f *execFlags) withPort(target string) (string, error) {
	u, err := url.Parse(target)
	if err != nil || u.Port() != "0" {
		return target, nil // its errors are reported later
	}
	if f.port == "" {
		l, err := net.Listen("tcp", net.JoinHostPort(u.Hostname(), "0"))
		if err != nil {
			return "", fmt.Errorf("pick a port for %s: %w", target, err)
		}
		f.port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
		if err := l.Close(); err != nil {
			return "", fmt.Errorf("pick a port for %s: %w", target, err)
		}
	}
	u.Host = net.JoinHostPort(u.Hostname(), f.port)
	return u.String(), nil
}

// environment returns the variables that the command gets in addition to those of this process.
func (f *execFlags) environment(sim *simulator.Simulator) (env []string) {
	for _, brand := range []string{"VITAL", "JUNCTION"} {
		env = append(env, brand+"_BASE_URL="+sim.URL(), brand+"_API_KEY="+sim.APIKey(), brand+"_WEBHOOK_SECRET="+sim.Secret())
	}
	env = append(env, envName("control-url")+"="+sim.URL(), envName("key")+"="+sim.APIKey(), envName("secret")+"="+sim.Secret())
	if token := sim.ControlToken(); token != "" {
		env = append(env, envName("control-token")+"="+token)
	}
	if f.port != "" {
		env = append(env, "PORT="+f.port, envName("target")+"="+sim.Endpoints()[0].URL)
	}
	return env
}
