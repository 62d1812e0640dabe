package vital_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// words are the values of string fields that are not free text, by type name
// or field name.
var words = map[string][]string{
	"SleepType":  {"long_sleep", "short_sleep", "acknowledged_nap", "unknown"},
	"SleepState": {"tentative", "confirmed"},
	"Type":       vital.SourceTypes(), // of a Source
	"SourceType": vital.SourceTypes(),
	"ErrorType":  vital.ConnectionErrorTypes(),
	"Status":     {vital.Available, vital.Unavailable},
	"Resource":   {"sleep", "activity", "hypnogram"},

	"Provider": {"oura", "apple_health_kit"}, // the slug
	"Gender":   {"female", "male", "other", "unknown"},
	"Sex":      {"female", "male", "other"},
	"AuthType": authTypes,

	"Race":              wire.Races(),
	"Ethnicity":         wire.Ethnicities(),
	"SexualOrientation": wire.SexualOrientations(),
	"GenderIdentity":    wire.GenderIdentities(),

	"AttemptStatus":      {"success", "failure"},
	"PullStatus":         texts(pullStatuses),
	"PullError":          texts(pullErrors),
	"SupportedResources": vital.ResourceEnum(),
	"NotPulled":          vital.ResourceEnum(),
	"EnergyUnit":         {"kcal"},
	"ECGClassification":  {"sinus_rhythm", "atrial_fibrillation", "inconclusive"},
	"InconclusiveCause":  {"high_heart_rate", "low_heart_rate", "poor_reading"},
	"MenstrualFlow":      {"unspecified", "none", "light", "medium", "heavy"},
	"CervicalMucus":      {"dry", "sticky", "creamy", "watery", "egg_white"},
	"Contraceptive":      {"unspecified", "implant", "injection", "iud", "intravaginal_ring", "oral", "patch"},
	"CycleDeviation": {"persistent_intermenstrual_bleeding", "prolonged_menstrual_periods", "irregular_menstrual_cycles",
		"infrequent_menstrual_cycles"},
	"OvulationResult": {"negative", "positive", "luteinizing_hormone_surge", "estrogen_surge", "indeterminate"},
	"HomeTestResult":  {"negative", "positive", "indeterminate"},
	"SensorLocation": {"armpit", "body", "ear", "finger", "gastrointestinal", "mouth", "rectum", "toe", "eardrum", "temporal_artery",
		"forehead", "wrist"},
	"DeliveryMode": {"basal", "bolus"},
	"DeliveryForm": {"standard", "extended"},
	"BolusPurpose": {"meal", "correction", "mixed", "unknown"},
	"NoteTag":      {"food", "exercise", "insulin_injection", "unspecified"},
	"Intensity":    {"low", "medium", "high"},
	"Grouping":     vital.SourceTypes(),

	"minerals":       wire.Minerals(), // names of members, by the field
	"trace_elements": wire.TraceElements(),
	"vitamins":       wire.Vitamins(),
	"food":           {"Egg", "Milk 1.5 %", "Coffee, black"},
	"resource":       vital.ResourceEnum(),
	"provider":       {"fitbit", "garmin", "manual"},
}

// The values of enums in the schema.
var (
	authTypes    = []string{"oauth", "team_oauth", "sdk", "password", "email", "app", ""}
	pullStatuses = []vital.PullStatus{vital.PullScheduled, vital.PullInProgress, vital.PullRetrying, vital.PullSuccess, vital.PullFailure}
	pullErrors   = []vital.PullError{ // those that are Retriable first
		vital.PullRateLimited, vital.PullProviderUnavailable, vital.PullTransportFailure, vital.PullResourceContention,
		vital.PullNonRetriable, vital.PullUnexpected, vital.PullRetriesExhausted,
	}
	sleepStages = []vital.SleepStage{
		vital.StageUnknown, vital.StageDeep, vital.StageLight, vital.StageREM, vital.StageAwake, vital.StageManual,
	}
)

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, word := range list {
		out[i] = string(word)
	}
	return out
}

var oddTexts = []string{
	"", "plain", "Zoë's \"watch\"", `back\slash`, "line\nbreak\ttab", "\x00\x1f\x7f", "<b>&amp;</b>", "a\u2028b\u2029c",
	"bad \xff utf-8 \xe2\x28", "°C", "日本語", "😀",
}

// gaps are what stands for null in the columns of a stream.
var gaps = map[reflect.Type]any{
	reflect.TypeFor[vital.IntColumn]():     vital.GapInt,
	reflect.TypeFor[vital.DecimalColumn](): vital.GapDecimal,
	reflect.TypeFor[vital.DegreesColumn](): vital.GapDegrees,
}

// fill sets everything v points to at random, as a client or a device might.
func fill(r *rand.Rand, v any) { fillValue(r, reflect.ValueOf(v).Elem(), "") }

func fillValue(r *rand.Rand, v reflect.Value, field string) {
	pick := func(list []string) { v.SetString(list[r.IntN(len(list))]) }
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(r.Int64N(4e9)-1e9, 0).UTC()))
		return
	case vital.ID:
		for i := range v.Len() {
			v.Index(i).SetUint(r.Uint64N(256))
		}
		return
	case vital.Decimal, vital.Fine:
		v.SetInt(r.Int64N(2_000_000) - 1_000_000)
		return
	case vital.Degrees:
		v.SetInt(r.Int64N(360_000_000) - 180_000_000)
		return
	case vital.SleepStage:
		stages := sleepStages
		v.SetInt(int64(stages[r.IntN(len(stages))]))
		return
	}
	switch v.Kind() {
	case reflect.String:
		if list := words[v.Type().Name()]; list != nil {
			pick(list)
		} else if list := words[field]; list != nil {
			pick(list)
		} else {
			pick(oddTexts)
		}
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(r.Int64N(100_000) - 50_000)
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Slice:
		if _, ok := gaps[v.Type()]; ok && r.IntN(4) == 0 {
			return // a column that is null
		}
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
		for i := range v.Len() {
			fillValue(r, v.Index(i), field)
			if gap, ok := gaps[v.Type()]; ok && r.IntN(4) == 0 {
				v.Index(i).Set(reflect.ValueOf(gap))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fillValue(r, v.Index(i), field)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			switch {
			case name == "_": // a key without a value of its own
				continue
			case name == "V": // of a Null
				name = field
			case name == "Name" && strings.HasPrefix(v.Type().Name(), "Member["):
				name = memberNames(v.FieldByName("Value").Type().Name(), field)
			}
			fillValue(r, v.Field(i), name)
		}
	default:
		panic("fill " + v.Type().String())
	}
}

// memberNames are the words for the names of an object's members: by their type,
// and of nutrients by the field that the object stands in.
func memberNames(value, field string) string {
	switch {
	case value == "Food":
		return "food"
	case value == "Fine":
		return map[string]string{"Minerals": "minerals", "TraceElements": "trace_elements", "Vitamins": "vitamins"}[field]
	case strings.HasSuffix(value, "Statistics"):
		return "resource"
	}
	return "provider"
}

// random is a new value of T.
func random[T any](r *rand.Rand) T {
	var v T
	fill(r, &v)
	return v
}

func source(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 42)) }
