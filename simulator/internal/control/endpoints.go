package control

import (
	"cmp"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// An Endpoint is the JSON form of an endpoint, without its secret and the values of
// sensitive headers.
type Endpoint struct {
	ID          string            `json:"id"`
	URL         string            `json:"url"`
	Description string            `json:"description"`
	FilterTypes Types             `json:"filter_types" jsonschema:"the event types that it wants; null for all"`
	RateLimit   int               `json:"rate_limit" jsonschema:"attempts per simulated second; 0 for no limit"`
	Disabled    bool              `json:"disabled"`
	Headers     map[string]string `json:"headers" jsonschema:"sent in addition to Svix's own"`
	Sensitive   []string          `json:"sensitive" jsonschema:"names of headers whose values are not shown"`
	CreatedAt   time.Time         `json:"created_at" jsonschema:"simulated time"`
	UpdatedAt   time.Time         `json:"updated_at" jsonschema:"simulated time"`
}

// Types are event types; null means all.
type Types []string

func newEndpoint(e webhook.Endpoint) Endpoint {
	headers, sensitive := e.Masked()
	return Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: headers, Sensitive: append([]string{}, sensitive...), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// EndpointList is the endpoints of a team, and how full the message log is.
type EndpointList struct {
	Endpoints []Endpoint    `json:"endpoints"`
	Log       webhook.Stats `json:"log"`
}

func showEndpoints(c *call, _ nothing) (EndpointList, error) {
	list := EndpointList{[]Endpoint{}, c.team.Webhooks.Stats()}
	for _, e := range c.team.Webhooks.Endpoints() {
		list.Endpoints = append(list.Endpoints, newEndpoint(e))
	}
	return list, nil
}

type addition struct {
	Settings
	Secret string `json:"secret,omitempty" jsonschema:"signing secret, whsec_… (default: that of the team)"`
}

func addEndpoint(c *call, in addition) (Endpoint, error) {
	if !in.URL.Given {
		return Endpoint{}, refuse("url: missing; want one such as http://127.0.0.1:3000/webhooks")
	}
	e := webhook.Endpoint{Secret: cmp.Or(webhook.Secret(in.Secret), c.team.Secret())}
	if err := in.apply(&e, c.EventTypes); err != nil {
		return Endpoint{}, unprocessable(err)
	}
	added, err := c.team.AddEndpoint(e)
	if err != nil {
		return Endpoint{}, unprocessable(err)
	}
	return newEndpoint(added), nil
}

func changeEndpoint(c *call, in Settings) (Endpoint, error) {
	id := c.r.PathValue("id")
	e, err := c.team.Webhooks.Endpoint(id)
	if err != nil {
		return Endpoint{}, err
	}
	if err := in.apply(&e, c.EventTypes); err != nil {
		return Endpoint{}, unprocessable(err)
	}
	changed, err := c.team.ChangeEndpoint(id, func(e *webhook.Endpoint) { _ = in.apply(e, c.EventTypes) }) // which has succeeded above
	if err != nil {
		return Endpoint{}, unprocessable(err)
	}
	return newEndpoint(changed), nil
}

func removeEndpoint(c *call, _ nothing) (EndpointList, error) {
	if err := c.team.RemoveEndpoint(c.r.PathValue("id")); err != nil {
		return EndpointList{}, err
	}
	return showEndpoints(c, nothing{})
}

type rotation struct {
	Secret string `json:"secret,omitempty" jsonschema:"new secret, whsec_… (default: generated)"`
}

// Rotated is the new secret of an endpoint. No other answer shows it.
type Rotated struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
}

func rotateSecret(c *call, in rotation) (Rotated, error) {
	id := c.r.PathValue("id")
	secret, err := c.team.RotateSecret(id, webhook.Secret(in.Secret))
	if err != nil {
		return Rotated{}, unprocessable(err)
	}
	return Rotated{id, secret.Reveal()}, nil
}
