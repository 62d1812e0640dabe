package vital_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
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
			ID: r.ID, Name: r.Name, Path: name, Kind: vital.Point, Envelope: "groups", Unit: unit, UnitFixed: fixed,
			Ungrouped: ungrouped, Typed: slices.Contains(x.Required, "type"),
			PointInSchema: r.PointInSchema, Shape: r.Shape, Fine: r.Fine,
		}
		keys := x.keys(t)
		if slices.Contains(x.Required, "start") && slices.Contains(x.Required, "end") || r.PointInSchema {
			got.Kind = vital.Interval
		}
		if r.PointInSchema && slices.Contains(keys, "start") {
			t.Errorf("%s: PointInSchema is no longer needed, the keys are %v", name, keys)
		}
		encoder := wire.NewSampleEncoder(&r)
		written := keysOf(t, encoder.Append(nil, 0, 0, vital.Null[int]{}, 0))
		if r.PointInSchema {
			written = slices.DeleteFunc(written, func(k string) bool { return k == "start" || k == "end" })
		}
		if !slices.Equal(written, keys) {
			t.Errorf("%s: its shape has the keys %v, the specification %v", name, written, keys)
		}
		var types []string
		for _, word := range x.property(t, "type").words() {
			types = append(types, word.(string))
		}
		if !slices.Equal(types, wire.SampleTypes(r.Name)) {
			t.Errorf("%s: types %v, the specification has %v", name, wire.SampleTypes(r.Name), types)
		}
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
			if eventType == "" || strings.HasPrefix(eventType, "labtest.match_review.") { // about no user
				continue
			}
			want[eventType] = true
			if keys := event.keys(t); !slices.Equal(keys, keysOf(t, vital.Event{}.AppendJSON(nil))) {
				t.Errorf("%s has keys %v", name, keys)
			}
		}
	}
	got := map[string]bool{}
	for _, eventType := range slices.Concat(vital.EventTypes(), vital.OtherEventTypes()) {
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
				x.IsFinal = true // earlier chunks say false, on purpose (choices.md 1.1)
				v = x
			case vital.Workout:
				x.Sport.Valid = true // null instead of the schema's "", on purpose (vital.md 9.35)
				v = x
			case vital.InsulinInjection:
				x.Type = vital.Val("rapid_acting")
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
		if !r.Kind.Timeseries() {
			continue
		}
		var types []vital.Null[string]
		for _, word := range wire.SampleTypes(name) {
			types = append(types, vital.Val(word))
		}
		switch {
		case types == nil && r.Typed:
			types = []vital.Null[string]{vital.Val("any")}
		case types == nil || name == "sleep_breathing_disturbance":
			types = append(types, vital.Null[string]{})
		}
		for _, typ := range types {
			if err := wire.CheckType(name, typ); err != nil && r.Typed {
				t.Errorf("%s: type %v: %v", name, typ, err)
			}
			data := payloadOf(r, sample(r, noon, 60, vital.Null[int]{}, 100), &wire.Detail{Type: typ})
			e := vital.Event{EventType: vital.DailyEvent(name, true), ClientUserID: vital.ID{}.String(), Data: data}
			body := e.AppendJSON(nil)
			s.validate(t, events[name], body)
			var got vital.Event
			if err := json.Unmarshal(body, &got); err != nil || string(got.AppendJSON(nil)) != string(body) {
				t.Errorf("%s (%v) is read as %+v", body, err, got)
			}
		}
		if r.Typed && name != "sleep_breathing_disturbance" && wire.CheckType(name, vital.Null[string]{}) == nil {
			t.Errorf("%s: a type of null passes", name)
		}
	}
}

// payloadOf is the data of an event with one sample of a resource.
func payloadOf(r vital.Resource, s vital.Sample, d *wire.Detail) vital.Payload {
	source := vital.Source{Provider: "fitbit"}
	switch v := d.Sample(r, s, source).(type) {
	case *vital.BloodPressure:
		return vital.SamplesOf[vital.BloodPressure]{Source: source, Samples: []vital.BloodPressure{*v}}
	case *vital.BodyTemperature:
		return vital.SamplesOf[vital.BodyTemperature]{Source: source, Samples: []vital.BodyTemperature{*v}}
	case *vital.InsulinInjection:
		return vital.SamplesOf[vital.InsulinInjection]{Source: source, Samples: []vital.InsulinInjection{*v}}
	case *vital.Note:
		return vital.SamplesOf[vital.Note]{Source: source, Samples: []vital.Note{*v}}
	case *vital.WorkoutDuration:
		return vital.SamplesOf[vital.WorkoutDuration]{Source: source, Samples: []vital.WorkoutDuration{*v}}
	case *vital.Sample:
		return vital.SamplesPayload{Source: source, Samples: []vital.Sample{*v}}
	}
	panic("a sample of no shape")
}
