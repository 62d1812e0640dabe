package scenario

import (
	"context"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

// DeleteRecord is the action that deletes a record at its provider, as users do with
// an activity. Vital has no event for it.
type DeleteRecord struct {
	User     string
	Provider string // never "": if the file leaves it out, Parse finds it
	Resource vital.ResourceID
	Record   Record
}

func deleteRecordVerb() Verb {
	return Verb{
		About:   "delete a record or a sample at the provider; it disappears from the API without an event",
		Usage:   "delete_record: {user, [provider], resource, [record: latest|DATE|INSTANT]}",
		Example: "delete_record: {user: ada, resource: activity, record: latest}",
		decode:  decodeDeleteRecord,
	}
}

func decodeDeleteRecord(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	a := DeleteRecord{User: r.user("user", node.Required), Provider: r.provider("provider", node.Optional)}
	a.Resource = r.resource()
	a.Provider = r.holder(a.User, a.Provider, a.Resource)
	a.Record = r.record("record")
	r.Done()
	return a
}

func (a DeleteRecord) text() string {
	return strings.Join([]string{"delete_record", a.User, a.Provider, a.Resource.String(), a.Record.String()}, " ")
}

func (a DeleteRecord) do(ctx context.Context, p *player, _ Step) error {
	return p.team.DeleteRecord(ctx, a)
}
