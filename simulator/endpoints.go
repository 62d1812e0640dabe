package simulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Endpoint is where webhooks go, as Vital's management API keeps it.
type Endpoint = webhook.Endpoint

// A DeliveryStats says how full the log of a team is.
type DeliveryStats = webhook.Stats

// EventExhausted is Svix's operational event for a message that was given up.
// Only endpoints that name it among their FilterTypes get it.
const EventExhausted = webhook.EventExhausted

// EventTypes are the types that endpoints can filter by: Vital's events and the
// operational one of Svix.
func EventTypes() []string { return append(vital.EventTypes(), EventExhausted) }

// checkEndpoint is all that is wrong with an endpoint of a Config.
func checkEndpoint(e Endpoint) (errs []error) {
	for _, p := range e.Problems() {
		errs = append(errs, fmt.Errorf("endpoint %q: %s: %s", e.URL, p.Field, p.Reason))
	}
	known := EventTypes()
	for _, eventType := range e.FilterTypes {
		if !slices.Contains(known, eventType) {
			errs = append(errs, fmt.Errorf("endpoint %q: filter_types: there is no event type %q%s", e.URL, eventType, near.Hint(eventType, known)))
		}
	}
	return errs
}

// endpoints are those that a team begins with; inbox is the URL of its own.
func (c Config) endpoints(inbox string) []Endpoint {
	var all []Endpoint
	if c.Target != "" {
		all = append(all, Endpoint{URL: c.Target})
	}
	all = append(all, c.Endpoints...)
	if len(all) == 0 {
		all = []Endpoint{{URL: inbox}}
	}
	for i := range all {
		if all[i].Secret == "" {
			all[i].Secret = webhook.Secret(c.Secret)
		}
		all[i].CreatedAt = c.Start
	}
	return all
}

// Endpoints are the endpoints of the team, in the order of their making, with
// their secrets.
func (s *Simulator) Endpoints() []Endpoint {
	u := s.own()
	if u == nil {
		return nil
	}
	return u.dispatcher.Endpoints()
}

// Stats say how full the log of the team is.
func (s *Simulator) Stats() DeliveryStats {
	u := s.own()
	if u == nil {
		return DeliveryStats{}
	}
	return u.dispatcher.Stats()
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
