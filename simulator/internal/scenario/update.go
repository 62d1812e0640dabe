package scenario

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

// Update is the action that changes a record at its provider, as when a user
// corrects a value. Vital announces it at the next sync.
type Update struct {
	User     string
	Provider string // never "": if the file leaves it out, Parse finds it
	Resource vital.ResourceID
	Record   Record
	Set      map[string]any // nil, bool, int, float64, string, []any or map[string]any by field
}

// A Record selects a record of a resource. The zero value selects the latest
// one.
type Record struct {
	By   RecordBy
	Date vital.Date // for ByDate: the record's calendar date
	At   time.Time  // for ByInstant: the sample's timestamp, in UTC
}

// RecordBy is the way in which a Record is selected.
type RecordBy int

// The values of RecordBy.
const (
	ByLatest RecordBy = iota
	ByDate
	ByInstant
)

// String formats the record as in a scenario.
func (r Record) String() string {
	switch r.By {
	case ByDate:
		return r.Date.String()
	case ByInstant:
		return r.At.Format(time.RFC3339Nano)
	default:
		return "latest"
	}
}

func updateVerb() Verb {
	return Verb{
		About:   "change a record at the provider, as when a user corrects a value",
		Usage:   "update: {user, [provider], resource, [record: latest|DATE|INSTANT], set: {FIELD: VALUE}}",
		Example: "update: {user: ada, resource: sleep, record: latest, set: {efficiency: 93}}",
		decode:  decodeUpdate,
	}
}

func decodeUpdate(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	u := Update{User: r.user("user", node.Required), Provider: r.provider("provider", node.Optional)}
	u.Resource = r.resource()
	u.Provider = r.holder(u.User, u.Provider, u.Resource)
	u.Record = r.record("record")
	u.Set = r.set("set", u.Resource)
	r.Done()
	return u
}

// resource reads the resource of a record; 0 where it is wrong.
func (r *reader) resource() vital.ResourceID {
	row, _ := vital.ResourceNamed(r.oneOf("resource", "resource", r.p.catalog.KnownResources, node.Required))
	return row.ID
}

// holder returns the connected provider that has the records of a step, and reports
// what is wrong with the given one.
func (r *reader) holder(user, provider string, resource vital.ResourceID) string {
	if resource == 0 || provider == "" && r.Has("provider") {
		return provider
	}
	if provider != "" && !r.p.supplied(r.At("resource"), provider, resource.String(), r.p.supplies(user, provider)) {
		return provider
	}
	if !r.linked(user, provider) {
		return provider
	}
	holders := r.p.holders(user, resource.String())
	switch {
	case provider != "":
		if !slices.Contains(holders, provider) {
			r.Sayf("resource", "%s is connected to %s without %s; add it to the resources of the connect", user, provider, resource)
		}
	case len(holders) == 1:
		return holders[0]
	case len(holders) == 0:
		r.Sayf("resource", "nothing that %s is connected to (%s) has %s", user, node.And(r.p.state.connected(user)), resource)
	default:
		r.Sayf("resource", "%s has %s from %s; say which, as in provider: %s", user, resource, node.And(holders), holders[0])
	}
	return provider
}

func (r *reader) record(key string) Record {
	text := r.Text(key, node.Optional)
	if text == "" || text == "latest" {
		return Record{}
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return Record{By: ByInstant, At: t.UTC()}
	}
	d, err := vital.ParseDate(text)
	if err != nil {
		r.Errorf(key, "want latest, a date such as 2026-01-04 or an instant such as 2026-01-04T06:30:00Z, have %s", node.Quote(text))
	}
	return Record{By: ByDate, Date: d}
}

// set reads the new values of fields and checks each against the catalog.
func (r *reader) set(key string, resource vital.ResourceID) map[string]any {
	n := r.Value(key, node.Required)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		what := node.Have(n)
		if n.Kind == yaml.MappingNode {
			what = "an empty one"
		}
		r.Errorf(key, "want a mapping of fields to their new values, such as {efficiency: 93}, have %s", what)
		return nil
	}
	fields := r.p.mapping(n, key, "")
	set := map[string]any{}
	for name, e := range fields.All() {
		v, err := node.Plain(e.Value)
		if err == nil && resource != 0 {
			err = r.p.catalog.checkField(resource, name, v)
		}
		if err != nil {
			r.p.errorf(e.Key, "%s.%s: %s", key, node.Short(name), err)
		}
		set[name] = v
	}
	return set
}

func (u Update) text() string {
	words := []string{"update", u.User, u.Provider, u.Resource.String(), u.Record.String() + ":"}
	for _, field := range slices.Sorted(maps.Keys(u.Set)) {
		value, err := json.Marshal(u.Set[field])
		if err != nil { // impossible for what plain returns
			value = []byte(err.Error())
		}
		words = append(words, node.Short(field)+"="+string(value))
	}
	return strings.Join(words, " ")
}

func (u Update) do(ctx context.Context, p *player, _ Step) error { return p.team.Update(ctx, u) }
