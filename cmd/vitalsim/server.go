package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

// server holds the flags of the commands that serve the API and send webhooks.
type server struct {
	settings
	targets             []string // each a URL and optional event types
	secret, addr, runID string
	managementKey       string
	controlToken        string
	keys                []string // the first opens the first team
	faults              []string
	freshUsers          bool
	deliveryTimeout     time.Duration
	pageSize            int
	maxEventBytes       int // 0 for the default
	colour              colourFlag
}

// Defaults of flags.
const (
	anyPort         = "127.0.0.1:0"
	defaultTimeout  = 15 * time.Second
	defaultPageSize = 10_000
)

func (f *server) register(cmd *cobra.Command, addr string) {
	f.settings.register(cmd)
	f.registerServing(cmd, addr)
}

// registerServing adds the flags except those of settings.
func (f *server) registerServing(cmd *cobra.Command, addr string) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.targets, "target", nil, "URL that receives webhooks, optionally followed by a space and event types such as daily.data.*; may be repeated (default: the built-in inbox)")
	flags.StringVar(&f.secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	flags.StringSliceVar(&f.keys, "key", []string{simulator.ExampleKey}, "API key of the first team, sk_us_… or sk_eu_…; separate more keys by commas or repeat the flag")
	flags.StringVar(&f.managementKey, "management-key", "", "key of the management API, mg_… (default: a well-known example)")
	flags.StringVar(&f.addr, "addr", addr, "address to serve the API at; port 0 picks a free port. If other machines can reach it, the control API needs a token")
	flags.StringVar(&f.controlToken, "control-token", "", "token that the control API requires (default: none on a loopback address, otherwise generated and printed)")
	flags.StringVar(&f.runID, "run-id", "", "part of each svix-id, by which receivers recognize duplicates (default: random with --target)")
	flags.BoolVar(&f.freshUsers, "fresh-users", false, "use new user ids in every run")
	flags.StringArrayVar(&f.faults, "fault", nil, "fault to inject, such as 'api: {path: /v2/summary/*, status: 503, times: 2}'; may be repeated; vitalsim faults shows the grammar")
	flags.DurationVar(&f.deliveryTimeout, "delivery-timeout", defaultTimeout, "time that a target has to respond")
	registerColour(cmd, &f.colour)
	flags.IntVar(&f.maxEventBytes, "max-event-bytes", 0, "largest body of an event of timeseries; more samples are sent in several events (default: 98304, or the scenario's own)")
	flags.IntVar(&f.pageSize, "page-size", defaultPageSize, "samples per page of a grouped timeseries")
}

// freshToken returns the control token that was generated for this run. It
// returns "" for a token that was given, which is not printed.
func (f *server) freshToken(sim *simulator.Simulator) string {
	if f.controlToken != "" {
		return ""
	}
	return sim.ControlToken()
}

// checkFixtures checks that the folder of --fixtures exists. It is read only when a
// request names a fixture.
func checkFixtures(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case dir == "":
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("--fixtures %s: there is no such folder", dir)
	case err != nil:
		return fmt.Errorf("--fixtures: %w", err)
	case !info.IsDir():
		return fmt.Errorf("--fixtures %s: is a file; want a folder", dir)
	}
	return nil
}

// open returns a simulator that serves at --addr.
func (f *server) open(c simulator.Config) (*simulator.Simulator, error) {
	if err := checkAddr(f.addr); err != nil {
		return nil, err
	}
	sim, err := simulator.New(c)
	if err != nil {
		return nil, inFlags(err)
	}
	if err := sim.Listen(f.addr); err != nil {
		sim.Close()
		return nil, listenError(f.addr, err)
	}
	return sim, nil
}

// config returns the configuration for the flags.
func (f *server) config() (simulator.Config, error) {
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
	for i, key := range f.keys {
		if f.keys[i] = strings.TrimSpace(key); f.keys[i] == "" {
			return c, errors.New("--key: a key is empty; want sk_us_… or sk_eu_…")
		}
	}
	if len(f.keys) == 0 {
		return c, errors.New("--key: want at least one, sk_us_… or sk_eu_…")
	}
	c.APIKey, c.ListedKeys = f.keys[0], f.keys[1:]
	c.Secret, c.RunID, c.ManagementKey, c.ControlToken = f.secret, f.runID, f.managementKey, f.controlToken
	if c.Endpoints, err = simulator.ParseTargets(strings.Join(f.targets, " ")); err != nil {
		return c, fmt.Errorf("--target %w", err)
	}
	c.Faults = f.faults
	c.PageSize, c.DeliveryTimeout, c.MaxEventBytes = f.pageSize, f.deliveryTimeout, f.maxEventBytes
	if c.RunID == "" && (len(f.targets) > 0 || f.freshUsers) {
		c.RunID = strings.ToLower(rand.Text()[:8])
	}
	if f.freshUsers {
		c.UserSalt = c.RunID
	}
	return c, nil
}
