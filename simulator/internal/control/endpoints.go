package control

import (
	"encoding/json"
	"time"
)

// Endpoints is where the webhooks of a team go.
type Endpoints interface {
	Endpoints() []Endpoint
	// Fill says how full the log is; it is encoded as it is.
	Fill() Fill
	// AddEndpoint signs with the secret; "" is the one of the team.
	AddEndpoint(s Settings, secret string) (Endpoint, error)
	ChangeEndpoint(id string, s Settings) (Endpoint, error)
	RemoveEndpoint(id string) error
	// RotateSecret gives an endpoint another secret, and returns it; "" is one
	// that is made.
	RotateSecret(id, secret string) (string, error)
}

// An Endpoint is where webhooks go. Its secret and the values of sensitive
// headers are not shown.
type Endpoint struct {
	ID          string            `json:"id"`
	URL         string            `json:"url"`
	Description string            `json:"description"`
	FilterTypes Types             `json:"filter_types" jsonschema:"the event types that it wants; null for all"`
	RateLimit   int               `json:"rate_limit" jsonschema:"attempts in a simulated second; 0 for as many as there are"`
	Disabled    bool              `json:"disabled"`
	Headers     map[string]string `json:"headers" jsonschema:"sent beside Svix's own"`
	Sensitive   []string          `json:"sensitive" jsonschema:"names of headers whose values are not shown"`
	CreatedAt   time.Time         `json:"created_at" jsonschema:"simulated time"`
	UpdatedAt   time.Time         `json:"updated_at" jsonschema:"simulated time"`
}

// Types are event types; null means all.
type Types []string

// Fill says how full a log is.
type Fill any

// A Settings is what can be said of an endpoint. What is not given stays as it
// is, or as it usually is; what is null is taken back.
type Settings struct {
	URL         Setting[string]            `json:"url,omitzero" jsonschema:"where webhooks are posted to"`
	Description Setting[string]            `json:"description,omitzero"`
	FilterTypes Setting[[]string]          `json:"filter_types,omitzero" jsonschema:"event types, with * for any run of letters; null for all"`
	RateLimit   Setting[int]               `json:"rate_limit,omitzero" jsonschema:"attempts in a simulated second; null for as many as there are"`
	Disabled    Setting[bool]              `json:"disabled,omitzero"`
	Headers     Setting[map[string]string] `json:"headers,omitzero" jsonschema:"sent beside Svix's own"`
	Sensitive   Setting[[]string]          `json:"sensitive,omitzero" jsonschema:"names of headers whose values are not shown"`
}

// A Setting is a value that may be given, or given as null.
type Setting[T any] struct {
	Given, Null bool
	Value       T
}

// UnmarshalJSON reads a value that is given.
func (s *Setting[T]) UnmarshalJSON(b []byte) error {
	*s = Setting[T]{Given: true, Null: string(b) == "null"}
	return json.Unmarshal(b, &s.Value)
}

// EndpointList is the endpoints there are, and how full the log of what went
// there is.
type EndpointList struct {
	Endpoints []Endpoint `json:"endpoints"`
	Log       Fill       `json:"log"`
}

func showEndpoints(c *call, _ nothing) (EndpointList, error) {
	return EndpointList{append([]Endpoint{}, c.team.Endpoints()...), c.team.Fill()}, nil
}

type newEndpoint struct {
	Settings
	Secret string `json:"secret,omitempty" jsonschema:"whsec_… that signs; the team's own where it is left out"`
}

func addEndpoint(c *call, in newEndpoint) (Endpoint, error) {
	if !in.URL.Given {
		return Endpoint{}, refuse("url: missing; want one such as http://127.0.0.1:3000/webhooks")
	}
	e, err := c.team.AddEndpoint(in.Settings, in.Secret)
	if err != nil {
		return Endpoint{}, c.unprocessable(err)
	}
	return e, nil
}

func changeEndpoint(c *call, in Settings) (Endpoint, error) {
	e, err := c.team.ChangeEndpoint(c.r.PathValue("id"), in)
	if err != nil {
		return Endpoint{}, c.unprocessable(err)
	}
	return e, nil
}

func removeEndpoint(c *call, _ nothing) (EndpointList, error) {
	if err := c.team.RemoveEndpoint(c.r.PathValue("id")); err != nil {
		return EndpointList{}, err
	}
	return showEndpoints(c, nothing{})
}

type rotation struct {
	Secret string `json:"secret,omitempty" jsonschema:"whsec_…; one is made where it is left out"`
}

// A Rotated is the new secret of an endpoint: this answer alone shows it.
type Rotated struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
}

func rotateSecret(c *call, in rotation) (Rotated, error) {
	id := c.r.PathValue("id")
	secret, err := c.team.RotateSecret(id, in.Secret)
	if err != nil {
		return Rotated{}, c.unprocessable(err)
	}
	return Rotated{id, secret}, nil
}
