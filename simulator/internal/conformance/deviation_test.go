package conformance_test

import (
	"slices"
	"strings"
	"testing"
)

// A deviation is something that the simulator sends intentionally although the
// vendor's document forbids it.
type deviation struct {
	where string // a pointer into the document; * is any run within a segment
	what  string
	why   string
	// patch changes the schema to allow it, and reports whether it changed
	// anything.
	patch func(doc, schema *node) bool
}

// deviations lists all deviations. TestEveryDeviationIsNeeded fails if no
// document needs an entry.
var deviations = []deviation{
	{
		where: "/components/schemas/HistoricalPullCompleted/properties/is_final",
		what:  "is_final may be false, where the schema has the constant true",
		why: "the documented form of a historical pull has several chunks, of which only the last is final; " +
			"the schema knows today's form, one event per resource (choices.md 1.1, vital.md 9.14)",
		patch: func(_, schema *node) bool { return dropped(schema, "const") },
	},
	{
		where: "/components/schemas/ClientFacing*/properties/client_user_id",
		what:  "client_user_id of events is any string, where the schemas have format uuid",
		why:   "it is the application's own id: the REST schemas and the docs have a free string (vital.md 9.12)",
		patch: func(_, schema *node) bool { return dropped(schema, "format") },
	},
	{
		where: "/components/schemas/ClientFacing*Changed/properties/data",
		what:  "the data of timeseries events has a third key, user_id, which the schemas lack",
		why:   "the docs show it, and consumers written by the docs read it (vital.md 6.2, 9.13)",
		patch: addUserID,
	},
	{
		where: "/components/schemas/ClientFacing*Timeseries",
		what:  "samples of calories_basal, floors_climbed and water have a start and an end, which the schemas lack",
		why:   "the docs and the document's own examples show them; the clients pass over keys that they do not know (vital.md 9.7)",
		patch: addSpan,
	},
}

func dropped(schema *node, key string) bool {
	if schema.get(key) == nil {
		return false
	}
	schema.remove(key)
	return true
}

// addUserID adds user_id to a group of samples for events only. Responses of the
// API share the schema and must not have it.
func addUserID(doc, data *node) bool {
	group := resolve(doc, data)
	if p := group.get("properties"); p == nil || !slices.Equal(slices.Sorted(slices.Values(p.keys)), []string{"data", "source"}) {
		return false
	}
	group = group.clone()
	group.get("properties").set("user_id", literal(`{"type":"string","format":"uuid"}`))
	*data = *group
	return true
}

// addSpan adds start and end to the schemas that have them in their examples but
// not in their properties.
func addSpan(_, schema *node) bool {
	properties, example := schema.get("properties"), schema.get("example")
	if properties == nil || example.get("start") == nil || properties.get("start") != nil {
		return false
	}
	for _, key := range []string{"start", "end"} {
		properties.set(key, literal(`{"type":"string","format":"date-time"}`))
	}
	return true
}

// TestEveryDeviationIsNeeded removes the entries one by one. Without an entry,
// some document of the corpus must be invalid.
func TestEveryDeviationIsNeeded(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: validates the corpus once per deviation")
	}
	needVendor(t)
	docs := loadCorpus(t)
	for i, d := range deviations {
		t.Run(strings.ReplaceAll(d.where, "/", " "), func(t *testing.T) {
			t.Parallel()
			if d.what == "" || len(d.why) < 40 {
				t.Errorf("entry does not explain what differs and why")
			}
			without, err := specWith(slices.Delete(slices.Clone(deviations), i, i+1))
			if err != nil {
				t.Fatal(err)
			}
			for _, doc := range docs {
				if without.validate(doc.schema, doc.tree.plain()) != nil {
					return
				}
			}
			t.Errorf("all %d documents are valid without this entry, remove it: %s", len(docs), d.what)
		})
	}
}
