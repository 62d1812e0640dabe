package vital

import (
	"encoding/json"
	"fmt"
)

// Availability says which resources a connection may read. On the wire it is
// an object with a key per resource; a slice keeps their order.
type Availability []ResourceAvailability

// ResourceAvailability says whether one resource may be read (vital.md 2.1).
// ScopeRequirements is null for providers without scopes (vital.md 7.4).
type ResourceAvailability struct {
	Resource          string            `json:"-"` // the key: a word of ResourceEnum
	Status            string            `json:"status"`
	ScopeRequirements Null[ScopeGrants] `json:"scope_requirements"`
}

// The words of ResourceAvailability.Status.
const (
	Available   = "available"
	Unavailable = "unavailable"
)

// ScopeGrants are the scopes a user granted and denied.
type ScopeGrants struct {
	UserGranted Scopes `json:"user_granted"`
	UserDenied  Scopes `json:"user_denied"`
}

// Scopes are scopes in the provider's own words, by their need.
type Scopes struct {
	Required []string `json:"required"`
	Optional []string `json:"optional"`
}

// AllAvailable returns the availability of resources that nothing restricts.
func AllAvailable(resources []string) Availability {
	list := make(Availability, len(resources))
	for i, name := range resources {
		list[i] = ResourceAvailability{Resource: name, Status: Available}
	}
	return list
}

// AppendJSON appends an object with a key per resource, in order.
func (a Availability) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, r := range a {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, r.Resource), ':')
		b = r.AppendJSON(b)
	}
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (a Availability) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }

// UnmarshalJSON reads the object and keeps the order of its keys.
func (a *Availability) UnmarshalJSON(b []byte) error {
	list := Availability{}
	err := decodeMembers(b, func(name string, d *json.Decoder) error {
		r := ResourceAvailability{Resource: name}
		err := d.Decode(&r)
		list = append(list, r)
		return err
	})
	if err != nil {
		return fmt.Errorf("decode resource_availability: %w", err)
	}
	*a = list
	return nil
}
