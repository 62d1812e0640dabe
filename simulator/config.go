package simulator

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// Defaults of Config. They are public examples, not secrets.
const (
	ExampleKey           = "sk_us_vitalsim_example"                         // the API key
	ExampleSecret        = "whsec_dml0YWxzaW0tZXhhbXBsZS1ub3QtYS1zZWNyZXQ=" // signs webhooks; "vitalsim-example-not-a-secret"
	ExampleManagementKey = "mg_vitalsim_example"                            // of Vital's management API
)

// EventExhausted is Svix's operational event for a message whose attempts are
// exhausted. It goes only to endpoints that list it in their FilterTypes.
const EventExhausted = webhook.EventExhausted

// Config configures a Simulator. The zero value is a quiet, repeatable fake
// that delivers to its own inbox.
type Config struct {
	// Seed selects the world: equal seeds serve equal bytes. A scenario's own
	// seed is used where Seed is nil; without either it is 0.
	Seed *uint64
	// Start is where the simulated clock begins. Zero means the scenario's own
	// start, or clock.Epoch.
	Start time.Time
	// APIKey is the key of the team that scenarios play in. Any other sandbox
	// key opens a team of its own. Empty means ExampleKey.
	APIKey string
	// ListedKeys are the only keys that open teams; empty means that any sandbox
	// key does. APIKey is always among them.
	ListedKeys []string
	// Speed is the number of simulated seconds per second of wall time. At zero,
	// time moves only by Advance and by scenarios.
	Speed float64
	// Handler is the application under test in this process. Without a socket, it
	// gets the webhooks and all requests through Transport to hosts other than the
	// simulator's. Use an http.ServeMux with hosts in its patterns for several
	// applications.
	Handler http.Handler
	// Target is the URL to which webhooks are posted, or a path of the Handler.
	// Empty means the Handler's /, or without a Handler the inbox of each team,
	// which verifies signatures. If Endpoints is set, empty means no further target.
	Target string
	// Endpoints are further endpoints, with URL, FilterTypes, RateLimit, Headers and
	// Secret as in Vital's management API. Secret is the default of their secrets.
	// Each team has its own copy of them.
	Endpoints []Endpoint
	// Secret signs webhooks: whsec_ and base64. Empty means ExampleSecret.
	Secret string
	// ManagementKey opens Vital's management API, mg_…. Empty means
	// ExampleManagementKey.
	ManagementKey string
	// ControlToken is the bearer token for the control API and the metrics. If set,
	// all requests over a network need it. If empty, requests to a loopback address
	// need none, and Listen generates one for an address that other machines can
	// reach; see Simulator.ControlToken.
	ControlToken string
	// RunID goes into every svix-id. Receivers deduplicate on it, so a second
	// run against the same receiver needs another one. Empty is repeatable.
	RunID string
	// UserSalt goes into every user id, for receivers that keep users between
	// runs. Empty is repeatable.
	UserSalt string
	// FixtureDir is the folder that paths of fixtures in control requests are
	// relative to and must stay in. Empty means that only shipped fixtures can be
	// named there.
	FixtureDir string
	// Faults are active in every team from its start, each in the grammar of
	// Simulator.Fault. A fault acts ten times unless it says otherwise.
	Faults []string
	// PageSize is the number of samples in a page of a grouped timeseries; 0 means
	// 10,000. Use a small one to exercise the pagination of a client.
	PageSize int
	// MaxEventBytes bounds the bodies of events of timeseries: more samples are sent in
	// several events. 0 means 96 KiB, or while a scenario plays its max_event_bytes.
	MaxEventBytes int
	// DeliveryTimeout bounds the response of a receiver, in wall time; 0 means the
	// 15 seconds of Svix.
	DeliveryTimeout time.Duration
	// Transport carries deliveries if there is no Handler. Nil means a transport
	// tuned for deliveries. A Transport that is not an *http.Transport gets the
	// names of headers in canonical form.
	Transport http.RoundTripper
	// Wall is the wall clock for signatures and durations. Nil means clock.System.
	Wall clock.Wall
	// PullDelay is the longest time, on the simulated clock, that Vital takes to pull
	// a chunk of a new connection's history, outside of scenarios; 0 means 4 minutes.
	PullDelay time.Duration
	// PlaySpeed is the number of simulated seconds per second of wall time at which
	// scenarios advance the clock. At zero they do not wait.
	PlaySpeed float64
	// Watcher follows what all teams send and answer. Nil means nobody does.
	Watcher Watcher
	// Logger receives diagnostics. Nil discards them.
	Logger *slog.Logger

	keepAll bool   // messages, however many: a plan lists them
	idle    func() // ends the idle connections of a Transport that is ours
}

// A ConfigError is the error of one field of a Config. New returns all of them, joined.
type ConfigError struct {
	Field string // the name of the field, such as APIKey
	Err   error
}

func (e *ConfigError) Error() string { return e.Field + ": " + e.Err.Error() }

func (e *ConfigError) Unwrap() error { return e.Err }

// withDefaults fills empty fields and returns all errors in the others at once.
func (c Config) withDefaults() (Config, error) {
	var errs []error
	refuse := func(field, format string, args ...any) {
		errs = append(errs, &ConfigError{field, fmt.Errorf(format, args...)})
	}
	if c.Seed == nil {
		c.Seed = new(uint64)
	}
	if c.Start.IsZero() {
		c.Start = clock.Epoch
	}
	if err := clock.Within(c.Start); err != nil {
		refuse("Start", "%w", err)
	}
	if c.APIKey == "" {
		c.APIKey = ExampleKey
	}
	if !team.IsSandboxKey(c.APIKey) {
		refuse("APIKey", "want a sandbox key, sk_us_… or sk_eu_…, not %s…", c.APIKey[:min(len(c.APIKey), 6)])
	}
	if c.Handler != nil && c.Target == "" && len(c.Endpoints) == 0 {
		c.Target = "/"
	}
	if c.Handler != nil && c.Transport != nil {
		refuse("Handler", "deliveries go to a Handler or over a Transport; give only one of them")
	}
	c.Target = inMemory(c.Target)
	c.Endpoints = slices.Clone(c.Endpoints)
	for i, e := range c.Endpoints {
		c.Endpoints[i].URL = inMemory(e.URL)
	}
	if c.Target != "" {
		for _, p := range (Endpoint{URL: c.Target}).made().Problems() {
			refuse("Target", "%q: %s", c.Target, p.Reason)
		}
	}
	for _, e := range c.Endpoints {
		for _, err := range checkEndpoint(e) {
			refuse("Endpoints", "%q: %w", e.URL, err)
		}
	}
	if c.ManagementKey == "" {
		c.ManagementKey = ExampleManagementKey
	}
	if rest, ok := strings.CutPrefix(c.ManagementKey, "mg_"); !ok || rest == "" {
		refuse("ManagementKey", "want mg_…, not %s…", c.ManagementKey[:min(len(c.ManagementKey), 3)])
	}
	if c.ControlToken != "" && !controlToken.MatchString(c.ControlToken) {
		refuse("ControlToken", "want at least 8 letters, digits and marks, without blanks")
	}
	if c.Secret == "" {
		c.Secret = ExampleSecret
	}
	if err := CheckSecret(c.Secret); err != nil {
		refuse("Secret", "%w", err)
	}
	for _, key := range c.ListedKeys {
		if !team.IsSandboxKey(key) {
			refuse("ListedKeys", "want sandbox keys, sk_us_… or sk_eu_…, not %s…", key[:min(len(key), 6)])
		}
	}
	if !(c.Speed >= 0 && c.Speed <= clock.MaxSpeed) {
		refuse("Speed", "%v: want 0 to %d simulated seconds per second", c.Speed, clock.MaxSpeed)
	}
	if !(c.PlaySpeed >= 0 && c.PlaySpeed <= clock.MaxSpeed) {
		refuse("PlaySpeed", "%v: want 0 to %d simulated seconds per second", c.PlaySpeed, clock.MaxSpeed)
	}
	if c.PullDelay < 0 {
		refuse("PullDelay", "%v: want a duration of 0 or more", c.PullDelay)
	}
	if c.PageSize == 0 {
		c.PageSize = api.DefaultPageSize
	}
	if c.PageSize < 0 {
		refuse("PageSize", "%d: want at least 1", c.PageSize)
	}
	if c.MaxEventBytes != 0 && c.MaxEventBytes < scenario.MinEventBytes {
		refuse("MaxEventBytes", "%d: want at least %d", c.MaxEventBytes, scenario.MinEventBytes)
	}
	if c.DeliveryTimeout < 0 {
		refuse("DeliveryTimeout", "%v: want a positive duration", c.DeliveryTimeout)
	}
	if c.Transport == nil {
		own := webhook.NewTransport()
		c.Transport, c.idle = own, own.CloseIdleConnections
	}
	if c.Wall == nil {
		c.Wall = clock.System
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(errs...)
}

// controlToken matches tokens that are valid in a header.
var controlToken = regexp.MustCompile(`^[!-~]{8,}$`)
