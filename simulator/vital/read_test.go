package vital_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// objectOf decodes an object as files are decoded.
func objectOf(t *testing.T, text []byte) (object map[string]any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&object); err != nil {
		t.Fatal(err)
	}
	return object
}

// What any record or sample writes is read back without a word.
func TestReadTakesWhatIsWritten(t *testing.T) {
	t.Parallel()
	blanks := map[string]any{}
	for _, r := range vital.Resources {
		if blank := r.New(); blank != nil {
			blanks[r.Name] = blank
		}
	}
	rnd := source(7)
	for name, blank := range blanks {
		for range 20 {
			fill(rnd, blank)
			sorted(blank)
			unsigned(reflect.ValueOf(blank).Elem())
			text := blank.(appender).AppendJSON(nil)
			object := objectOf(t, text)
			delete(object, "id")
			r, _ := vital.ResourceNamed(name)
			read := r.New()
			if !r.Kind.Timeseries() {
				object["id"] = objectOf(t, text)["id"]
			}
			got := wire.Read(read, object)
			if diff := cmp.Diff(wire.Reading{}, got); diff != "" {
				t.Fatalf("%s: %s\n%s", name, text, diff)
			}
			if again := read.(appender).AppendJSON(nil); !bytes.Equal(again, text) {
				t.Fatalf("%s becomes\n%s", text, again)
			}
		}
	}
}

// unsigned replaces numbers by their absolute values: Read refuses amounts below zero.
func unsigned(v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time, vital.ID, vital.Degrees, vital.SleepStage:
		return
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int32, reflect.Int64:
		if v.Int() < 0 && v.Int() != int64(vital.GapDecimal) && v.Int() != int64(vital.GapInt) {
			v.SetInt(-v.Int())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			unsigned(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				unsigned(v.Field(i))
			}
		}
	}
}

// sorted leaves one member in each object with free keys: Read knows no order,
// and nobody writes a name twice.
func sorted(blank any) {
	m, ok := blank.(*vital.Meal)
	if !ok {
		return
	}
	m.Data = m.Data[:min(1, len(m.Data))]
	first := func(o *vital.Micros) {
		for _, list := range []*vital.Null[vital.Object[vital.Fine]]{&o.Minerals, &o.TraceElements, &o.Vitamins} {
			list.V = list.V[:min(1, len(list.V))]
		}
	}
	first(&m.Micros.V)
	for i := range m.Data {
		first(&m.Data[i].Value.Micros.V)
	}
}

func TestReadTellsAll(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		into any
		text string
		want wire.Reading
	}{
		{&vital.Food{}, `{"energy":{"value":1},"macros":{"carbs":0.0000001,"fat":1},"micros":{"minerals":{"salt":1,"iron":2.5},"vitamins":null}}`, wire.Reading{
			Missing: []string{"energy.unit"},
			Absent: []string{"macros.protein", "macros.fats", "macros.alcohol", "macros.water", "macros.fibre", "macros.sugar", "macros.cholesterol",
				"micros.trace_elements"},
			Unknown: []string{"macros.fat", "micros.minerals.salt"},
			Rounded: []wire.Rounding{{Key: "macros.carbs", Decimals: 6}},
		}},
		{&vital.Food{}, `{"energy":null,"macros":null,"micros":{"minerals":[],"trace_elements":{"iodine":"x"},"vitamins":{}}}`, wire.Reading{
			Problems: []*wire.FieldError{{Field: "micros.minerals"}, {Field: "micros.trace_elements.iodine"}},
		}},
		{&vital.Note{}, `{"timezone_offset":null,"type":null,"unit":"text","timestamp":"2026-01-05T08:00:00Z","start":"2026-01-05T08:00:00Z",
			"end":"2026-01-05T08:00:00Z","value":7,"tags":["food","x"]}`, wire.Reading{
			Problems: []*wire.FieldError{{Field: "value"}, {Field: "tags"}},
		}},
		{&vital.BloodPressure{}, `{"grouping":["cuff",7],"systolic":121.555}`, wire.Reading{
			Missing: []string{"unit", "timestamp", "diastolic"}, Absent: []string{"timezone_offset", "type"}, Rounded: []wire.Rounding{{Key: "systolic", Decimals: 2}},
			Problems: []*wire.FieldError{{Field: "grouping"}},
		}},
		{&cycleLists{}, `{"menstrual_flow":[{"date":"2026-01-05","flow":"light"},{"date":"x","flow":"light","x":1},3,{"flow":"light"}],"sexual_activity":[{"date":"2026-01-05"}],"contraceptive":null}`,
			wire.Reading{
				Missing:  []string{"menstrual_flow[3].date"},
				Absent:   []string{"sexual_activity[0].protection_used"},
				Unknown:  []string{"menstrual_flow[1].x"},
				Problems: []*wire.FieldError{{Field: "menstrual_flow[1].date"}, {Field: "menstrual_flow[2]"}, {Field: "contraceptive"}},
			}},
	} {
		got := wire.Read(tt.into, objectOf(t, []byte(tt.text)))
		for _, p := range got.Problems {
			if p.Cause == nil {
				t.Errorf("%s: %s without a cause", tt.text, p.Field)
			}
			p.Cause = nil
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
}

// cycleLists are a few of the lists of a MenstrualCycle.
type cycleLists struct {
	MenstrualFlow  []vital.MenstrualFlowEntry  `json:"menstrual_flow"`
	SexualActivity []vital.SexualActivityEntry `json:"sexual_activity"`
	Contraceptive  []vital.ContraceptiveEntry  `json:"contraceptive"`
}

// Dates reaches every date of a cycle.
func TestDatesOfACycle(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		cycle := random[vital.MenstrualCycle](rnd)
		cycle.Dates(func(d *vital.Date) { *d = vital.DateFrom(2026, 1, 5) })
		text := cycle.AppendJSON(nil)
		dates := bytes.Count(text, []byte(`"date":`)) + bytes.Count(text, []byte(`"period_start":"`)) +
			bytes.Count(text, []byte(`"period_end":"`)) + bytes.Count(text, []byte(`"cycle_end":"`))
		if n := bytes.Count(text, []byte(`"2026-01-05"`)); n != dates {
			t.Fatalf("%d dates of %d were reached: %s", n, dates, text)
		}
	}
}
