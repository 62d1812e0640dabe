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

// An Endpoint is a receiver of webhooks, with the settings of Vital's management
// API.
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

// made returns the endpoint in the dispatcher's type.
func (e Endpoint) made() webhook.Endpoint {
	return webhook.Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: e.Headers, Sensitive: e.Sensitive, Secret: webhook.Secret(e.Secret), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// publicEndpoint returns an endpoint of the dispatcher with its secret in clear.
func publicEndpoint(e webhook.Endpoint) Endpoint {
	return Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: e.Headers, Sensitive: e.Sensitive, Secret: e.Secret.Reveal(), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// checkEndpoint returns all problems of an endpoint of a Config.
func checkEndpoint(e Endpoint) (errs []error) {
	for _, p := range e.made().Problems() {
		errs = append(errs, fmt.Errorf("%s: %s", p.Field, p.Reason))
	}
	known := catalog.EventTypes()
	for _, eventType := range e.FilterTypes {
		if !slices.Contains(known, eventType) {
			errs = append(errs, fmt.Errorf("filter_types: there is no event type %q%s", eventType, near.Hint(eventType, known)))
		}
	}
	return errs
}

// endpoints returns the endpoints with which a team begins; none means its inbox.
func (c Config) endpoints() (made []webhook.Endpoint) {
	if c.Target != "" {
		made = append(made, webhook.Endpoint{URL: c.Target})
	}
	for _, e := range c.Endpoints {
		made = append(made, e.made())
	}
	return made
}

// Endpoints returns the endpoints of the team with their secrets, in the order in
// which they were added.
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

// Resend attempts a message of the team once more, with the same svix-id, at one
// endpoint, or at all its endpoints if endpointID is empty. It returns the number
// of attempts; when it returns, the Timeline has their results.
func (s *Simulator) Resend(ctx context.Context, svixID, endpointID string) (n int, err error) {
	t, err := s.teams.Own()
	if err != nil {
		return 0, err
	}
	return t.Resend(ctx, svixID, endpointID)
}

// Recover attempts once more all messages that have failed since a simulated
// time, and those sent while the endpoint was disabled, at one endpoint, or at
// all enabled ones if endpointID is empty. The zero time means the beginning. It
// returns the number of attempts.
func (s *Simulator) Recover(ctx context.Context, endpointID string, since time.Time) (n int, err error) {
	t, err := s.teams.Own()
	if err != nil {
		return 0, err
	}
	return t.Recover(ctx, endpointID, since)
}

// RotateSecret gives an endpoint of the team a new secret and returns it. An
// empty secret means a generated one. For 24 simulated hours, messages are signed
// with the old secret as well.
func (s *Simulator) RotateSecret(endpointID, secret string) (string, error) {
	t, err := s.teams.Own()
	if err != nil {
		return "", err
	}
	rotated, err := t.RotateSecret(endpointID, webhook.Secret(secret))
	return rotated.Reveal(), err
}

// CheckSecret reports why a signing secret is not one that all Svix libraries
// accept: whsec_ and the base64 of 24 to 64 bytes. The error names the likely
// mistake and does not show the secret.
func CheckSecret(secret string) error {
	_, err := webhook.ParseSecret(secret)
	return err
}

// ParseTargets parses endpoints from words. Each URL begins an endpoint; the
// event types that follow it are its filter, in which * matches any run of
// characters. An endpoint without event types gets all events.
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
			errs = append(errs, fmt.Errorf("%q: want a URL such as http://127.0.0.1:3000/webhooks, and event types only after a URL", word))
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

// typesLike returns the known event types that match a pattern.
func typesLike(pattern string, known []string) (types []string) {
	for _, eventType := range known {
		if glob.Match(pattern, eventType) {
			types = append(types, eventType)
		}
	}
	return types
}
