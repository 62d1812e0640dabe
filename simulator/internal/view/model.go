package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A model is how a provider's device behaves: when it is worn, when it uploads
// and how densely it measures. What it measures at all follows from the
// resources of the provider and the rows of Summaries and Serieses.
type model struct {
	device   string // type of source of what the device records; "" is the provider's usual one
	maker    string // manufacturer of the device; "" where the provider does not tell
	product  string // its model
	weighing string // type of source of the weight
	wear     wear
	rhythm   rhythm
	heart    int // minutes between heart rate samples, also where only their sums are reported
	bucket   int // minutes of an interval of steps, distance or energy; 1 where there are none
	night    int // minutes between the vital signs of a night

	// without are resources that the provider supplies at Vital and that its
	// device here does not measure.
	without []string

	reports // what it reports of what it measures
}

// reports are the fields that a provider fills; all others are null.
type reports struct {
	score       bool // rates nights (sleep.score)
	readiness   bool // rates recovery (sleep.recovery_readiness_score)
	tentative   bool // gives a night as tentative first, and confirms it later
	late        bool // adds the vital signs of some nights later
	naps        bool // records naps
	dip         bool // how far the heart rate falls asleep
	hrv         bool // heart rate variability of the night
	temperature bool // skin temperature against the person's baseline
	skin        bool // skin temperature itself
	efficiency  bool // how much of the time in bed was sleep
	latency     bool // how long it took to fall asleep
	steps       bool // steps and distance of the day
	floors      bool // floors climbed, by a barometer
	intensity   bool // the day's minutes by intensity
	resting     bool // resting heart rate
	zone        bool // the zone's name, beside its offset
	titles      bool // names workouts as people do: Morning Run
	gps         bool // the way of a workout, and its heights
	distances   bool // how far a workout went, and how fast
	power       bool // watts of rides
	scale       bool // weighs, with body fat
}

// A wear is how a device is worn.
type wear int

const (
	wrist    wear = iota // most of the time: off on some days and nights, and for charging
	attached             // always, as a sensor under the skin
	ready                // at hand when needed, as a phone on a ride
)

// A rhythm is when a device uploads by itself.
type rhythm int

const (
	synced   rhythm = iota // after waking, every two to three hours awake, after workouts
	hourly                 // about every hour awake, as phones do
	finished               // in the morning, and after workouts
)

// models are the providers that can be connected. The sampling rates follow
// the documented ones where there are any (contract 3.2, 7.8).
var models = map[string]*model{
	"fitbit": {
		maker: "Fitbit", product: "Charge 6",
		heart: 1, bucket: 1, night: 5, weighing: "scale",
		reports: reports{late: true, naps: true, hrv: true, temperature: true, efficiency: true, latency: true,
			steps: true, floors: true, intensity: true, resting: true, zone: true, gps: true, distances: true, scale: true},
	},
	"oura": {
		maker: "Oura", product: "Ring 4",
		heart: 5, bucket: 15, night: 5, weighing: "app",
		reports: reports{score: true, readiness: true, naps: true, hrv: true, temperature: true, efficiency: true, latency: true,
			steps: true, intensity: true, resting: true, zone: true, distances: true},
	},
	"garmin": {
		maker: "Garmin", product: "Forerunner 265",
		heart: 1, bucket: 15, night: 5, weighing: "scale",
		reports: reports{score: true, tentative: true, dip: true, hrv: true,
			steps: true, floors: true, intensity: true, resting: true, zone: true, titles: true, gps: true, distances: true,
			power: true, scale: true},
	},
	"whoop_v2": {
		maker: "WHOOP", product: "WHOOP 4.0",
		heart: 1, bucket: 1, night: 5,
		reports: reports{score: true, readiness: true, naps: true, hrv: true, skin: true, efficiency: true, resting: true},
	},
	"apple_health_kit": {
		maker: "Apple", product: "Apple Watch Series 10",
		device: "watch", weighing: "app", rhythm: hourly, heart: 5, bucket: 1, night: 15, without: []string{"glucose"},
		reports: reports{naps: true, steps: true, floors: true, resting: true, zone: true, distances: true},
	},
	"strava": {
		wear: ready, rhythm: finished, heart: 1, bucket: 1, night: 5,
		reports: reports{zone: true, titles: true, gps: true, distances: true, power: true},
	},
	"freestyle_libre": {maker: "Abbott", product: "FreeStyle Libre 3", wear: attached, rhythm: hourly, heart: 1, bucket: 1, night: 5},
}

// SimulatesProvider is whether connections to the provider can be made.
func SimulatesProvider(slug string) bool { return models[slug] != nil }

// Supplies is whether connections to the provider bring the resource.
func Supplies(p *provider.Profile, resource string) bool {
	m := models[p.Slug]
	return m != nil && Simulates(resource) && p.Supplies(resource) && !slices.Contains(m.without, resource)
}

// Simulates is whether the resource has a generator.
func Simulates(resource string) bool {
	_, summary := Summaries[resource]
	_, series := Serieses[resource]
	return summary || series || resource == "workout_stream"
}

// source is the provider's device as a source of data (contract 4.1).
func (l *Lens) source() vital.Source { return l.Profile.Source(l.model.device) }

// device is what the provider tells of the device; false where it tells
// nothing, as Strava does.
func (l *Lens) device() (vital.Device, bool) {
	m := l.model
	if m.maker == "" {
		return vital.Device{}, false
	}
	version := l.seed.Child("device version").Stream()
	number := l.seed.Child("device").Faker()
	return vital.Device{
		Provider: l.Profile.Slug, SourceType: l.source().Type,
		DeviceManufacturer: vital.Val(m.maker), DeviceModel: vital.Val(m.product),
		DeviceVersion: vital.Val(string([]byte{byte('1' + version.Int(9)), '.', byte('0' + version.Int(10))})),
		DeviceID:      vital.Val(number.Regex("[0-9A-F]{12}")),
	}, true
}
