package main

import (
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

// execFlags are the flags of exec.
type execFlags struct {
	server
	scenario, fixtures string
	speed              float64
	waitFor            []string
	patience, grace    time.Duration
	stop, verbose      bool

	port string // that was picked for a target with port 0; "" for none
}

func newExec() *cobra.Command {
	var f execFlags
	cmd := &cobra.Command{
		Use:   "exec [--scenario SCENARIO] [flags] -- COMMAND…",
		Short: "Run a command, such as your tests, with the fake beside it",
		Long: `exec serves the fake on a free port, runs a command with the fake's address in its
environment, and ends both together. It is how a test suite in any language gets a
fake of its own: vitalsim exec -- npm test. The command finds

  VITAL_BASE_URL, JUNCTION_BASE_URL              the address of Vital's API
  VITAL_API_KEY, JUNCTION_API_KEY                a key that it takes
  VITAL_WEBHOOK_SECRET, JUNCTION_WEBHOOK_SECRET  what webhooks are signed with
  VITALSIM_CONTROL_URL                           where trigger, wait, clock, messages,
                                                 resend and reset find the fake
  VITALSIM_CONTROL_TOKEN                         what they need, with --control-token or
                                                 where other machines reach --addr

Webhooks go to --target. Its port may be 0: then a free one is picked, and the command
finds it as PORT, and the whole as VITALSIM_TARGET.

With a scenario, it is played once the command answers at --target, or at --wait-for.
Where there is neither, it is played before the command starts, which finds all of it
in the API. The command must not end before the scenario: let it wait for the last event
that it tests, or be stopped with --stop. Without a scenario the command drives the fake
itself. Time stands still unless it is moved, or has a --speed.

Output, stdin and signals pass through. When the command has ended, so has all that it
started: no process and no port is left, but of what has made itself a session of its
own. On Windows that is up to the command.

Exit code: the command's own, 128+n when signal n killed it, 127 when there is no such
command. Where the command passes, 1 when a message of the scenario was not accepted,
an expectation not met, or the scenario not played to its end. When something fails,
the deliveries that went wrong are printed.`,
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
	flags := cmd.Flags()
	flags.SetInterspersed(false) // the command has flags of its own
	flags.Lookup("seed").Usage = "the world's seed, a whole number (default: the scenario's own, or 0)"
	flags.Lookup("start").Usage = "where the simulated clock begins: an RFC 3339 time, a date, now, or now-10d (default: the scenario's own, or 2026-01-05T08:00:00Z)"
	flags.Float64Var(&f.speed, "speed", 0, "simulated seconds in a second; 0 lets time stand still")
	flags.StringVar(&f.scenario, "scenario", "", "a scenario to play, by name or path")
	flags.StringVar(&f.fixtures, "fixtures", "", "folder of the fixtures that control requests name by a path (default: that of the scenario's file)")
	flags.StringArrayVar(&f.waitFor, "wait-for", nil, "what must answer before the scenario is played: a URL with a 2xx, or tcp://HOST:PORT with a connection; may be repeated (default: a connection at each --target)")
	flags.DurationVar(&f.patience, "patience", 30*time.Second, "how long to wait for that")
	flags.DurationVar(&f.grace, "grace", 5*time.Second, "how long the command may take to end when it is told to, before it is killed")
	flags.BoolVar(&f.stop, "stop", false, "end the command when the scenario has been played, as for a server that does not end by itself; its exit code does not count then")
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
	sim, err := simulator.New(config)
	if err != nil {
		return err
	}
	defer sim.Close()
	if err := sim.Listen(f.addr); err != nil {
		return err
	}
	program.Stdin, program.Stdout, program.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	program.Env = append(os.Environ(), f.environment(sim)...)
	e := execution{sim: sim, program: program, grace: f.grace, stop: f.stop, out: cmd.ErrOrStderr()}
	if sc != nil {
		e.play = newPlaying(sim, sc, f.waitFor, f.patience, printer{w: cmd.ErrOrStderr(), quiet: !f.verbose})
	}
	return e.run(cmd.Context())
}

// config is what the flags ask for: a configuration, and a scenario or nil.
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

// check is everything that is wrong with exec's own flags.
func (f *execFlags) check() error {
	var errs []error
	if f.scenario == "" && (f.stop || len(f.waitFor) > 0) {
		errs = append(errs, errors.New("--stop and --wait-for are about a scenario; name one with --scenario"))
	}
	if f.stop && len(f.targets)+len(f.waitFor) == 0 {
		errs = append(errs, errors.New("--stop: without --target or --wait-for the scenario is played before the command starts"))
	}
	if f.patience < 0 || f.grace < 0 {
		errs = append(errs, fmt.Errorf("--patience %v, --grace %v: want durations of 0 or more", f.patience, f.grace))
	}
	for _, where := range f.waitFor {
		if _, err := knock(where); err != nil {
			errs = append(errs, fmt.Errorf("--wait-for: %w", err))
		}
	}
	return errors.Join(errs...)
}

// withPort is a URL with the picked port where it has port 0.
func (f *execFlags) withPort(target string) (string, error) {
	u, err := url.Parse(target)
	if err != nil || u.Port() != "0" {
		return target, nil // what is wrong with it is said later
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

// environment is what the command finds beside what this process has.
func (f *execFlags) environment(sim *simulator.Simulator) (env []string) {
	for _, brand := range []string{"VITAL", "JUNCTION"} {
		env = append(env, brand+"_BASE_URL="+sim.URL(), brand+"_API_KEY="+sim.APIKey(), brand+"_WEBHOOK_SECRET="+sim.Secret())
	}
	env = append(env, twin("control-url")+"="+sim.URL(), twin("key")+"="+sim.APIKey(), twin("secret")+"="+sim.Secret())
	if token := sim.ControlToken(); token != "" {
		env = append(env, twin("control-token")+"="+token)
	}
	if f.port != "" {
		env = append(env, "PORT="+f.port, twin("target")+"="+sim.Endpoints()[0].URL)
	}
	return env
}
