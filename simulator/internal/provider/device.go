package provider

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

// A Device is how a provider measures: what is worn when, how often it uploads
// and how densely it measures, and what of that the provider tells.
type Device struct {
	Maker    string `yaml:"maker"`    // "" where the provider tells of no device
	Model    string `yaml:"model"`    // its product name
	Type     string `yaml:"type"`     // type of source of what it records; "" is the provider's usual one
	Weighing string `yaml:"weighing"` // type of source of the weight; "" as well
	// Sources are the types of source of single resources that have others, or
	// several; ask SourceTypes.
	Sources map[string][]string `yaml:"sources"`
	Wear    Wear                `yaml:"wear"`
	Uploads Uploads             `yaml:"uploads"`
	Minutes Minutes             `yaml:"minutes"`
	Fitness Fitness             `yaml:"fitness"`
	Sports  []string            `yaml:"sports"`  // the sports that it records; nil for all
	Without []string            `yaml:"without"` // resources that the provider supplies at Vital and this device does not measure
	// DeviceID is which sources tell the id of the device.
	DeviceID DeviceID `yaml:"device_id"`
	// ECG is how it records the heart's voltage; zero where it does not.
	ECG ECG `yaml:"ecg"`
	// Nutrients are the micronutrients of meals that it counts, by Vital's names.
	Nutrients []string `yaml:"nutrients"`
	Reports   Reports  `yaml:"reports"`
	// Measured are the resources that it measures: of a companion alone, as a
	// device measures all that its provider supplies and Without does not name.
	Measured []string `yaml:"measures"`
}

// weighed are the resources that come from where the weight comes from.
var weighed = []string{"body", "weight", "fat", "body_mass_index", "lean_body_mass", "waist_circumference"}

// SourceTypes are the types of source of a resource, one at least; "" is the
// provider's usual one.
func (d *Device) SourceTypes(resource string) []string {
	switch types := d.Sources[resource]; {
	case types != nil:
		return types
	case slices.Contains(weighed, resource):
		return []string{d.Weighing}
	}
	return []string{d.Type}
}

// Records is whether the device records workouts of a sport.
func (d *Device) Records(sport string) bool {
	return d.Sports == nil || slices.Contains(d.Sports, sport)
}

// A Wear is how a device is worn.
type Wear string

// The ways of wearing.
const (
	Wrist    Wear = "wrist"    // most of the time: off on some days and nights, and for charging
	Attached Wear = "attached" // always, as a sensor under the skin or a bed
	Carried  Wear = "carried"  // for a share of the waking day, by the person's habit, as a phone
	Ready    Wear = "ready"    // at hand when needed, as a phone on a ride or a cuff in a drawer
)

// Uploads are when a device uploads by itself.
type Uploads string

// The rhythms of uploads.
const (
	Synced   Uploads = "synced"   // after waking, every two to three hours awake, after workouts
	Hourly   Uploads = "hourly"   // about every hour awake, as phones do
	Finished Uploads = "finished" // in the morning, and after workouts
)

// Minutes are how far apart values lie.
type Minutes struct {
	Heart    int `yaml:"heart"`    // heart rates, also where only their sums are told; 1 unless it says
	Interval int `yaml:"interval"` // how long an interval of steps, distance or energy is; 1 unless it says
	Night    int `yaml:"night"`    // vital signs of a night; 5 unless it says
	Glucose  int `yaml:"glucose"`  // glucose that a sensor keeps by itself; 5 unless it says
	Stress   int `yaml:"stress"`   // stress levels; 3 unless it says
}

// A DeviceID says which sources tell the id of their device (vital.md 7.8).
type DeviceID string

// The kinds of sources that do.
const (
	EveryID   DeviceID = "all"      // of all that the device itself has measured
	SessionID DeviceID = "sessions" // of workouts and sleep
)

// A Fitness is when a device estimates the greatest oxygen uptake, vo2_max.
type Fitness string

// The times.
const (
	Workouts Fitness = "workouts" // with workouts on foot
	Daily    Fitness = "daily"    // every morning
)

// GlucoseSources are the types of source that glucose can have: what a sensor
// keeps by itself, what its wearer scans, drops of blood, and what the app of a
// sensor or a meter writes, of people with diabetes.
const (
	Automatic   = "automatic"
	ManualScan  = "manual_scan"
	Fingerprick = "fingerprick"
	OtherApp    = "unknown"
)

// ECG is how a device records the heart's voltage.
type ECG struct {
	Hertz     int    `yaml:"hertz"`     // voltages in a second
	Algorithm string `yaml:"algorithm"` // version of what classifies it; "" where it does not say
}

// Reports are the fields that a provider fills; all others are null. In the
// file they are a list of words.
type Reports struct {
	Score       bool `yaml:"score"`       // rates nights (sleep.score)
	Revises     bool `yaml:"revises"`     // rates some nights anew hours later
	Readiness   bool `yaml:"readiness"`   // rates recovery (sleep.recovery_readiness_score)
	Tentative   bool `yaml:"tentative"`   // gives a night as tentative first, and confirms it later
	Late        bool `yaml:"late"`        // adds the vital signs of some nights later
	Naps        bool `yaml:"naps"`        // records naps
	Dip         bool `yaml:"dip"`         // how far the heart rate falls asleep
	HRV         bool `yaml:"hrv"`         // heart rate variability of the night
	Temperature bool `yaml:"temperature"` // skin temperature against the person's baseline
	Skin        bool `yaml:"skin"`        // skin temperature itself
	Efficiency  bool `yaml:"efficiency"`  // how much of the time in bed was sleep
	Latency     bool `yaml:"latency"`     // how long it took to fall asleep
	Steps       bool `yaml:"steps"`       // steps and distance of the day
	Floors      bool `yaml:"floors"`      // floors climbed, by a barometer
	Intensity   bool `yaml:"intensity"`   // the day's minutes by intensity
	Resting     bool `yaml:"resting"`     // resting heart rate
	Limits      bool `yaml:"limits"`      // warns of heart rates beyond limits, beside irregular ones
	Zone        bool `yaml:"zone"`        // the zone's name, beside its offset
	Titles      bool `yaml:"titles"`      // names workouts as people do: Morning Run
	GPS         bool `yaml:"gps"`         // the way of a workout, and its heights
	Distances   bool `yaml:"distances"`   // how far a workout went, and how fast
	Power       bool `yaml:"power"`       // watts of rides
	Scale       bool `yaml:"scale"`       // weighs, with body fat
	Composition bool `yaml:"composition"` // what else the body is made of, in percent
	Lean        bool `yaml:"lean"`        // lean body mass
	Waist       bool `yaml:"waist"`       // the waist, as people measure it by themselves
	Pushes      bool `yaml:"pushes"`      // the pushes of a wheelchair, instead of taking them for steps
	Foods       bool `yaml:"foods"`       // each food of a meal by itself
	Fats        bool `yaml:"fats"`        // the kinds of fat of meals, their sugar, water and cholesterol
}

// ReportWords are the words that a list of reports can have.
func ReportWords() []string {
	t := reflect.TypeFor[Reports]()
	words := make([]string, t.NumField())
	for i := range words {
		words[i] = t.Field(i).Tag.Get("yaml")
	}
	return words
}

// UnmarshalYAML reads the list of words.
func (r *Reports) UnmarshalYAML(n *yaml.Node) error {
	var words []string
	if err := n.Decode(&words); err != nil {
		return err
	}
	known := ReportWords()
	v := reflect.ValueOf(r).Elem()
	for _, word := range words {
		i := slices.Index(known, word)
		if i < 0 {
			return fmt.Errorf("line %d: reports: unknown %q%s", n.Line, word, near.Hint(word, known))
		}
		if v.Field(i).Bool() {
			return fmt.Errorf("line %d: reports: %q stands there twice", n.Line, word)
		}
		v.Field(i).SetBool(true)
	}
	return nil
}

// complete fills in the defaults of a device and says what is wrong with it.
func (d *Device) complete(add func(format string, args ...any)) {
	d.Wear, d.Uploads, d.Fitness = or(d.Wear, Wrist), or(d.Uploads, Synced), or(d.Fitness, Workouts)
	m := &d.Minutes
	m.Heart, m.Interval, m.Night, m.Glucose, m.Stress = or(m.Heart, 1), or(m.Interval, 1), or(m.Night, 5), or(m.Glucose, 5), or(m.Stress, 3)
	oneOf(add, "device.fitness", d.Fitness, Workouts, Daily)
	if d.DeviceID != "" {
		oneOf(add, "device.device_id", d.DeviceID, EveryID, SessionID)
	}
	oneOf(add, "device.wear", d.Wear, Wrist, Attached, Carried, Ready)
	oneOf(add, "device.uploads", d.Uploads, Synced, Hourly, Finished)
	for _, m := range []struct {
		key     string
		minutes int
		step    int // of which it must be a multiple
	}{{"heart", m.Heart, 1}, {"interval", m.Interval, 1}, {"night", m.Night, 5}, {"glucose", m.Glucose, 5}, {"stress", m.Stress, 3}} {
		if m.minutes < 1 || 60%m.minutes != 0 { // days must be whole
			add("device.minutes.%s: want a number of minutes that an hour is a multiple of, not %d", m.key, m.minutes)
		}
		if m.minutes%m.step != 0 {
			add("device.minutes.%s: want a multiple of %d, not %d", m.key, m.step, m.minutes)
		}
	}
	for _, typ := range d.Sources["glucose"] {
		oneOf(add, "device.sources.glucose", typ, Automatic, ManualScan, Fingerprick, OtherApp)
	}
	for _, slug := range d.Sports {
		if _, ok := vital.SportNamed(slug); !ok {
			add("device.sports: unknown %q", slug)
		}
	}
	nutrients := slices.Concat(vital.Minerals(), vital.TraceElements(), vital.Vitamins())
	for i, name := range d.Nutrients {
		if !slices.Contains(nutrients, name) {
			add("device.nutrients: unknown %q%s", name, near.Hint(name, nutrients))
		}
		if slices.Contains(d.Nutrients[:i], name) {
			add("device.nutrients: %q stands there twice", name)
		}
	}
	if d.ECG.Hertz < 0 || d.ECG.Hertz > 1000 || d.ECG.Hertz == 0 && d.ECG.Algorithm != "" {
		add("device.ecg.hertz: want 1 to 1000, not %d", d.ECG.Hertz)
	}
	if (d.Maker == "") != (d.Model == "") {
		add("device: maker and model belong together")
	}
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func oneOf[T ~string](add func(string, ...any), key string, v T, known ...T) {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	if !slices.Contains(words, string(v)) {
		add("%s: unknown %q%s", key, v, near.Hint(string(v), words))
	}
}
