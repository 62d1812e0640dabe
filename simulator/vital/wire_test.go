package vital_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

type appender interface {
	AppendJSON([]byte) []byte
	MarshalJSON() ([]byte, error)
}

// A wireType is a type that goes on the wire.
type wireType struct {
	name   string
	schema string // in the vendor's OpenAPI; "" where it has none
	random func(*rand.Rand) appender
	decode func([]byte) (appender, error)
	keys   []string // of the struct tags
	fields [][]int  // that have them
}

func of[T appender](schema string) wireType {
	keys, fields := tags(reflect.TypeFor[T]())
	return wireType{
		name:   strings.ReplaceAll(reflect.TypeFor[T]().Name(), "github.com/vitalsim/vitalsim/simulator/vital.", ""),
		schema: schema,
		random: func(r *rand.Rand) appender { return random[T](r) },
		decode: func(b []byte) (appender, error) {
			var v T
			err := json.Unmarshal(b, &v)
			return v, err
		},
		keys: keys, fields: fields,
	}
}

var wireTypes = []wireType{
	of[vital.Activity]("ClientFacingActivity"),
	of[vital.HeartRate]("ClientFacingHeartRate"),
	of[vital.Sleep]("ClientFacingSleep"),
	of[vital.SleepCycle]("ClientFacingSleepCycle"),
	of[vital.Workout]("ClientFacingWorkout"),
	of[vital.Sport]("ClientFacingSport"),
	of[vital.HRZones](""),
	of[vital.WorkoutMap]("ClientFacingWorkoutMap"),
	of[vital.Body]("ClientFacingBody"),
	of[vital.Meal]("MealInDBBase_ClientFacingSource_"),
	of[vital.Food]("ClientFacingFood"),
	of[vital.Energy]("Energy"),
	of[vital.Macros]("Macros"),
	of[vital.Fats]("Fats"),
	of[vital.Micros]("Micros"),
	of[vital.MenstrualCycle]("ClientFacingMenstrualCycle"),
	of[vital.Electrocardiogram]("ClientFacingElectrocardiogram"),
	of[vital.Profile]("ClientFacingProfile"),
	of[vital.WorkoutStream]("ClientFacingStream"),
	of[vital.WorkoutStreamShallow]("ClientFacingShallowWorkoutStream"),
	of[vital.SleepStream]("ClientFacingSleepStream"),
	of[vital.IntColumn](""),
	of[vital.DecimalColumn](""),
	of[vital.DegreesColumn](""),
	of[vital.Source]("ClientFacingSource"),
	of[vital.Sample](""), // each resource has a schema of its own: see TestSamplesAgreeWithSpec
	of[vital.BloodPressure]("ClientFacingBloodPressureTimeseries"),
	of[vital.Grouping](""),
	of[vital.BodyTemperature](""), // the units of two resources differ from any text
	of[vital.InsulinInjection](""),
	of[vital.Note]("ClientFacingNoteSample"),
	of[vital.WorkoutDuration](""),
	of[vital.Group](""),
	of[vital.GroupOf[vital.Note]](""),
	of[vital.SamplesPayload](""),
	of[vital.SamplesOf[vital.BloodPressure]](""),
	of[vital.User]("ClientFacingUser"),
	of[vital.ConnectedSource]("ConnectedSourceClientFacing"),
	of[vital.FallbackTimeZone]("FallbackTimeZone"),
	of[vital.FallbackBirthDate]("FallbackBirthDate"),
	of[vital.Provider]("ClientFacingProvider"),
	of[vital.ConnectedProvider]("ClientFacingProviderWithStatus"),
	of[vital.ConnectionErrorDetails]("ClientFacingConnectionErrorDetails"),
	of[vital.Availability](""),
	of[vital.ResourceAvailability]("ResourceAvailability"),
	of[vital.ScopeGrants]("ScopeRequirementsGrants"),
	of[vital.Scopes]("ScopeRequirements_str_"),
	of[vital.HistoricalPull]("HistoricalPullCompleted"),
	of[vital.ConnectionCreated]("ProviderConnectionCreated"),
	of[vital.ConnectionError]("ProviderConnectionError"),
	of[vital.Device]("ClientFacingDevice"),
	of[vital.RefreshSuccess]("UserRefreshSuccessResponse"),
	of[vital.RefreshError]("UserRefreshErrorResponse"),
	of[vital.DemoConnection]("DemoConnectionStatus"),
	of[vital.UserConflict]("ClientUserIDConflict"),
	of[vital.UserInfo]("UserInfo"),
	of[vital.Address]("UserAddress"),
	of[vital.Guarantor]("GuarantorDetails"),
	of[vital.PaginatedUsers]("PaginatedUsersResponse"),
	of[vital.UserSuccess]("UserSuccessResponse"),
	of[vital.ProviderListing]("ClientFacingProviderDetailed"),
	of[vital.IntrospectedResources]("UserResourcesResponse"),
	of[vital.UserResources]("SingleUserResourceResponse"),
	of[vital.ResourceStatistics]("SingleResourceStatistics"),
	of[vital.LastAttempt]("LastAttempt"),
	of[vital.IntrospectedPulls]("UserHistoricalPullsResponse"),
	of[vital.UserPulls]("SingleUserHistoricalPullResponse"),
	of[vital.ProviderPulls]("SingleProviderHistoricalPullResponse"),
	of[vital.PullStatistics]("SingleHistoricalPullStatistics"),
	of[vital.PullTimeline]("HistoricalPullTimeline"),
}

func eachType(t *testing.T, test func(t *testing.T, w wireType, r *rand.Rand)) {
	for i, w := range wireTypes {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			test(t, w, source(uint64(i)))
		})
	}
}

// What is written can be read, and is then written again to the byte.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	eachType(t, func(t *testing.T, w wireType, r *rand.Rand) {
		for range 200 {
			first := w.random(r).AppendJSON(nil)
			v, err := w.decode(first)
			if err != nil {
				t.Fatalf("decode %s: %v", first, err)
			}
			if second := v.AppendJSON(nil); !bytes.Equal(first, second) {
				t.Fatalf("encoding again differs:\n%s\n%s", first, second)
			}
		}
	})
}

// AppendJSON spells everything as encoding/json would without HTML escapes.
func TestSpelling(t *testing.T) {
	t.Parallel()
	eachType(t, func(t *testing.T, w wireType, r *rand.Rand) {
		for range 200 {
			v := w.random(r)
			got := v.AppendJSON(nil)
			if want := respell(t, got); string(got) != want {
				t.Fatalf("spelling differs:\n%s\n%s", got, want)
			}
			if after := v.AppendJSON([]byte("before")); string(after) != "before"+string(got) {
				t.Fatalf("appending differs: %s", after)
			}
			marshaled, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var escaped bytes.Buffer
			json.HTMLEscape(&escaped, got)
			if !bytes.Equal(marshaled, escaped.Bytes()) {
				t.Fatalf("json.Marshal differs:\n%s\n%s", marshaled, escaped.Bytes())
			}
		}
	})
}

// Every key of the tags is written, in the order of the fields; what is
// written beyond them is constant or a copy.
func TestKeysFollowTags(t *testing.T) {
	t.Parallel()
	extra := map[string][]string{
		"Sleep": {"sleep_stream"}, "Sample": {"id"}, "ConnectedSource": {"source"}, "ConnectionCreated": {"source"},
		"BloodPressure": {"id"}, "BodyTemperature": {"id"}, "InsulinInjection": {"id"}, "Note": {"id"}, "WorkoutDuration": {"id"},
		"Meal":              {"priority_id", "source_id", "provider_id", "source_app_id", "source_device_id"},
		"MenstrualCycle":    {"source_provider", "source_type", "source_app_id", "source_device_id"},
		"Electrocardiogram": {"source_provider", "source_type", "source_app_id", "source_device_id"},
		"RefreshSuccess":    {"success"}, "RefreshError": {"success"},
		"SleepCycle":           {"source_provider", "source_type", "source_app_id", "source_device_id"},
		"WorkoutStreamShallow": {"message"}, "IntrospectedResources": {"next"}, "IntrospectedPulls": {"next"},
	}
	eachType(t, func(t *testing.T, w wireType, r *rand.Rand) {
		if w.keys == nil {
			t.Skip("not a struct")
		}
		got := keysOf(t, w.random(r).AppendJSON(nil))
		got = slices.DeleteFunc(got, func(k string) bool { return slices.Contains(extra[w.name], k) })
		if !slices.Equal(got, w.keys) {
			t.Errorf("keys\n%v, want\n%v", got, w.keys)
		}
	})
}

// Under every key stands the field with that tag.
func TestValuesFollowTags(t *testing.T) {
	t.Parallel()
	eachType(t, func(t *testing.T, w wireType, r *rand.Rand) {
		if w.keys == nil {
			t.Skip("not a struct")
		}
		for range 50 {
			v := w.random(r)
			var got map[string]json.RawMessage
			if err := json.Unmarshal(v.AppendJSON(nil), &got); err != nil {
				t.Fatal(err)
			}
			record := reflect.ValueOf(v)
			for i, key := range w.keys {
				want := respell(t, []byte(encode(t, record.FieldByIndex(w.fields[i]).Interface())))
				switch at := record.FieldByIndex(w.fields[i]).Interface().(type) {
				case time.Time:
					want = `"` + string(vital.AppendTime(nil, at)) + `"`
				case vital.Null[time.Time]:
					if at.Valid {
						want = `"` + string(vital.AppendTime(nil, at.V)) + `"`
					}
				}
				if key == "wheelchair_use" && want == "false" {
					want = "null"
				}
				if string(got[key]) != want {
					t.Fatalf("%s is %s, want %s", key, got[key], want)
				}
			}
		}
	})
}

func tags(t reflect.Type) (keys []string, fields [][]int) {
	if t.Kind() != reflect.Struct {
		return nil, nil
	}
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key != "" && key != "-" && !f.Anonymous {
			keys, fields = append(keys, key), append(fields, f.Index)
		}
	}
	return keys, fields
}

// keysOf lists the keys of a JSON object in their order.
func keysOf(t *testing.T, b []byte) (keys []string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
		t.Fatalf("not an object: %s", b)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key.(string))
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

// respell writes JSON again token by token: compact, strings as encoding/json
// writes them without HTML escapes, numbers as they are.
func respell(t *testing.T, b []byte) string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var out strings.Builder
	var objects []bool // whether each open bracket is an object's
	n := 0             // tokens since the innermost bracket opened
	counts := []int{}
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out.String()
		}
		if err != nil {
			t.Fatalf("invalid JSON %s: %v", b, err)
		}
		if delim, ok := tok.(json.Delim); ok && (delim == '}' || delim == ']') {
			out.WriteRune(rune(delim))
			objects, n, counts = objects[:len(objects)-1], counts[len(counts)-1], counts[:len(counts)-1]
			continue
		}
		if len(objects) > 0 && n > 0 {
			if objects[len(objects)-1] && n%2 == 1 {
				out.WriteByte(':')
			} else {
				out.WriteByte(',')
			}
		}
		n++
		if delim, ok := tok.(json.Delim); ok {
			out.WriteRune(rune(delim))
			objects, counts, n = append(objects, delim == '{'), append(counts, n), 0
			continue
		}
		out.WriteString(encode(t, tok))
	}
}

// lineSeparators undoes two escapes of encoding/json that FastAPI does not make.
var lineSeparators = strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029")

// encode returns v as encoding/json writes it, without the escapes that FastAPI does
// not make.
func encode(t *testing.T, v any) string {
	t.Helper()
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return lineSeparators.Replace(strings.TrimSuffix(buf.String(), "\n"))
}

// value is what stands under a key of a record.
func value(t *testing.T, record any, key string) json.RawMessage {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(encode(t, record)), &m); err != nil {
		t.Fatal(err)
	}
	return m[key]
}
