package simulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
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

// endpoints are those that a team begins with; none means its inbox.
func (c Config) endpoints() (made []webhook.Endpoint) {
	if c.Target != "" {
		made = append(made, webhook.Endpoint{URL: c.Target})
	}
	for _, e := range c.Endpoints {
		made = append(made, e.made())
	}
	return made
}

// Endpoints are the endpoints of the team, in the order of their making, with
// their secrets.
func (s *Simulator) Endpoints() []Endpoint {
	t := s.teams.Last()
	if t == nil {
		return nil
	}
	var out []Endpoint
	for _, e := range t.Webhooks.Endpoints() {
		out = append(out, publicEndpoint(e))
	}
	return out
}

// Resend attempts a message of the team again, with the same svix-id: at one
// endpoint, or where endpointID is empty at all that it was for. n is at how
// many; what they answered is in the Timeline when it returns.
func (s *Simulator) Resend(ctx context.Context, svixID, endpointID string) (n int, err error) {
	t, err := s.teams.Own()
	if err != nil {
		return 0, err
	}
	return t.Resend(ctx, svixID, endpointID)
}

// Recover attempts all of the team's messages again that have failed since a
// simulated time, and what was sent since while the endpoint was disabled: at
// one endpoint, or where endpointID is empty at all that are enabled. The zero
// time is the beginning; n is how many attempts it makes.
func (s *Simulator) Recover(ctx context.Context, endpointID string, since time.Time) (n int, err error) {
	t, err := s.teams.Own()
	if err != nil {
		return 0, err
	}
	return t.Recover(ctx, endpointID, since)
}

// RotateSecret gives an endpoint of the team another secret and returns it: the
// one that is given, or one that is made where it is empty. The old one signs
// beside it for 24 simulated hours.
func (s *Simulator) RotateSecret(endpointID, secret string) (string, error) {
	t, err := s.teams.Own()
	if err != nil {
		return "", err
	}
	rotated, err := t.RotateSecret(endpointID, webhook.Secret(secret))
	return rotated.Reveal(), err
}

// ParseTargets reads endpoints from words: each URL begins one, and the event
// types that follow are what it wants, with * for any run of characters. One
// without event types wants all.
//
//	http://127.0.0.1:3000/webhooks daily.data.sleep.* http://127.0.0.1:4000/
func ParseTargets(text string) ([]Endpoint, error) {
	var out []Endpoint
	var errs []error
	known := catalog.EventTypes()
	for _, word := range strings.Fields(text) {
		if strings.Contains(word, "://") {
			out = append(out, Endpoint{URL: word})
			continue
		}
		if len(out) == 0 {
			errs = append(errs, fmt.Errorf("%q begins no URL; want one such as http://127.0.0.1:3000/webhooks, and event types after it", word))
			continue
		}
		matched := typesLike(word, known)
		out[len(out)-1].FilterTypes = append(out[len(out)-1].FilterTypes, matched...)
		if matched == nil {
			errs = append(errs, fmt.Errorf("%q is neither a URL nor an event type%s (vitalsim list events shows them)", word, near.Hint(word, known)))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// typesLike are the known event types that a pattern matches.
func typesLike(pattern string, known []string) (types []string) {
	for _, eventType := range known {
		if glob.Match(pattern, eventType) {
			types = append(types, eventType)
		}
	}
	return types
}
