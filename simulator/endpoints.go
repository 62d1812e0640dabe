package simulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// An Endpoint is where webhooks go, as Vital's management API keeps it.
type Endpoint struct {
	ID          string // ep_…; given when it is made
	URL         string // or a path of the Handler
	Description string
	FilterTypes []string          // exact event types; nil means all
	RateLimit   int               // attempts in a second of simulated time; 0 means as many as there are
	Disabled    bool              // gets nothing while it is
	Headers     map[string]string // sent beside Svix's own
	Sensitive   []string          // names of Headers whose values are not shown
	Secret      string            // whsec_…, in clear
	CreatedAt   time.Time         // simulated
	UpdatedAt   time.Time         // simulated
}

// made is the endpoint as the dispatcher takes it.
func (e Endpoint) made() webhook.Endpoint {
	return webhook.Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: e.Headers, Sensitive: e.Sensitive, Secret: webhook.Secret(e.Secret), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// publicEndpoint is an endpoint of the dispatcher's, with its secret in clear.
func publicEndpoint(e webhook.Endpoint) Endpoint {
	return Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: e.Headers, Sensitive: e.Sensitive, Secret: e.Secret.Reveal(), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// checkEndpoint is all that is wrong with an endpoint of a Config.
func checkEndpoint(e Endpoint) (errs []error) {
	for _, p := range e.made().Problems() {
		errs = append(errs, fmt.Errorf("endpoint %q: %s: %s", e.URL, p.Field, p.Reason))
	}
	known := catalog.EventTypes()
	for _, eventType := range e.FilterTypes {
		if !slices.Contains(known, eventType) {
			errs = append(errs, fmt.Errorf("endpoint %q: filter_types: there is no event type %q%s", e.URL, eventType, near.Hint(eventType, known)))
		}
	}
	return errs
}

// endpoints are those that a team begins with; inbox is the URL of its own.
func (c Config) endpoints(inbox string) []webhook.Endpoint {
	var all []Endpoint
	if c.Target != "" {
		all = append(all, Endpoint{URL: c.Target})
	}
	all = append(all, c.Endpoints...)
	if len(all) == 0 {
		all = []Endpoint{{URL: inbox}}
	}
	made := make([]webhook.Endpoint, len(all))
	for i, e := range all {
		e.Secret, e.CreatedAt = cmp.Or(e.Secret, c.Secret), c.Start
		made[i] = e.made()
	}
	return made
}

// Endpoints are the endpoints of the team, in the order of their making, with
// their secrets.
func (s *Simulator) Endpoints() []Endpoint {
	u := s.own()
	if u == nil {
		return nil
	}
	var out []Endpoint
	for _, e := range u.dispatcher.Endpoints() {
		out = append(out, publicEndpoint(e))
	}
	return out
}

// Resend attempts a message of the team again, with the same svix-id: at one
// endpoint, or where endpointID is empty at all that it was for. n is at how
// many; what they answered is in the Timeline when it returns.
func (s *Simulator) Resend(ctx context.Context, svixID, endpointID string) (n int, err error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return 0, err
	}
	return u.resend(ctx, svixID, endpointID)
}

// Recover attempts all of the team's messages again that have failed since a
// simulated time, and what was sent since while the endpoint was disabled: at
// one endpoint, or where endpointID is empty at all that are enabled. The zero
// time is the beginning; n is how many attempts it makes.
func (s *Simulator) Recover(ctx context.Context, endpointID string, since time.Time) (n int, err error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return 0, err
	}
	return u.recover(ctx, endpointID, since)
}

// RotateSecret gives an endpoint of the team another secret and returns it: the
// one that is given, or one that is made where it is empty. The old one signs
// beside it for 24 simulated hours.
func (s *Simulator) RotateSecret(endpointID, secret string) (string, error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return "", err
	}
	return u.rotateSecret(endpointID, secret)
}

func (u *universe) rotateSecret(endpointID, secret string) (string, error) {
	rotated, err := u.dispatcher.RotateSecret(endpointID, webhook.Secret(secret), u.clock.Now())
	if err != nil {
		return "", err
	}
	u.trust(rotated)
	return rotated.Reveal(), nil
}

func (u *universe) resend(ctx context.Context, svixID, endpointID string) (int, error) {
	n, err := u.dispatcher.Resend(svixID, endpointID, u.clock.Now())
	if err != nil {
		return 0, err
	}
	return n, u.attempted(ctx)
}

func (u *universe) recover(ctx context.Context, endpointID string, since time.Time) (int, error) {
	n, err := u.dispatcher.Recover(endpointID, since, u.clock.Now())
	if err != nil {
		return 0, err
	}
	return n, u.attempted(ctx)
}

// attempted returns when what is due was attempted. An advance that is running
// waits for it as well.
func (u *universe) attempted(ctx context.Context) error {
	if err := u.clock.Advance(ctx, 0); !errors.Is(err, clock.ErrBusy) {
		return err
	}
	return nil
}

// trust lets the inbox verify with a secret of an endpoint: the endpoint may be
// the inbox.
func (u *universe) trust(secret webhook.Secret) {
	_ = u.inbox.Trust(secret) // it has signed, so it verifies
}
