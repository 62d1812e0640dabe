package control

import (
	"net/http"
	"time"
)

// endpoints is GET /_sim/v1/endpoints: where webhooks go, and how full the log
// of what went there is.
func (a *api) endpoints(t Team, _ *http.Request) (any, error) {
	return map[string]any{"endpoints": append([]Endpoint{}, t.Endpoints()...), "log": t.Fill()}, nil
}

// resend is POST /_sim/v1/messages/{svix_id}/resend {"endpoint_id"}: one more
// attempt with the same svix-id, at one endpoint or at all that it was for.
func (a *api) resend(t Team, r *http.Request) (any, error) {
	var body struct {
		EndpointID string `json:"endpoint_id"`
	}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	n, err := t.Resend(r.Context(), r.PathValue("svix_id"), body.EndpointID)
	if err != nil {
		return nil, err
	}
	return map[string]any{"attempts": n}, nil
}

// recover is POST /_sim/v1/recover {"endpoint_id", "since"}: one more attempt
// at all that failed since a simulated time, the beginning unless given.
func (a *api) recover(t Team, r *http.Request) (any, error) {
	var body struct {
		EndpointID string `json:"endpoint_id"`
		Since      string `json:"since"`
	}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	var since time.Time
	if body.Since != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, body.Since); err != nil {
			return nil, refuse("since %q: want a time such as 2026-01-05T08:00:00Z", body.Since)
		}
	}
	n, err := t.Recover(r.Context(), body.EndpointID, since)
	if err != nil {
		return nil, err
	}
	return map[string]any{"attempts": n}, nil
}
