package team

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// firstEndpoints returns the endpoints with which the team begins; the caller holds the mutex
// of the teams.
func (t *Team) firstEndpoints() []webhook.Endpoint {
	c := t.teams.config
	all := slices.Clone(t.teams.endpoints)
	if len(all) == 0 {
		all = []webhook.Endpoint{{URL: c.URL() + t.inboxPath()}}
	}
	for i := range all {
		all[i].Secret, all[i].CreatedAt = cmp.Or(all[i].Secret, c.Secret), c.Start
	}
	return all
}

// Secret returns the simulator's secret, with which the team's first endpoints sign.
func (t *Team) Secret() webhook.Secret { return t.teams.config.Secret }

// AddEndpoint adds an endpoint, which gets what is sent from now on. Without a
// secret it is given one.
func (t *Team) AddEndpoint(e webhook.Endpoint) (webhook.Endpoint, error) {
	made, err := t.Webhooks.AddEndpoint(e, t.Now())
	if err == nil {
		t.trust(made.Secret)
	}
	return made, err
}

// ChangeEndpoint changes an endpoint by a function, which may be called again
// where somebody else changes it at the same time.
func (t *Team) ChangeEndpoint(id string, edit func(*webhook.Endpoint)) (webhook.Endpoint, error) {
	return t.Webhooks.ChangeEndpoint(id, t.Now(), edit)
}

// RemoveEndpoint removes an endpoint. What was pending for it has failed.
func (t *Team) RemoveEndpoint(id string) error { return t.Webhooks.RemoveEndpoint(id) }

// RotateSecret gives an endpoint another secret and returns it; "" is one that is
// made. The old one signs beside it for 24 simulated hours.
func (t *Team) RotateSecret(endpointID string, secret webhook.Secret) (webhook.Secret, error) {
	rotated, err := t.Webhooks.RotateSecret(endpointID, secret, t.Now())
	if err == nil {
		t.trust(rotated)
	}
	return rotated, err
}

// RotateSecrets gives every endpoint another secret.
func (t *Team) RotateSecrets(secret webhook.Secret) error {
	for _, e := range t.Webhooks.Endpoints() {
		if _, err := t.RotateSecret(e.ID, secret); err != nil {
			return err
		}
	}
	return nil
}

// Resend attempts a message again, with the same svix-id: at one endpoint, or where
// endpointID is empty at all that it was for. It returns the number of attempts
// when they were made.
func (t *Team) Resend(ctx context.Context, svixID, endpointID string) (n int, err error) {
	if n, err = t.Webhooks.Resend(svixID, endpointID, t.Now()); err != nil {
		return 0, err
	}
	return n, t.attempted(ctx)
}

// Recover attempts all messages again that have failed since a simulated time: at
// one endpoint, or where endpointID is empty at all that are enabled. It returns
// the number of attempts when they were made.
func (t *Team) Recover(ctx context.Context, endpointID string, since time.Time) (n int, err error) {
	if n, err = t.Webhooks.Recover(endpointID, since, t.Now()); err != nil {
		return 0, err
	}
	return n, t.attempted(ctx)
}

// trust lets the inbox verify with a secret of an endpoint: the endpoint may be
// the inbox.
func (t *Team) trust(secret webhook.Secret) {
	_ = t.Inbox.Trust(secret) // it has signed, so it verifies
}

// redirect gives the endpoint that is the inbox another URL.
func (t *Team) redirect(to string) {
	for _, e := range t.Webhooks.Endpoints() {
		if strings.HasSuffix(e.URL, t.inboxPath()) {
			_, _ = t.ChangeEndpoint(e.ID, func(e *webhook.Endpoint) { e.URL = to }) // it may have been removed meanwhile
		}
	}
}

// EvictedMessages returns how many accepted messages the log has evicted.
func (t *Team) EvictedMessages() (n int) {
	for tally, count := range t.Webhooks.Evicted() {
		if !tally.Unwanted {
			n += count
		}
	}
	return n
}
