package simulator

import (
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// What follows is the endpoints of a team as the control API sees them.

// Endpoints are those of the team, without their secrets.
func (t controlledTeam) Endpoints() (out []control.Endpoint) {
	for _, e := range t.dispatcher.Endpoints() {
		out = append(out, shownEndpoint(e))
	}
	return out
}

func shownEndpoint(e webhook.Endpoint) control.Endpoint {
	headers, sensitive := e.Masked()
	return control.Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: headers, Sensitive: append([]string{}, sensitive...), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// Fill says how full the log is.
func (t controlledTeam) Fill() control.Fill { return t.dispatcher.Stats() }

// AddEndpoint adds an endpoint that signs with the secret, or the team's own.
func (t controlledTeam) AddEndpoint(s control.Settings, secret string) (control.Endpoint, error) {
	if secret == "" {
		secret = t.sim.config.Secret
	}
	e := webhook.Endpoint{Secret: webhook.Secret(secret)}
	if err := apply(s, &e); err != nil {
		return control.Endpoint{}, err
	}
	made, err := t.dispatcher.AddEndpoint(e, t.clock.Now())
	if err != nil {
		return control.Endpoint{}, err
	}
	t.trust(made.Secret)
	return shownEndpoint(made), nil
}

// ChangeEndpoint changes what the settings name.
func (t controlledTeam) ChangeEndpoint(id string, s control.Settings) (control.Endpoint, error) {
	e, err := t.dispatcher.Endpoint(id)
	if err != nil {
		return control.Endpoint{}, err
	}
	if err := apply(s, &e); err != nil {
		return control.Endpoint{}, err
	}
	changed, err := t.dispatcher.ChangeEndpoint(id, t.clock.Now(), func(e *webhook.Endpoint) { _ = apply(s, e) }) // which it can be
	return shownEndpoint(changed), err
}

// RemoveEndpoint removes an endpoint.
func (t controlledTeam) RemoveEndpoint(id string) error { return t.dispatcher.RemoveEndpoint(id) }

// RotateSecret gives an endpoint another secret and returns it.
func (t controlledTeam) RotateSecret(id, secret string) (string, error) {
	return t.rotateSecret(id, secret)
}

// apply changes what the settings name, and says all that is wrong with the
// endpoint that they make.
func apply(s control.Settings, e *webhook.Endpoint) error {
	var errs []error
	if s.URL.Given {
		e.URL = s.URL.Value
	}
	if s.Description.Given {
		e.Description = s.Description.Value
	}
	if s.FilterTypes.Given {
		types, err := expandTypes(s.FilterTypes.Value)
		if err != nil {
			errs = append(errs, err)
		}
		if e.FilterTypes = types; !s.FilterTypes.Null && types == nil {
			e.FilterTypes = []string{}
		}
	}
	if s.RateLimit.Given {
		if e.RateLimit = s.RateLimit.Value; e.RateLimit == 0 && !s.RateLimit.Null {
			e.RateLimit = -1 // a limit of none would be an endpoint that is disabled
		}
	}
	if s.Disabled.Given {
		e.Disabled = s.Disabled.Value
	}
	if s.Headers.Given {
		e.Headers = s.Headers.Value
	}
	if s.Sensitive.Given {
		e.Sensitive = s.Sensitive.Value
	}
	if len(errs) == 0 {
		for _, p := range e.Problems() {
			errs = append(errs, fmt.Errorf("%s: %s", p.Field, p.Reason))
		}
	}
	return errors.Join(errs...)
}

// expandTypes are the event types that words name, with * for any run of
// letters.
func expandTypes(words []string) (types []string, err error) {
	known := catalog.EventTypes()
	var errs []error
	for _, word := range words {
		matched := typesLike(word, known)
		if matched == nil {
			errs = append(errs, fmt.Errorf("filter_types: there is no event type %.60q%s", word, near.Hint(word, known)))
		}
		for _, eventType := range matched {
			if !slices.Contains(types, eventType) {
				types = append(types, eventType)
			}
		}
	}
	return types, errors.Join(errs...)
}

// typesLike are the known event types that a pattern matches.
func typesLike(pattern string, known []string) (types []string) {
	for _, eventType := range known {
		if ok, err := path.Match(pattern, eventType); ok && err == nil {
			types = append(types, eventType)
		}
	}
	return types
}
