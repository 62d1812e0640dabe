package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// Settings are those of an endpoint that a request adds or changes. A setting that
// is not given stays as it is; null resets it to its default.
type Settings struct {
	URL         Setting[string]            `json:"url,omitzero" jsonschema:"where webhooks are posted to"`
	Description Setting[string]            `json:"description,omitzero"`
	FilterTypes Setting[[]string]          `json:"filter_types,omitzero" jsonschema:"event types, with * for any run of letters; null for all"`
	RateLimit   Setting[int]               `json:"rate_limit,omitzero" jsonschema:"attempts per simulated second; null for no limit"`
	Disabled    Setting[bool]              `json:"disabled,omitzero"`
	Headers     Setting[map[string]string] `json:"headers,omitzero" jsonschema:"sent in addition to Svix's own"`
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

// apply changes an endpoint. The error has everything that is wrong with the result;
// known are the event types that exist.
func (s Settings) apply(e *webhook.Endpoint, known []string) error {
	var errs []error
	if s.URL.Given {
		e.URL = s.URL.Value
	}
	if s.Description.Given {
		e.Description = s.Description.Value
	}
	if s.FilterTypes.Given {
		types, err := expandTypes(s.FilterTypes.Value, known)
		if err != nil {
			errs = append(errs, err)
		}
		if e.FilterTypes = types; !s.FilterTypes.Null && types == nil {
			e.FilterTypes = []string{}
		}
	}
	if s.RateLimit.Given {
		if e.RateLimit = s.RateLimit.Value; e.RateLimit == 0 && !s.RateLimit.Null {
			e.RateLimit = -1 // invalid: an endpoint without attempts is a disabled one
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

// expandTypes returns the event types that patterns match, each once. In a pattern,
// * matches any run of letters.
func expandTypes(patterns, known []string) (types []string, err error) {
	var errs []error
	for _, pattern := range patterns {
		matched := false
		for _, eventType := range known {
			if !glob.Match(pattern, eventType) {
				continue
			}
			matched = true
			if !slices.Contains(types, eventType) {
				types = append(types, eventType)
			}
		}
		if !matched {
			errs = append(errs, fmt.Errorf("filter_types: there is no event type %.60q%s", pattern, near.Hint(pattern, known)))
		}
	}
	return types, errors.Join(errs...)
}
