// Package provider describes Vital's providers: what each supplies, how far
// back its history reaches, how it is connected and where its data comes
// from. The facts are in fixtures/providers.yaml, which people can read and
// edit; vital.md 7.4, 7.5, 7.8 and 7.9 name their sources.
package provider

import (
	"fmt"
	"slices"
	"sync"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

// DefaultBackfillDays is the range of a first pull if none is documented:
// that of a phone, the shortest usual range.
const DefaultBackfillDays = 30

// A Profile holds what is known about one provider. Profiles are shared and
// read-only.
type Profile struct {
	Number      Number         `yaml:"number"` // permanent, from 1
	Slug        string         `yaml:"slug"`
	Name        string         `yaml:"name"`
	AuthType    string         `yaml:"auth_type"`     // oauth, team_oauth, password, email, sdk or ""
	Kind        Kind           `yaml:"kind"`          // how its data gets to Vital
	Days        int            `yaml:"backfill_days"` // 0 if undocumented; see BackfillDays
	Backfill    map[string]int `yaml:"backfill"`      // days of single resources; see BackfillDays
	History     History        `yaml:"history"`
	HistoryOnly []string       `yaml:"history_only"` // resources of a partial history; see Historical
	SourceTypes []string       `yaml:"source_types"` // the usual one first, never empty
	// AppIDs are the app ids in the sources of records, by source type (vital.md
	// 7.8); {device} is replaced by an id of the source.
	AppIDs       map[string]string `yaml:"app_ids"`
	Resources    []string          `yaml:"resources"`     // members of vital.ResourceEnum, some without events; see Supplies
	Logo         string            `yaml:"logo"`          // "" if unknown
	Demo         bool              `yaml:"demo"`          // offered as a demo by Vital's sandbox
	FloatingTime bool              `yaml:"floating_time"` // local wall time written as if UTC, offset null (vital.md 7.6)
	Offset       Offset            `yaml:"offset"`        // origin of the UTC offset of its data
	Device       *Device           `yaml:"device"`        // how it measures; nil if nothing can be generated
	Companion    *Device           `yaml:"companion"`     // a second device; nil for most
	Assumed      []string          `yaml:"assumed"`       // keys with values that no document confirms

	supplies map[vital.ResourceID]supply // those of Resources that have events
}

// A Number is the fixed number of a provider, which is part of the ids of its
// records. The zero value is no provider.
type Number uint16

// MaxNumber is the largest number that fits in ids.
const MaxNumber = 512

// Profile returns the provider of the number.
func (n Number) Profile() (*Profile, bool) {
	i := slices.IndexFunc(All(), func(p *Profile) bool { return p.Number == n })
	if i < 0 {
		return nil, false
	}
	return All()[i], true
}

// String returns the slug of the provider.
func (n Number) String() string {
	if p, ok := n.Profile(); ok {
		return p.Slug
	}
	return fmt.Sprintf("provider(%d)", uint16(n))
}

// MarshalText returns the slug of the provider.
func (n Number) MarshalText() ([]byte, error) {
	if p, ok := n.Profile(); ok {
		return []byte(p.Slug), nil
	}
	return nil, fmt.Errorf("there is no provider %d", uint16(n))
}

// UnmarshalText reads the slug of a provider.
func (n *Number) UnmarshalText(slug []byte) error {
	p, ok := Find(string(slug))
	if !ok {
		return fmt.Errorf("unknown provider %q%s", slug, near.Hint(string(slug), Slugs()))
	}
	*n = p.Number
	return nil
}

// UnmarshalYAML reads the number itself, from the table of providers.
func (n *Number) UnmarshalYAML(value *yaml.Node) error { return value.Decode((*uint16)(n)) }

// A Kind says how a provider's data gets to Vital.
type Kind string

// The kinds of providers.
const (
	Cloud Kind = "cloud" // fetched from the provider's servers, or pushed by them
	SDK   Kind = "sdk"   // pushed by a phone, never linked or deregistered for good
	BLE   Kind = "ble"   // read by a phone from a paired device
)

// A History says what a new connection brings of the time before it.
type History string

// The values of History (vital.md 6.3).
const (
	Pull    History = "pull"    // one pull per resource, announced when it is done
	Trickle History = "trickle" // announced at once, before there is data, which comes as daily events
	Partial History = "partial" // a pull of some resources only
	NoPull  History = "none"    // neither a pull nor an announcement
)

// An Offset says what a provider knows about the time zone in which data was
// measured (vital.md 7.6).
type Offset string

// The values of Offset.
const (
	KnownOffset    Offset = ""         // the time zone: each record and sample has its offset
	FallbackOffset Offset = "fallback" // records have the offset of the user's fallback_time_zone, if any; samples have null
	NoOffset       Offset = "none"     // nothing: offsets are null
)

// An ExternalID says what the external_user_id of a connection contains.
type ExternalID string

// The rules of external_user_id (vital.md 7.4).
const (
	ProviderID ExternalID = "provider id" // the provider's id of the user
	Username   ExternalID = "username"    // what the user logged in with
	Email      ExternalID = "email"       // what the user was invited with
	NoID       ExternalID = ""            // null
)

// All returns the providers in the order of Vital's enum.
func All() []*Profile { return load().list }

// Find returns the provider of a slug.
func Find(slug string) (*Profile, bool) {
	p, ok := load().bySlug[slug]
	return p, ok
}

// Slugs returns the slugs of all providers.
func Slugs() []string {
	slugs := make([]string, len(All()))
	for i, p := range All() {
		slugs[i] = p.Slug
	}
	return slugs
}

// ExternalID returns what the external_user_id of a connection contains.
func (p *Profile) ExternalID() ExternalID {
	switch p.AuthType {
	case "oauth", "team_oauth":
		return ProviderID
	case "password":
		return Username
	case "email":
		return Email
	}
	return NoID
}

// Wire returns the provider as events and users contain it.
func (p *Profile) Wire() vital.Provider {
	return vital.Provider{Name: p.Name, Slug: p.Slug, Logo: p.Logo}
}

// DeviceType returns the usual source type of its data, such as watch, ring
// or unknown.
func (p *Profile) DeviceType() string { return p.SourceTypes[0] }

// Source returns a source of the provider's data, with the deprecated fields
// that are still served. The empty type means the provider's usual one.
func (p *Profile) Source(typ string) vital.Source {
	if typ == "" {
		typ = p.DeviceType()
	}
	return vital.Source{Provider: p.Slug, Type: typ, Name: p.Name, Slug: p.Slug, Logo: p.Logo}
}

type catalog struct {
	list   []*Profile
	bySlug map[string]*Profile
}

var load = sync.OnceValue(func() catalog {
	text, err := fixtures.FS.ReadFile(file)
	if err != nil {
		panic(err) // the file is part of the binary
	}
	list, err := parse(text)
	if err != nil {
		panic(err)
	}
	c := catalog{list: list, bySlug: make(map[string]*Profile, len(list))}
	for _, p := range list {
		c.bySlug[p.Slug] = p
	}
	return c
})
