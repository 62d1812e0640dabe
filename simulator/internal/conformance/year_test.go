package conformance_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var wholeYear = flag.Bool("year", false, "play all of 2026 of each life, not its sample")

// A lifetime combines a persona with a provider, and lists the resources for
// which it must produce historical, created and updated events. The sample is a
// number of days from a date within which all of them occur.
type lifetime struct {
	persona, provider string
	seed              int
	sample            string
	days              int
	covers            []string
}

// lifetimes is a minimal list with every resource.
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
	{"asthma", "manual", 18, "2026-03-02", 21, []string{"cholesterol", "ige", "igg"}},
	{"frequent-traveller", "samsung_health", 1, "2026-03-02", 14, []string{"workout_duration"}},
}

// yaml returns the scenario of a lifetime: history, the days, a correction of
// the newest record of each resource, and a day on which it is announced.
func (l lifetime) yaml() string {
	start, days := l.sample, l.days
	if *wholeYear {
		start, days = "2026-01-01", 365
	}
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s through %s\nseed: %d\nstart: %sT08:00:00Z\n", l.persona, l.provider, l.seed, start)
	fmt.Fprintf(&b, "users: {ada: {client_user_id: app-user-1, time_zone: Europe/London, persona: %s}}\nsteps:\n", l.persona)
	fmt.Fprintf(&b, "  - connect: {user: ada, provider: %s, backfill: {days: 3}, resources: [%s]}\n", l.provider, strings.Join(l.covers, ", "))
	fmt.Fprintf(&b, "  - advance: %dd\n", days)
	for _, name := range l.covers {
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

// A checker is a receiver that verifies every delivery with the Svix library and
// validates it by the vendor's schema. It stores no deliveries.
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

// RoundTrip passes a request to the receiver without a network.
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

// play plays a scenario against the receiver.
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

// TestEveryEventTypeIsProduced ensures that each of the 180 types of data events
// occurs for some persona with some provider, verifies and is valid.
func TestEveryEventTypeIsProduced(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: simulates a year of several people")
	}
	agreedSpec(t) // skips all if the document is missing
	var mu sync.Mutex
	produced := map[string]int{}
	t.Run("lives", func(t *testing.T) {
		for _, l := range lifetimes {
			t.Run(l.persona+" "+l.provider, func(t *testing.T) {
				t.Parallel()
				c := newChecker(t)
				if err := c.play("life.yaml", l.yaml()); err != nil {
					t.Fatal(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for eventType, n := range c.seen {
					produced[eventType] += n
				}
			})
		}
	})
	var covered []string
	for _, l := range lifetimes {
		covered = append(covered, l.covers...)
	}
	var missing []string
	events := 0
	for _, r := range vital.Resources {
		if n := len(slices.DeleteFunc(slices.Clone(covered), func(name string) bool { return name != r.Name })); n != 1 {
			t.Errorf("%s is covered by %d lives, want one", r.Name, n)
		}
		for _, eventType := range []string{vital.HistoricalEvent(r.Name), vital.DailyEvent(r.Name, false), vital.DailyEvent(r.Name, true)} {
			if produced[eventType] == 0 {
				missing = append(missing, eventType)
			}
			events += produced[eventType]
		}
	}
	if len(missing) > 0 {
		t.Errorf("missing: %s; choose other days or another seed", strings.Join(missing, ", "))
	}
	t.Logf("%d events of %d types", events, 3*len(vital.Resources))
}
