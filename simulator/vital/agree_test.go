package vital_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const timeseriesPath = "/v2/timeseries/{user_id}/"

func TestTimeseriesAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	found := map[string]bool{"hypnogram": true} // which has no events
	for path := range s.Paths {
		name, ok := strings.CutPrefix(path, timeseriesPath)
		name, grouped := strings.CutSuffix(name, "/grouped")
		if !ok || !grouped || name == "hypnogram" {
			continue
		}
		r, ok := vital.ResourceAt(name, true)
		if !ok {
			t.Errorf("%s has no resource", path)
			continue
		}
		found[name] = true
		x := s.sample(t, path)
		_, ungrouped := s.Paths[timeseriesPath+name]
		unit, fixed := x.property(t, "unit").Const.(string)
		if !fixed {
			unit = r.Unit // any text will do
		}
		got := vital.Resource{
			Name: r.Name, Path: name, Kind: vital.Point, Envelope: "groups", Unit: unit, UnitFixed: fixed,
			Ungrouped: ungrouped, Typed: slices.Contains(x.Required, "type"),
			PointInSchema: r.PointInSchema,
		}
		keys := x.keys(t)
		if slices.Contains(x.Required, "start") && slices.Contains(x.Required, "end") || r.PointInSchema {
			got.Kind = vital.Interval
		}
		if r.PointInSchema && slices.Contains(keys, "start") {
			t.Errorf("%s: PointInSchema is no longer needed, the keys are %v", name, keys)
		}
		written := keysOf(t, vital.AppendSample(nil, &r, 0, 0, vital.Null[int]{}, 0))
		if r.PointInSchema {
			written = slices.DeleteFunc(written, func(k string) bool { return k == "start" || k == "end" })
		}
		got.Special = !slices.Equal(written, keys)
		if diff := cmp.Diff(got, r); diff != "" {
			t.Errorf("%s: the specification is -, the table +\n%s", name, diff)
		}
	}
	for path := range s.Paths {
		name, ok := strings.CutPrefix(path, timeseriesPath)
		if ok && !strings.Contains(name, "/") && !found[name] {
			t.Errorf("%s has no resource", path)
		}
	}
	for _, r := range vital.Resources {
		if r.Kind.Timeseries() && !found[r.Path] {
			t.Errorf("%s is not in the specification", r.Name)
		}
	}
}

func TestSummariesAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	found := map[string]bool{}
	for path, operation := range s.Paths {
		name, ok := strings.CutPrefix(path, "/v2/summary/")
		name, isList := strings.CutSuffix(name, "/{user_id}")
		if !ok || !isList {
			continue
		}
		r, ok := vital.ResourceAt(name, false)
		if !ok {
			t.Errorf("%s has no resource", path)
			continue
		}
		found[name] = true
		envelope := ""
		if keys := s.response(path).keys(t); len(keys) == 1 {
			envelope = keys[0]
		}
		if envelope != r.Envelope {
			t.Errorf("%s: envelope %q, want %q", r.Name, r.Envelope, envelope)
		}
		for _, p := range operation.Get.Parameters {
			if p.Name == "start_date" && (p.Schema.Format == "date") != r.PlainDates {
				t.Errorf("%s: PlainDates is %t", r.Name, r.PlainDates)
			}
		}
		if (r.Kind == vital.Single) != (r.Envelope == "") {
			t.Errorf("%s: kind %s with envelope %q", r.Name, r.Kind, r.Envelope)
		}
	}
	for _, r := range vital.Resources {
		if r.Kind.Summary() && !found[r.Path] {
			t.Errorf("%s is not in the specification", r.Name)
		}
	}
	stream, _ := vital.ResourceNamed("workout_stream")
	if _, ok := s.Paths["/v2/timeseries/"+stream.Path]; !ok {
		t.Errorf("%s is not in the specification", stream.Path)
	}
}

func TestEventTypesAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	want := map[string]bool{}
	for _, hook := range s.Webhooks {
		event, name := s.named(hook.Post.RequestBody.Content["application/json"].Schema)
		typ := event.property(t, "event_type")
		for _, word := range append(typ.Enum, typ.Const) {
			eventType, _ := word.(string)
			if strings.HasPrefix(eventType, "daily.") || strings.HasPrefix(eventType, "historical.") || strings.HasPrefix(eventType, "provider.") {
				want[eventType] = true
				if keys := event.keys(t); !slices.Equal(keys, keysOf(t, vital.Event{}.AppendJSON(nil))) {
					t.Errorf("%s has keys %v", name, keys)
				}
			}
		}
	}
	got := map[string]bool{}
	for _, eventType := range vital.EventTypes() {
		got[eventType] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the specification is -, the table +\n%s", diff)
	}
	enum := map[any]bool{}
	for _, word := range s.Components.Schemas["Resource"].Enum {
		enum[word] = true
	}
	for _, name := range vital.ResourceEnum() {
		if !enum[name] {
			t.Errorf("%s is not in the Resource enum", name)
		}
		delete(enum, name)
	}
	if diff := cmp.Diff(map[any]bool{}, enum); diff != "" {
		t.Errorf("the specification is -, the table +\n%s", diff)
	}
}

// Every type writes the keys of its schema in the schema's order, and what it
// writes is valid.
func TestTypesAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	eachType(t, func(t *testing.T, w wireType, r *rand.Rand) {
		if w.schema == "" {
			t.Skip("the specification has no schema of its own for it")
		}
		x, ok := s.Components.Schemas[w.schema]
		if !ok {
			t.Fatalf("the specification has no %s", w.schema)
		}
		if diff := cmp.Diff(x.keys(t), keysOf(t, w.random(r).AppendJSON(nil))); diff != "" {
			t.Errorf("the specification is -, AppendJSON +\n%s", diff)
		}
		for range 50 {
			v := w.random(r)
			switch x := v.(type) {
			case vital.HistoricalPull:
				x.IsFinal = true // earlier chunks say false, on purpose (DESIGN 7)
				v = x
			case vital.Workout:
				x.Sport.Valid = true // null instead of the schema's "", on purpose (trap 35)
				v = x
			case vital.WorkoutStreamShallow:
				x.Sport.Valid = true
				v = x
			}
			s.validate(t, w.schema, v.AppendJSON(nil))
		}
	})
}

func TestSamplesAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	events := map[string]string{}
	for hook, event := range s.Webhooks {
		if name, ok := strings.CutPrefix(hook, "daily.data."); ok {
			_, events[strings.TrimSuffix(name, ".*")] = s.named(event.Post.RequestBody.Content["application/json"].Schema)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(events)) {
		r, _ := vital.ResourceNamed(name)
		if !r.Kind.Timeseries() || r.Special {
			continue
		}
		one := sample(r, noon, 60, vital.Null[int]{}, vital.Whole(1))
		if r.Typed {
			one.Type = vital.Val(typeOf[name])
		}
		source := vital.Source{Provider: "fitbit"}
		e := vital.Event{
			EventType: vital.DailyEvent(name, true), ClientUserID: vital.ID{}.String(),
			Data: vital.SamplesPayload{Source: source, Samples: []vital.Sample{one}},
		}
		s.validate(t, events[name], e.AppendJSON(nil))
	}
}

// typeOf is a type some resources' samples may have.
var typeOf = map[string]string{
	"cholesterol": "hdl", "electrocardiogram_voltage": "lead_1", "ige": "baha_grass", "igg": "dairy",
	"heart_rate_alert": "irregular_rhythm", "sleep_breathing_disturbance": "elevated", "stand_hour": "stood",
}
