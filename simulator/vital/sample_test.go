package vital_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// sample is what the fast encoder is expected to write of a value.
func sample(r vital.Resource, unix int64, duration int32, offset vital.Null[int], value vital.Decimal) vital.Sample {
	at := time.Unix(unix, 0).UTC()
	s := vital.Sample{TimezoneOffset: offset, Unit: r.Unit, Timestamp: at, Value: r.Value(value)}
	if r.Kind == vital.Interval {
		s.Start, s.End = at, at.Add(time.Duration(duration)*time.Second)
	}
	return s
}

// The encoder writes what the types of samples write, whatever changes from one
// sample to the next.
func TestEncodersAgree(t *testing.T) {
	t.Parallel()
	rnd := source(1)
	for _, r := range vital.Resources {
		if !r.Kind.Timeseries() {
			continue
		}
		from := random[vital.Source](rnd)
		enc := wire.NewSampleEncoder(&r)
		enc.Source = &from
		unix := rnd.Int64N(4e9) - 1e9
		offset := vital.Null[int]{}
		for i := range 200 {
			unix += rnd.Int64N(20000) - 3000
			duration := int32(rnd.IntN(3 * 86400))
			if i%7 == 0 { // up to midnight
				duration = int32(86400 - (unix%86400+86400)%86400)
			}
			value := vital.Decimal(rnd.Int64N(100000) - 1000)
			switch i % 40 {
			case 10:
				offset = vital.Val(3600)
			case 20:
				offset = vital.Val(-18000)
			case 30:
				offset = vital.Null[int]{}
				enc.Detail = detail(rnd)
			case 33:
				enc.Micro = rnd.Int32N(1e6)
			case 36:
				enc.Detail = detail(rnd)
			case 38:
				enc.Micro = 0
			case 39:
				enc.Detail = nil
			}
			plain := sample(r, unix, duration, offset, value)
			for _, at := range []*time.Time{&plain.Timestamp, &plain.Start, &plain.End} {
				if !at.IsZero() {
					*at = at.Add(time.Duration(enc.Micro) * time.Microsecond)
				}
			}
			want := enc.Detail.Sample(r, plain, from)
			text := want.(appender).AppendJSON(nil)
			if got := enc.Append(nil, unix, duration, offset, value); string(got) != string(text) {
				t.Fatalf("SampleEncoder\n%s, want\n%s", got, text)
			}
			// And back.
			read := r.New()
			if err := json.Unmarshal(text, read); err != nil || string(read.(appender).AppendJSON(nil)) != string(text) {
				t.Fatalf("%s is read as %+v, %v", text, read, err)
			}
			if again := wire.DetailOf(read).Sample(r, plain, from).(appender).AppendJSON(nil); string(again) != string(text) {
				t.Fatalf("the detail of %s makes %s", text, again)
			}
		}
	}
}

// detail is a random one, of which every shape takes its own.
func detail(rnd *rand.Rand) *wire.Detail {
	d := random[wire.Detail](rnd)
	return &d
}

func TestSampleJSON(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 23, 59, 30, 999, time.FixedZone("", 3600)).Unix()
	device := vital.ID{15: 7}
	scale := vital.Source{Provider: "withings", Type: "cuff", DeviceID: vital.Val(device)}
	const head = `{"id":null,"timezone_offset":3600,"type":`
	const span = `"timestamp":"2026-01-05T22:59:30+00:00","start":"2026-01-05T22:59:30+00:00","end":"2026-01-05T23:00:30+00:00",`
	for _, tt := range []struct {
		resource string
		micro    int32
		value    vital.Decimal
		detail   *wire.Detail
		want     string
	}{
		{"heartrate", 0, 6150, nil, head + `null,"unit":"bpm","timestamp":"2026-01-05T22:59:30+00:00","value":61.5}`},
		{"steps", 0, 6150, nil, head + `null,"unit":"count",` + span + `"value":61.5}`},
		{"caffeine", 0, 95_000, nil, head + `null,"unit":"g",` + span + `"value":0.095}`},
		{"stand_hour", 0, 100, &wire.Detail{Type: vital.Val("stood")}, head + `"stood","unit":"count",` + span + `"value":1}`},
		{"electrocardiogram_voltage", 1953, -17_354, &wire.Detail{Type: vital.Val("lead_1")},
			head + `"lead_1","unit":"mV","timestamp":"2026-01-05T22:59:30.001953+00:00","value":-0.017354}`},
		{"blood_pressure", 0, 0, &wire.Detail{Systolic: 12_150, Diastolic: 8000},
			head + `null,"unit":"mmHg","grouping":["cuff",null,null,"00000000-0000-0000-0000-000000000007"],` +
				`"timestamp":"2026-01-05T22:59:30+00:00","systolic":121.5,"diastolic":80}`},
		{"body_temperature_delta", 0, -12, &wire.Detail{SensorLocation: vital.Val[vital.SensorLocation]("wrist")},
			head + `null,"unit":"°C",` + span + `"value":-0.12,"sensor_location":"wrist"}`},
		{"body_temperature", 0, 3670, nil, head + `null,"unit":"°C",` + span + `"value":36.7,"sensor_location":null}`},
		{"insulin_injection", 0, 4_025_000,
			&wire.Detail{Type: vital.Val("rapid_acting"), DeliveryMode: vital.Val[vital.DeliveryMode]("bolus"), BolusPurpose: vital.Val[vital.BolusPurpose]("meal")},
			head + `"rapid_acting","unit":"unit",` + span + `"value":4.025,"delivery_mode":"bolus","delivery_form":null,"bolus_purpose":"meal"}`},
		{"note", 0, 0, &wire.Detail{Text: `two "eggs"`, Tags: []vital.NoteTag{"food", "unspecified"}},
			head + `null,"unit":"text",` + span + `"value":"two \"eggs\"","tags":["food","unspecified"]}`},
		{"note", 0, 0, &wire.Detail{Tags: []vital.NoteTag{}}, head + `null,"unit":"text",` + span + `"value":"","tags":[]}`},
		{"note", 0, 0, &wire.Detail{Text: "tea"}, head + `null,"unit":"text",` + span + `"value":"tea","tags":null}`},
		{"workout_duration", 0, 4800, &wire.Detail{Intensity: vital.Val[vital.Intensity]("medium")},
			head + `null,"unit":"min",` + span + `"value":48,"intensity":"medium"}`},
	} {
		r, _ := vital.ResourceNamed(tt.resource)
		enc := wire.NewSampleEncoder(&r)
		enc.Source, enc.Micro, enc.Detail = &scale, tt.micro, tt.detail
		if got := enc.Append(nil, at, 60, vital.Val(3600), tt.value); string(got) != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.resource, got, tt.want)
		}
	}
}

// What a resource keeps of a value is that value, to the decimals it has.
func TestResourcesKeepValues(t *testing.T) {
	t.Parallel()
	steps, _ := vital.ResourceNamed("steps")
	caffeine, _ := vital.ResourceNamed("caffeine")
	for _, tt := range []struct {
		resource vital.Resource
		value    vital.Fine
		kept     vital.Decimal
		stands   vital.Fine
	}{
		{steps, 61_500_000, 6150, 61_500_000}, {steps, 1_234_567, 123, 1_230_000}, {steps, -1_235_000, -124, -1_240_000}, {steps, 4_999, 0, 0},
		{caffeine, 95_000, 95_000, 95_000}, {caffeine, -1, -1, -1},
	} {
		if kept := tt.resource.Keep(tt.value); kept != tt.kept || tt.resource.Value(kept) != tt.stands {
			t.Errorf("%s keeps %d of %d, which stands for %d; want %d and %d",
				tt.resource.Name, kept, tt.value, tt.resource.Value(kept), tt.kept, tt.stands)
		}
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	var nothing *wire.Detail
	workout := vital.Val(vital.ID{1})
	swim := &wire.Detail{WorkoutID: workout, Sport: vital.Val("swimming")}
	from := vital.Source{Provider: "apple_health_kit", Type: "watch"}
	if got := swim.Source(from); got.WorkoutID != workout || got.Sport != vital.Val("swimming") || got.Type != "watch" || nothing.Source(from) != from {
		t.Errorf("the source of a workout is %+v", got)
	}
	for _, tt := range []struct {
		a, b        *wire.Detail
		equal, same bool
	}{
		{nil, nil, true, true}, {nil, &wire.Detail{}, true, true}, {swim, &wire.Detail{WorkoutID: workout, Sport: vital.Val("swimming")}, true, true},
		{swim, nil, false, false}, {swim, &wire.Detail{WorkoutID: workout}, false, false},
		{&wire.Detail{Text: "a"}, &wire.Detail{Text: "b"}, false, true},
		{&wire.Detail{Tags: []vital.NoteTag{"food"}}, &wire.Detail{Tags: []vital.NoteTag{"food"}}, true, true},
		{&wire.Detail{Tags: []vital.NoteTag{}}, &wire.Detail{}, false, true},
		{&wire.Detail{Systolic: 1}, &wire.Detail{Diastolic: 1}, false, true},
	} {
		if tt.a.Equal(tt.b) != tt.equal || tt.b.Equal(tt.a) != tt.equal || tt.a.SameSource(tt.b) != tt.same || tt.b.SameSource(tt.a) != tt.same {
			t.Errorf("%+v and %+v: want equal %t, of one source %t", tt.a, tt.b, tt.equal, tt.same)
		}
	}
	// Every field counts.
	rnd := source(9)
	for i := range reflect.TypeFor[wire.Detail]().NumField() {
		a, b := &wire.Detail{}, &wire.Detail{}
		for a.Equal(b) {
			fillValue(rnd, reflect.ValueOf(b).Elem().Field(i), "")
		}
	}
}

func TestAppendTime(t *testing.T) {
	t.Parallel()
	rnd := source(2)
	check := func(at time.Time) {
		t.Helper()
		text := at.UTC().Truncate(time.Second).Format(time.RFC3339)
		if got, want := string(vital.AppendTime(nil, at)), text[:len(text)-1]+"+00:00"; got != want {
			t.Errorf("AppendTime = %s, want %s", got, want)
		}
		if got, want := vital.DateOf(at.UTC()).String(), at.UTC().Format(time.DateOnly); got != want {
			t.Errorf("Date = %s, want %s", got, want)
		}
	}
	check(time.Time{})
	check(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(9999, 12, 31, 23, 59, 59, 1e9-1, time.UTC))
	check(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(-1, 12, 31, 0, 0, 0, 0, time.UTC))
	check(time.Date(1969, 12, 31, 23, 59, 59, 5e8, time.UTC))
	for d := vital.DateFrom(1890, 1, 1); d < vital.DateFrom(2110, 1, 1); d++ {
		check(d.UTC().Add(time.Duration(rnd.IntN(86400)) * time.Second))
	}
	for range 2000 {
		check(time.Unix(rnd.Int64N(300e9)-60e9, rnd.Int64N(1e9)))
	}
}
