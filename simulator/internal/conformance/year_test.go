package conformance_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var wholeYear = flag.Bool("year", false, "play all of 2026 of each life, not its sample")

// A lifetime is a persona seen through a provider, and the resources for which it
// is in the table: of each it produces history, created and updated events. The
// sample is so many days from a date, by when all of them have happened.
type lifetime struct {
	persona, provider string
	seed              int
	sample            string
	days              int
	covers            []string
}

// lifetimes are as few as have every resource that is generated. Nobody's device
// measures the three that labs do: those come from a fixture.
var lifetimes = []lifetime{
	{"endurance-runner", "fitbit", 42, "2026-01-05", 4, []string{
		"activity", "sleep", "sleep_cycle", "workouts", "workout_stream", "body", "profile", "meal", "heartrate", "steps", "distance",
		"calories_active", "hrv", "blood_oxygen", "respiratory_rate", "vo2_max", "water", "weight", "fat", "body_temperature",
	}},
	{"office-worker", "garmin", 1, "2026-03-02", 2, []string{"stress_level"}},
	{"cardiac-patient", "apple_health_kit", 1, "2026-03-02", 9, []string{
		"afib_burden", "heart_rate_alert", "electrocardiogram", "electrocardiogram_voltage", "blood_pressure", "stand_hour",
		"stand_duration", "handwashing", "daylight_exposure", "uv_exposure", "calories_basal", "floors_climbed", "caffeine",
		"body_mass_index", "lean_body_mass", "body_temperature_delta", "sleep_breathing_disturbance",
	}},
	{"wheelchair-user", "apple_health_kit", 4, "2026-03-02", 14, []string{
		"wheelchair_push", "workout_distance", "workout_swimming_stroke", "heart_rate_recovery_one_minute", "mindfulness_minutes",
	}},
	{"asthma", "apple_health_kit", 1, "2026-03-02", 30, []string{
		"inhaler_usage", "forced_expiratory_volume_1", "forced_vital_capacity", "peak_expiratory_flow_rate",
	}},
	{"sleep-apnoea", "apple_health_kit", 1, "2026-03-02", 31, []string{"sleep_apnea_alert"}},
	{"cycle-tracker", "apple_health_kit", 1, "2026-03-02", 32, []string{"menstrual_cycle", "basal_body_temperature"}},
	{"frail-elder", "apple_health_kit", 5, "2026-03-02", 14, []string{"fall"}},
	{"weight-loss", "apple_health_kit", 1, "2026-03-02", 14, []string{"waist_circumference"}},
	{"type-1-diabetes", "freestyle_libre", 1, "2026-03-02", 14, []string{"glucose", "note", "carbohydrates", "insulin_injection"}},
	{"frequent-traveller", "samsung_health", 1, "2026-03-02", 14, []string{"workout_duration"}},
}

// recordedOnly are resources that no device of the table of providers measures.
var recordedOnly = []string{"cholesterol", "ige", "igg"}

// never are the data events that nothing causes, and why.
var never = map[string]string{
	vital.DailyEvent("workout_stream", true): "a workout's stream is announced once and does not change after that",
}

// simulated are the resources of a lifetime that are generated.
func (l lifetime) simulated() []string {
	return slices.DeleteFunc(slices.Clone(l.covers), func(name string) bool { return !simulator.SimulatesResource(name) })
}

// yaml is the life as a scenario: history, the days, a correction of the newest of
// each resource, and a day on which it is announced.
func (l lifetime) yaml() string {
	start, days := l.sample, l.days
	if *wholeYear {
		start, days = "2026-01-01", 365
	}
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s through %s\nseed: %d\nstart: %sT08:00:00Z\n", l.persona, l.provider, l.seed, start)
	fmt.Fprintf(&b, "users: {ada: {client_user_id: app-user-1, time_zone: Europe/London, persona: %s}}\nsteps:\n", l.persona)
	fmt.Fprintf(&b, "  - connect: {user: ada, provider: %s, backfill: {days: 3}, resources: [%s]}\n", l.provider, strings.Join(l.simulated(), ", "))
	fmt.Fprintf(&b, "  - advance: %dd\n", days)
	for _, name := range l.simulated() {
		if r, _ := vital.ResourceNamed(name); r.Kind != vital.Stream {
			set, ok := edits[name]
			if !ok {
				set = correction(r)
			}
			fmt.Fprintf(&b, "  - update: {user: ada, resource: %s, set: %s}\n", name, set)
		}
	}
	b.WriteString("  - advance: 1d\n")
	return b.String()
}

// A checker is a receiver that takes every delivery apart as it comes: verified
// by the Svix library, valid by the vendor's schema. It keeps none.
type checker struct {
	t        *testing.T
	spec     *spec
	vendor   *node
	verifier *svix.Webhook

	mu   sync.Mutex
	seen map[string]int // by event type
}

func newChecker(t *testing.T) *checker {
	t.Helper()
	c := &checker{t: t, spec: agreedSpec(t), seen: map[string]int{}}
	var errs [2]error
	c.vendor, errs[0] = vendor()
	c.verifier, errs[1] = svix.NewWebhook(testSecret)
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// RoundTrip is the receiver in the place of a network.
func (c *checker) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := c.check(body, r.Header); err != nil {
		c.t.Errorf("%v\n%s", err, cut(body))
	}
	return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(bytes.NewReader(nil)), Request: r}, nil
}

func (c *checker) check(body []byte, header http.Header) error {
	if err := c.verifier.Verify(body, header); err != nil {
		return fmt.Errorf("verify %s: %w", header.Get("Svix-Id"), err)
	}
	tree, err := parseTree(body)
	if err != nil {
		return err
	}
	eventType := tree.text("event_type")
	c.mu.Lock()
	c.seen[eventType]++
	c.mu.Unlock()
	schema, err := eventSchema(c.vendor, eventType)
	if err != nil {
		return err
	}
	if err := c.spec.validate(schema, tree.plain()); err != nil {
		return fmt.Errorf("validate %s: %w", eventType, err)
	}
	return nil
}

// play plays a scenario to the receiver.
func (c *checker) play(file, text string) error {
	sc, err := simulator.ParseScenario(file, []byte(text))
	if err != nil {
		return fmt.Errorf("%w\n%s", err, text)
	}
	sim, err := simulator.New(simulator.Config{Target: "http://receiver.invalid/webhooks", Secret: testSecret, Transport: c}.For(sc))
	if err != nil {
		return err
	}
	defer sim.Close()
	report, err := sim.Play(c.t.Context(), sc, nil)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, text)
	}
	if !report.OK() {
		return fmt.Errorf("%v\n%s", report.Failures, text)
	}
	return nil
}

// recorded plays a fixture with a sample of what takes a laboratory.
func (c *checker) recorded() error {
	dir := c.t.TempDir()
	slugs, err := writeEverything(filepath.Join(dir, "everything"))
	if err != nil {
		return err
	}
	for _, start := range []string{"2026-01-04T12:00:00Z", "2026-02-20T12:00:00Z"} {
		if err := c.play(filepath.Join(dir, "everything.yaml"), everythingYAML(slugs, start)); err != nil {
			return err
		}
	}
	return nil
}

// TestEveryEventTypeIsProduced: each of the 180 types of data events comes in the
// days of some persona with some provider, or from a fixture, verifies and is
// valid. Resources without a generator are named, and left out.
func TestEveryEventTypeIsProduced(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	produced := map[string]int{}
	t.Run("lives", func(t *testing.T) {
		collect := func(t *testing.T, play func(c *checker) error, wanted ...string) {
			t.Parallel()
			c := newChecker(t)
			if err := play(c); err != nil {
				t.Fatal(err)
			}
			for _, eventType := range wanted {
				if c.seen[eventType] == 0 && never[eventType] == "" {
					t.Errorf("no %s; choose other days, or another seed", eventType)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			for eventType, n := range c.seen {
				produced[eventType] += n
			}
		}
		for _, l := range lifetimes {
			if len(l.simulated()) == 0 {
				continue
			}
			t.Run(l.persona+" "+l.provider, func(t *testing.T) {
				collect(t, func(c *checker) error { return c.play("life.yaml", l.yaml()) }, dataEvents(l.simulated())...)
			})
		}
		t.Run("fixture", func(t *testing.T) {
			collect(t, (*checker).recorded, dataEvents(recordedOnly)...)
		})
	})
	covered := slices.Clone(recordedOnly)
	for _, l := range lifetimes {
		covered = append(covered, l.covers...)
	}
	var missing []string
	for _, r := range vital.Resources {
		if n := len(slices.DeleteFunc(slices.Clone(covered), func(name string) bool { return name != r.Name })); n != 1 {
			t.Errorf("%s is covered by %d lives, want one", r.Name, n)
		}
		if !simulator.SimulatesResource(r.Name) && !slices.Contains(recordedOnly, r.Name) {
			missing = append(missing, r.Name)
		}
	}
	if len(missing) > 0 {
		t.Logf("not generated yet: %s", strings.Join(missing, ", "))
	}
	types := 0
	for eventType := range produced {
		if _, ok := vital.EventResource(eventType); ok {
			types++
		}
	}
	t.Logf("%d of %d types of data events", types, 3*len(vital.Resources))
}

// dataEvents are the three event types of each resource.
func dataEvents(resources []string) (types []string) {
	for _, name := range resources {
		types = append(types, vital.HistoricalEvent(name), vital.DailyEvent(name, false), vital.DailyEvent(name, true))
	}
	return types
}
