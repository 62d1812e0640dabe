package provider

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestAll(t *testing.T) {
	t.Parallel()
	enum := vital.ResourceEnum()
	demos := 0
	for _, p := range All() {
		if got, ok := Find(p.Slug); !ok || got != p {
			t.Errorf("Find(%q) does not find it", p.Slug)
		}
		for _, r := range p.Resources {
			if !slices.Contains(enum, r) {
				t.Errorf("%s supplies %q, which Vital does not know", p.Slug, r)
			}
			if p.BackfillDays(named(r)) <= 0 {
				t.Errorf("%s %s has no backfill", p.Slug, r)
			}
		}
		if (p.ExternalID() == NoID) != (p.AuthType == "sdk" || p.AuthType == "") {
			t.Errorf("%s with auth type %q has external id %q", p.Slug, p.AuthType, p.ExternalID())
		}
		if p.Demo {
			demos++
		}
	}
	if demos != 4 {
		t.Errorf("%d demo providers, want 4", demos)
	}
	if _, ok := Find("fitbitt"); ok {
		t.Error("found a provider that does not exist")
	}
	if !slices.Contains(Slugs(), "withings") {
		t.Errorf("Slugs() = %v lacks withings", Slugs())
	}
}

func TestFitbit(t *testing.T) {
	t.Parallel()
	p, ok := Find("fitbit")
	if !ok {
		t.Fatal("no fitbit")
	}
	for resource, days := range map[string]int{"sleep": 90, "activity": 14, "heartrate": 14} {
		if got := p.BackfillDays(named(resource)); got != days {
			t.Errorf("BackfillDays(%s) = %d, want %d", resource, got, days)
		}
	}
	if !p.Supplies(vital.ResourceSleep) || p.Supplies(vital.ResourceGlucose) {
		t.Error("fitbit supplies sleep and no glucose")
	}
	if p.Historical(vital.ResourceDevice) || !p.Historical(vital.ResourceSleep) {
		t.Error("a device has no historical event, sleep has one")
	}
	if p.ExternalID() != ProviderID || !p.Demo || p.Kind != Cloud || p.History != Pull {
		t.Errorf("unexpected profile %+v", p)
	}
	want := vital.Source{Provider: "fitbit", Type: "watch", Name: "Fitbit", Slug: "fitbit", Logo: p.Logo}
	if got := p.Source(""); got != want {
		t.Errorf("Source() = %+v, want %+v", got, want)
	}
	if got := p.Wire(); got.Slug != "fitbit" || !strings.HasSuffix(got.Logo, "/fitbit.png") {
		t.Errorf("Wire() = %+v", got)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		slug, resource string
		history        History
		historical     bool
		days           int
	}{
		{"garmin", "activity", Trickle, true, 90},
		{"dexcom", "glucose", NoPull, false, 1},
		{"polar", "sleep", Partial, true, 28},
		{"polar", "activity", Partial, false, 28},
		{"zwift", "workouts", Pull, true, 270},
		{"omron", "blood_pressure", Pull, true, DefaultBackfillDays},
		{"oura", "hypnogram", Pull, false, 180},
	} {
		p, ok := Find(tt.slug)
		if !ok {
			t.Fatalf("no %s", tt.slug)
		}
		if p.History != tt.history || p.Historical(named(tt.resource)) != tt.historical || p.BackfillDays(named(tt.resource)) != tt.days {
			t.Errorf("%s %s: %s, historical %t, %d days; want %s, %t, %d", tt.slug, tt.resource,
				p.History, p.Historical(named(tt.resource)), p.BackfillDays(named(tt.resource)), tt.history, tt.historical, tt.days)
		}
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- {slug: a, name: A, kind: cloud, resources: [slep]}":                                                `resources: unknown "slep"; did you mean "sleep"?`,
		"- {slug: a, name: A, kind: clod}":                                                                    `kind: unknown "clod"; did you mean "cloud"?`,
		"- {slug: a, name: A, kind: cloud}\n- {slug: a, name: A, kind: cloud}":                                "duplicate slug",
		"- {slug: a, name: A, kind: cloud, resources: [sleep, sleep]}":                                        `duplicate "sleep"`,
		"- {slug: a, name: A, kind: cloud, history: partial}":                                                 "partial and history_only require each other",
		"- {slug: a, name: A, kind: cloud, backfill: {sleep: 3}}":                                             `backfill: unknown "sleep"`,
		"- {slug: a, name: A, kind: cloud, backfill_days: -1}":                                                "want a number of days",
		"- {slug: a, name: A, kind: cloud, colour: red}":                                                      "field colour not found",
		"- {slug: a, name: A, kind: cloud, resources: [sleep], device: {sources: {slep: [app]}}}":             `device.sources: unknown "slep"; did you mean "sleep"?`,
		"- {slug: a, name: A, kind: cloud, resources: [sleep], device: {sources: {sleep: [wach]}}}":           `device.sources.sleep: unknown "wach"; did you mean "watch"?`,
		"- {slug: a, name: A, kind: cloud, resources: [glucose], device: {}}":                                 "device.sources: glucose: want automatic",
		"- {slug: a, name: A, kind: cloud, resources: [glucose], device: {sources: {glucose: [fingerprik]}}}": `device.sources.glucose: unknown "fingerprik"; did you mean "fingerprick"?`,
		"- {slug: a, name: A, kind: cloud, resources: [workouts], device: {sports: [cycling, quidditch]}}":    `device.sports: unknown "quidditch"`,
		"- {slug: a, name: A, kind: cloud, resources: [vo2_max], device: {fitness: dayly}}":                   `device.fitness: unknown "dayly"; did you mean "daily"?`,
		"- {slug: a, name: A, kind: cloud, resources: [stress_level], device: {minutes: {stress: 4}}}":        "device.minutes.stress: want a multiple of 3, not 4",
		"- {slug: a, name: A, kind: cloud, resources: [stress_level], device: {minutes: {glucose: 25}}}":      "want a number of minutes that an hour is a multiple of, not 25",
		"- {slug: a, name: A, kind: cloud}":                                                                   "number: missing; a new provider takes the next free one",
		"- {slug: a, number: 1, name: A, kind: cloud}\n- {slug: b, number: 1, name: B, kind: cloud}":          `provider "b": number: 1 belongs to "a"`,
		"- {slug: a, number: 513, name: A, kind: cloud}":                                                      "number: 513 is too large; ids have room for numbers up to 512",
		"- {kind: cloud}": "slug and name are required",
		"-":               "entry 1 is empty",
		"- {slug: a, name: A, kind: cloud, resources: [sleep], backfill: {sleep: 0}}": "want a number of days",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%q) = %v, want an error with %q", text, err, want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text, err := fixtures.FS.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

// TestFileExplainsItsWords ensures that the comment at the head of the file
// explains every key of an entry and every word of a list of reports.
func TestFileExplainsItsWords(t *testing.T) {
	t.Parallel()
	text, err := fixtures.FS.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "\n- slug:")
	for _, typ := range []reflect.Type{reflect.TypeFor[Profile](), reflect.TypeFor[Device](), reflect.TypeFor[Reports]()} {
		for i := range typ.NumField() {
			if word := typ.Field(i).Tag.Get("yaml"); !regexp.MustCompile(`\b` + word + `\b`).MatchString(head) {
				t.Errorf("the head of %s does not explain %s", file, word)
			}
		}
	}
}

// TestCollectedFacts compares the file with the table collected from the
// vendor's documents. A key that differs must be marked as assumed.
func TestCollectedFacts(t *testing.T) {
	t.Parallel()
	spec := os.Getenv("VITAL_OPENAPI")
	if spec == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("not compared with the collected facts: VITAL_OPENAPI is not set")
		}
		t.Skip("not compared with the collected facts: set VITAL_OPENAPI to the vendor's OpenAPI file, next to providers.csv")
	}
	f, err := os.Open(filepath.Join(filepath.Dir(spec), "providers.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 42 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	list := func(cell string) []string {
		if cell == "" {
			return nil
		}
		return strings.Split(cell, ";")
	}
	for _, row := range rows[1:] {
		p, ok := Find(row[0])
		if !ok {
			t.Errorf("%s is missing", row[0])
			continue
		}
		assumed := func(key string) bool { return slices.Contains(p.Assumed, key) }
		days := ""
		if p.Days > 0 {
			days = strconv.Itoa(p.Days)
		}
		if p.Name != row[1] || p.AuthType != row[2] || string(p.Kind) != row[3] || days != row[4] {
			t.Errorf("%s is %s, %s, %s, %s days; collected was %v", p.Slug, p.Name, p.AuthType, p.Kind, days, row[1:5])
		}
		if types := list(row[5]); types != nil && !slices.Equal(p.SourceTypes, types) || types == nil && !slices.Equal(p.SourceTypes, []string{"unknown"}) && !assumed("source_types") {
			t.Errorf("%s has source types %v; collected were %v", p.Slug, p.SourceTypes, types)
		}
		for _, r := range list(row[6]) {
			if !slices.Contains(p.Resources, r) {
				t.Errorf("%s lacks %s", p.Slug, r)
			}
		}
		if collected := list(row[6]); len(p.Resources) != len(collected) && !assumed("resources") {
			t.Errorf("%s supplies %v; collected were %v", p.Slug, p.Resources, collected)
		}
		if p.Device == nil || len(p.Resources) == 0 {
			t.Errorf("%s measures nothing", p.Slug)
		}
	}
}

// named returns the resource with the name; 0 for one without events.
func named(name string) vital.ResourceID {
	r, _ := vital.ResourceNamed(name)
	return r.ID
}
