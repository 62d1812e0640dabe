package provider

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

// A Device describes how a provider's device measures: when it is worn, how
// often it uploads, how densely it measures and what the provider reports of
// that.
type Device struct {
	Maker    string `yaml:"maker"`    // "" if the provider reports no device
	Model    string `yaml:"model"`    // product name
	Type     string `yaml:"type"`     // source type of its data; "" is the provider's usual one
	Weighing string `yaml:"weighing"` // source type of the weight; "" is the provider's usual one
	// Sources are the source types of resources that have others, or several;
	// see SourceTypes.
	Sources map[string][]string `yaml:"sources"`
	Wear    Wear                `yaml:"wear"`
	Uploads Uploads             `yaml:"uploads"`
	Minutes Minutes             `yaml:"minutes"`
	Fitness Fitness             `yaml:"fitness"`
	Sports  []string            `yaml:"sports"`  // recorded sports; nil for all
	Without []string            `yaml:"without"` // resources that the provider supplies and this device does not measure
	// DeviceID determines which sources contain the id of the device.
	DeviceID DeviceID `yaml:"device_id"`
	// ECG describes its electrocardiograms; zero if it records none.
	ECG ECG `yaml:"ecg"`
	// Nutrients are the micronutrients that it counts in meals, by Vital's names.
	Nutrients []string `yaml:"nutrients"`
	Reports   Reports  `yaml:"reports"`
	// Measured are the resources that a companion measures. The main device
	// measures all that its provider supplies except those in Without.
	Measured []string `yaml:"measures"`

	sources map[vital.ResourceID][]string
}

func (d *Device) resolve(r vital.Resource) {
	if d.sources == nil {
		d.sources = map[vital.ResourceID][]string{}
	}
	switch types := d.Sources[r.Name]; {
	case types != nil:
		d.sources[r.ID] = types
	case slices.Contains(weighed, r.Name):
		d.sources[r.ID] = []string{d.Weighing}
	default:
		d.sources[r.ID] = []string{d.Type}
	}
}

// weighed are the resources that have the source type of the weight.
var weighed = []string{"body", "weight", "fat", "body_mass_index", "lean_body_mass", "waist_circumference"}

// SourceTypes returns the source types of a resource, at least one; "" is the
// provider's usual one.
func (d *Device) SourceTypes(resource vital.ResourceID) []string { return d.sources[resource] }

// Records reports whether the device records workouts of a sport.
func (d *Device) Records(sport string) bool {
	return d.Sports == nil || slices.Contains(d.Sports, sport)
}

// A Wear is how a device is worn.
type Wear string

// The values of Wear.
const (
	Wrist    Wear = "wrist"    // most of the time: off on some days and nights, and for charging
	Attached Wear = "attached" // always, as a sensor under the skin or a bed
	Carried  Wear = "carried"  // for a share of the waking day, by the person's habit, as a phone
	Ready    Wear = "ready"    // at hand when needed, as a phone on a ride or a cuff in a drawer
)

// Uploads says when a device uploads by itself.
type Uploads string

// The values of Uploads.
const (
	Synced   Uploads = "synced"   // after waking, every two to three hours awake, after workouts
	Hourly   Uploads = "hourly"   // about every hour awake, as phones do
	Finished Uploads = "finished" // in the morning, and after workouts
)

// Minutes are the intervals between values, in minutes.
type Minutes struct {
	Heart    int `yaml:"heart"`    // heart rates, also if only their sums are reported; default 1
	Interval int `yaml:"interval"` // steps, distance and energy; default 1
	Night    int `yaml:"night"`    // vital signs of a night; default 5
	Glucose  int `yaml:"glucose"`  // glucose recorded by a sensor; default 5
	Stress   int `yaml:"stress"`   // stress levels; default 3
}

// A DeviceID says which sources contain the id of their device (vital.md
// 7.8).
type DeviceID string

// The values of DeviceID.
const (
	EveryID   DeviceID = "all"      // all data measured by the device itself
	SessionID DeviceID = "sessions" // workouts and sleep
)

// A Fitness says when a device estimates vo2_max.
type Fitness string

// The values of Fitness.
const (
	Workouts Fitness = "workouts" // with workouts on foot
	Daily    Fitness = "daily"    // every morning
)

// The source types of glucose: recorded by a sensor, scanned by its wearer,
// measured in a drop of blood, or written by the app of a person with diabetes.
const (
	Automatic   = "automatic"
	ManualScan  = "manual_scan"
	Fingerprick = "fingerprick"
	OtherApp    = "unknown"
)

// ECG describes electrocardiograms.
type ECG struct {
	Hertz     int    `yaml:"hertz"`     // voltages per second
	Algorithm string `yaml:"algorithm"` // version of the classifier; "" if not reported
}

// Reports are the fields that a provider fills; all others are null. In the
// file they are a list of words.
type Reports struct {
	Score       bool `yaml:"score"`       // rates nights (sleep.score)
	Revises     bool `yaml:"revises"`     // rates some nights anew hours later
	Readiness   bool `yaml:"readiness"`   // rates recovery (sleep.recovery_readiness_score)
	Tentative   bool `yaml:"tentative"`   // reports a night as tentative first and confirms it later
	Late        bool `yaml:"late"`        // adds the vital signs of some nights later
	Naps        bool `yaml:"naps"`        // records naps
	Dip         bool `yaml:"dip"`         // fall of the heart rate during sleep
	HRV         bool `yaml:"hrv"`         // heart rate variability at night
	Temperature bool `yaml:"temperature"` // skin temperature against the person's baseline
	Skin        bool `yaml:"skin"`        // skin temperature itself
	Efficiency  bool `yaml:"efficiency"`  // share of the time in bed spent asleep
	Latency     bool `yaml:"latency"`     // time taken to fall asleep
	Steps       bool `yaml:"steps"`       // steps and distance of the day
	Floors      bool `yaml:"floors"`      // floors climbed, by a barometer
	Intensity   bool `yaml:"intensity"`   // minutes of the day by intensity
	Resting     bool `yaml:"resting"`     // resting heart rate
	Limits      bool `yaml:"limits"`      // warns of high and low heart rates as well as irregular ones
	Zone        bool `yaml:"zone"`        // time zone name as well as its offset
	Titles      bool `yaml:"titles"`      // titles of workouts, such as Morning Run
	GPS         bool `yaml:"gps"`         // track and elevation of workouts
	Distances   bool `yaml:"distances"`   // distance and speed of workouts
	Power       bool `yaml:"power"`       // power of rides
	Scale       bool `yaml:"scale"`       // weight and body fat
	Composition bool `yaml:"composition"` // water, muscle and bone, in percent
	Lean        bool `yaml:"lean"`        // lean body mass
	Waist       bool `yaml:"waist"`       // waist circumference, measured by the user
	Pushes      bool `yaml:"pushes"`      // wheelchair pushes, which others count as steps
	Foods       bool `yaml:"foods"`       // single foods of meals
	Fats        bool `yaml:"fats"`        // kinds of fat, sugar, water and cholesterol of meals
}

// ReportWords returns the words that a list of reports may contain.
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
			return fmt.Errorf("line %d: reports: duplicate %q", n.Line, word)
		}
		v.Field(i).SetBool(true)
	}
	return nil
}

// complete fills in the defaults of a device and reports errors in it.
func (d *Device) complete(add func(format string, args ...any)) {
	d.Wear, d.Uploads, d.Fitness = cmp.Or(d.Wear, Wrist), cmp.Or(d.Uploads, Synced), cmp.Or(d.Fitness, Workouts)
	m := &d.Minutes
	m.Heart, m.Interval, m.Night, m.Glucose, m.Stress = cmp.Or(m.Heart, 1), cmp.Or(m.Interval, 1), cmp.Or(m.Night, 5), cmp.Or(m.Glucose, 5), cmp.Or(m.Stress, 3)
	oneOf(add, "device.fitness", d.Fitness, Workouts, Daily)
	if d.DeviceID != "" {
		oneOf(add, "device.device_id", d.DeviceID, EveryID, SessionID)
	}
	oneOf(add, "device.wear", d.Wear, Wrist, Attached, Carried, Ready)
	oneOf(add, "device.uploads", d.Uploads, Synced, Hourly, Finished)
	for _, m := range []struct {
		key     string
		minutes int
		step    int // minutes must be a multiple of it
	}{{"heart", m.Heart, 1}, {"interval", m.Interval, 1}, {"night", m.Night, 5}, {"glucose", m.Glucose, 5}, {"stress", m.Stress, 3}} {
		if m.minutes < 1 || 60%m.minutes != 0 { // a day must have a whole number of them
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
	nutrients := slices.Concat(wire.Minerals(), wire.TraceElements(), wire.Vitamins())
	for i, name := range d.Nutrients {
		if !slices.Contains(nutrients, name) {
			add("device.nutrients: unknown %q%s", name, near.Hint(name, nutrients))
		}
		if slices.Contains(d.Nutrients[:i], name) {
			add("device.nutrients: duplicate %q", name)
		}
	}
	if d.ECG.Hertz < 0 || d.ECG.Hertz > 1000 || d.ECG.Hertz == 0 && d.ECG.Algorithm != "" {
		add("device.ecg.hertz: want 1 to 1000, not %d", d.ECG.Hertz)
	}
	if (d.Maker == "") != (d.Model == "") {
		add("device: maker and model require each other")
	}
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
