package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

// server are the flags of the commands that serve the API and send webhooks.
type server struct {
	settings
	targets             []string // each a URL and event types
	secret, addr, runID string
	managementKey       string
	controlToken        string
	keys                []string // the first is the own team's
	faults              []string
	freshUsers          bool
	deliveryTimeout     time.Duration
	pageSize            int
}

// What the flags are where they are not given.
const (
	anyPort         = "127.0.0.1:0"
	defaultTimeout  = 15 * time.Second
	defaultPageSize = 10_000
)

func (f *server) register(cmd *cobra.Command, addr string) {
	f.settings.register(cmd)
	f.registerServing(cmd, addr)
}

// registerServing adds all of them but those of the settings.
func (f *server) registerServing(cmd *cobra.Command, addr string) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.targets, "target", nil, "URL to post the webhooks to, and after a space the event types that it wants, such as daily.data.*, if not all; may be repeated (default: the built-in inbox)")
	flags.StringVar(&f.secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	flags.StringSliceVar(&f.keys, "key", []string{simulator.ExampleKey}, "API key of the first team, sk_us_… or sk_eu_…; further ones after commas or in further --key")
	flags.StringVar(&f.managementKey, "management-key", "", "key of the management API, mg_… (default: a well-known example)")
	flags.StringVar(&f.addr, "addr", addr, "address to serve the API at; port 0 picks a free one. Where other machines can reach it, the simulator's own API wants a token")
	flags.StringVar(&f.controlToken, "control-token", "", "token of the simulator's own API, which then wants it also on this machine (default: none on a loopback address, elsewhere a fresh one, which is printed)")
	flags.StringVar(&f.runID, "run-id", "", "goes into each svix-id, since receivers deduplicate on it (default: fresh with --target)")
	flags.BoolVar(&f.freshUsers, "fresh-users", false, "give users other ids in every run")
	flags.StringArrayVar(&f.faults, "fault", nil, "make something go wrong, such as 'api: {path: /v2/summary/*, status: 503, times: 2}'; repeatable, vitalsim faults lists what there is")
	flags.DurationVar(&f.deliveryTimeout, "delivery-timeout", defaultTimeout, "how long the target may take to answer")
	flags.IntVar(&f.pageSize, "page-size", defaultPageSize, "samples per page of a grouped timeseries")
}

// freshToken is the control token that was made for this run, "" where none was:
// one that was given is not repeated.
func (f *server) freshToken(sim *simulator.Simulator) string {
	if f.controlToken != "" {
		return ""
	}
	return sim.ControlToken()
}

// config is the configuration that the flags ask for.
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
		return c, fmt.Errorf("--target: %w", err)
	}
	c.Faults = f.faults
	c.PageSize, c.DeliveryTimeout = f.pageSize, f.deliveryTimeout
	if c.RunID == "" && (len(f.targets) > 0 || f.freshUsers) {
		c.RunID = strings.ToLower(rand.Text()[:8])
	}
	if f.freshUsers {
		c.UserSalt = c.RunID
	}
	return c, nil
}
