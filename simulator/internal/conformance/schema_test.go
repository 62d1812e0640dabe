package conformance_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestEverythingSentIsValid validates every event and response of the corpus by
// the vendor's closed schemas.
func TestEverythingSentIsValid(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: builds the corpus")
	}
	s := agreedSpec(t)
	bySchema := map[string][]document{}
	for _, doc := range loadCorpus(t) {
		bySchema[doc.schema] = append(bySchema[doc.schema], doc)
	}
	for schema, docs := range bySchema {
		t.Run(short(schema), func(t *testing.T) {
			t.Parallel()
			wrong := 0
			for _, doc := range docs {
				err := s.validate(doc.schema, doc.tree.plain())
				if err == nil {
					continue
				}
				if wrong++; wrong <= 3 {
					t.Errorf("%s: %v\n%s", doc.name, err, cut(doc.body))
				}
			}
			if wrong > 3 {
				t.Errorf("and %d more of %d documents", wrong-3, len(docs))
			}
		})
	}
}

// TestCorpusIsComplete fails if the corpus lacks something that the simulator
// can send, so that a new resource cannot remain unchecked.
func TestCorpusIsComplete(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: builds the corpus")
	}
	needVendor(t)
	var have []string
	for _, doc := range loadCorpus(t) {
		have = append(have, doc.kind)
	}
	slices.Sort(have)
	have = slices.Compact(have)
	// No scenario of the corpus breaks a connection or replaces a device.
	never := []string{vital.EventConnectionError, vital.EventDeviceUpdated}
	var want []string
	for _, eventType := range vital.EventTypes() {
		want = append(want, "example "+eventType)
		if catalog.SimulatesEvent(eventType) || !slices.Contains(never, eventType) {
			want = append(want, eventType)
		}
	}
	for _, r := range append(slices.Clone(vital.Resources), vital.Hypnogram) {
		if r.Kind.Summary() {
			want = append(want, "GET "+summaryTemplate(r)+" 200")
		}
		if r.Kind.Timeseries() {
			want = append(want, "GET "+groupedTemplate(r)+" 200")
		}
		if r.Ungrouped {
			want = append(want, "GET "+ungroupedTemplate(r)+" 200")
		}
	}
	for _, resource := range wire.RawResources() {
		want = append(want, "GET /v2/summary/"+resource+"/{user_id}/raw 200")
	}
	for _, typ := range []string{"hdl", "ldl", "total", "triglycerides"} {
		want = append(want, "GET /v2/timeseries/{user_id}/cholesterol/"+typ+" 200")
	}
	for _, stream := range []string{"workouts/{workout_id}", "sleep/{sleep_id}"} {
		want = append(want, "GET /v2/timeseries/"+stream+"/stream 200")
	}
	for _, kind := range want {
		if _, ok := slices.BinarySearch(have, kind); !ok {
			t.Errorf("the corpus has no %s; add a step to the scenarios, or a correction to edits", kind)
		}
	}
}

// short returns the name of a test for a schema's pointer: GET-v2.user.{user_id}-200.
func short(schema string) string {
	parts := segments(schema)
	switch parts[0] {
	case "paths": // path, method, responses, status
		return strings.ToUpper(parts[2]) + "-" + strings.ReplaceAll(parts[1][1:], "/", ".") + "-" + parts[4]
	case "webhooks":
		return parts[1]
	}
	return parts[len(parts)-1]
}

// cut returns the beginning of a body, for messages.
func cut(body []byte) string {
	const most = 600
	if len(body) > most {
		return string(body[:most]) + "…"
	}
	return string(body)
}
