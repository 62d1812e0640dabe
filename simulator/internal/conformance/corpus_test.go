package conformance_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A document is the body of an event or of a response of the API.
type document struct {
	name   string // its origin, for people
	kind   string // the event type, or "GET /v2/… 200"
	schema string // pointer to its schema in the vendor's document
	body   []byte // exactly as sent
	tree   *node
}

// corpus returns all events and responses of many scenarios.
var corpus = sync.OnceValues(func() ([]document, error) {
	doc, err := vendor()
	if err != nil {
		return nil, err
	}
	c := &collector{vendor: doc}
	for _, name := range simulator.ScenarioNames() {
		sc, err := simulator.LoadScenario(name)
		if err != nil {
			return nil, err
		}
		if err := c.play(sc, 0); err != nil {
			return nil, fmt.Errorf("scenario %s: %w", name, err)
		}
	}
	for i, l := range lives {
		for _, slug := range providersFor(i) {
			if err := c.live(l, slug); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", l.name, slug, err)
			}
		}
	}
	for _, slug := range simulator.FixtureNames() {
		for _, start := range []string{"2026-03-09T13:00:00Z", "2026-10-26T05:00:00Z"} {
			sc, err := simulator.ParseScenario(slug+".yaml", []byte(recordedYAML(slug, start)))
			if err != nil {
				return nil, err
			}
			if err := c.play(sc, 500); err != nil {
				return nil, fmt.Errorf("fixture %s from %s: %w", slug, start, err)
			}
		}
	}
	sc, err := simulator.ParseScenario("years.yaml", []byte(yearsYAML))
	if err != nil {
		return nil, err
	}
	if err := c.play(sc, 0); err != nil {
		return nil, fmt.Errorf("years: %w", err)
	}
	if err := c.everything(); err != nil {
		return nil, fmt.Errorf("everything recorded: %w", err)
	}
	if err := c.examples(); err != nil {
		return nil, err
	}
	if err := c.tour(); err != nil {
		return nil, fmt.Errorf("tour of the API: %w", err)
	}
	return c.docs, nil
})

func loadCorpus(t *testing.T) []document {
	t.Helper()
	docs, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// A life is a user of the generated scenarios. Together they cover clock changes
// and both sides of the date line.
type life struct {
	name         string
	clientUserID string
	zone         string
	persona      int // index in simulator.Personas
	seed         uint64
	start        string
	pageSize     int
}

var lives = []life{
	{"spring-forward-america", "01JRZ9Y8M3X5V7K2QH4T6W0BNC", "America/New_York", 0, 1, "2026-03-06T11:00:00Z", 400},
	{"spring-forward-europe", "user/7 <a&b>", "Europe/London", 1, 7, "2026-03-27T06:30:00Z", 1000},
	{"fall-back-europe", "jürgen+test@example.com", "Europe/Berlin", 2, 42, "2026-10-23T18:00:00Z", 0},
	{"half-hour-zone", "5f2c7a0e-94b1-4c36-8d52-7b1f0e9a6c33", "Asia/Kolkata", 3, 1234567890123, "2026-06-30T20:00:00Z", 299},
	{"far-east", "日本 \"quoted\" \\ id", "Pacific/Kiritimati", 4, 3, "2025-12-30T23:59:59Z", 0},
	{"leap-day", "42", "America/St_Johns", 5, 99, "2028-02-28T00:00:00Z", 750},
}

// edits has a correction per resource, so that all of them have updates.
var edits = map[string]string{
	"activity":                  "{steps: 12345, distance: 8123.5, floors_climbed: 12, wheelchair_use: true}",
	"sleep":                     "{efficiency: 93, score: 81, skin_temperature: 33.25}",
	"heartrate":                 "{value: 71}",
	"steps":                     "{value: 99}",
	"distance":                  "{value: 123.45}",
	"calories_active":           "{value: 12.5}",
	"hrv":                       "{value: 44.5}",
	"blood_oxygen":              "{value: 91}",
	"respiratory_rate":          "{value: 14.25}",
	"glucose":                   "{value: 5.5}",
	"sleep_cycle":               "{time_zone: Europe/Paris}",
	"workouts":                  "{title: A title, calories: 321, sport: other}",
	"body":                      "{weight: 71.5, water_percentage: 55}",
	"profile":                   "{height: 180}",
	"meal":                      "{name: A meal, energy: {value: 512.5}}",
	"electrocardiogram":         "{classification: inconclusive, inconclusive_cause: poor_reading}",
	"electrocardiogram_voltage": "{value: 0.125}",
	"wheelchair_push":           "{value: 17}",
	"menstrual_cycle":           "{home_progesterone_test: [{date: 2026-03-01, test_result: positive}]}",
	"stand_hour":                "{type: idle}",
	"stand_duration":            "{value: 3}",
	"handwashing":               "{value: 2}",
}

// editOf returns a correction of a resource, or false if it has none.
func editOf(resource string) (set string, ok bool) {
	if set, ok = edits[resource]; ok {
		return set, true
	}
	r, _ := vital.ResourceNamed(resource)
	return correction(r), r.Kind.Timeseries()
}

// live plays a life with all corrections except those of rare resources.
func (c *collector) live(l life, slug string) error {
	_, err := withoutRare(l.name+".yaml", func(rare []string) string { return l.yaml(slug, rare) }, func(sc *simulator.Scenario) error {
		return c.play(sc, l.pageSize)
	})
	return err
}

// unreadable matches the error of correcting a resource that has no data yet.
var unreadable = regexp.MustCompile(`update (\w+): (?:there is no record that clients can read|no such sample is readable)`)

// withoutRare plays a scenario, and again without the corrections of rare
// resources that have no data. It returns the text that was played last.
func withoutRare(name string, text func(rare []string) string, play func(*simulator.Scenario) error) (played string, err error) {
	for rare := []string(nil); ; {
		played = text(rare)
		sc, err := simulator.ParseScenario(name, []byte(played))
		if err != nil {
			return played, fmt.Errorf("%w\n%s", err, played)
		}
		if err = play(sc); err == nil {
			return played, nil
		}
		nothing := unreadable.FindStringSubmatch(err.Error())
		if nothing == nil || slices.Contains(rare, nothing[1]) {
			return played, err
		}
		rare = append(rare, nothing[1])
	}
}

// yaml returns the scenario of a life: history in chunks, corrections of all but
// rare resources, a sync, a gap without a connection, and a second link.
func (l life) yaml(slug string, rare []string) string {
	var b strings.Builder
	personas := simulator.Personas()
	fmt.Fprintf(&b, "name: %s\nabout: A life for the conformance tests.\nseed: %d\nstart: %s\n", l.name, l.seed, l.start)
	fmt.Fprintf(&b, "users:\n  ada: {client_user_id: %q, time_zone: %s, persona: %s}\n", l.clientUserID, l.zone, personas[l.persona%len(personas)])
	step := func(format string, args ...any) { fmt.Fprintf(&b, "  - "+format+"\n", args...) }
	b.WriteString("steps:\n")
	step("connect: {user: ada, provider: %s, backfill: {days: 16, chunks: 2}}", slug)
	step("advance: 36h")
	for _, resource := range catalog.SuppliedResources(slug) {
		if set, ok := editOf(resource); ok && !slices.Contains(rare, resource) {
			step("update: {user: ada, provider: %s, resource: %s, set: %s}", slug, resource, set)
		}
	}
	step("sync: {user: ada}")
	step("advance: 12h")
	step("disconnect: {user: ada, provider: %s}", slug)
	step("advance: 20h")
	step("connect: {user: ada, provider: %s, backfill: {days: 2}}", slug)
	if slug == "strava" {
		step("advance: 15d") // until there is a workout, its only resource
	}
	step("advance: 1d")
	return b.String()
}

// recordedYAML returns the scenario of a user with recorded data, which is moved
// over a clock change in most time zones.
func recordedYAML(slug, start string) string {
	return fmt.Sprintf(`name: recorded %s
start: %s
users: {ada: {client_user_id: recorded, fixture: %[1]s}}
steps:
  - connect: {user: ada, provider: %[1]s}
  - advance: 2d
`, slug, start)
}

// yearsYAML is long enough for new software and a new device, and has few other
// resources.
const yearsYAML = `name: years
start: 2026-01-05T08:00:00Z
users: {ada: {client_user_id: years, time_zone: Europe/London, persona: office-worker}}
steps:
  - connect: {user: ada, provider: kardia}
  - advance: 1000d
`

// providersFor distributes the simulated providers among the lives: every life
// has one, and every provider has a life.
func providersFor(i int) []string {
	var slugs []string
	for _, p := range catalog.Providers() {
		if catalog.SimulatesProvider(p.Slug) {
			slugs = append(slugs, p.Slug)
		}
	}
	if len(slugs) <= len(lives) {
		return []string{slugs[i%len(slugs)]}
	}
	var dealt []string
	for j := i; j < len(slugs); j += len(lives) {
		dealt = append(dealt, slugs[j])
	}
	return dealt
}

// A collector gathers documents.
type collector struct {
	vendor *node
	docs   []document
}

func (c *collector) add(name, kind, schema string, body []byte) error {
	tree, err := parseTree(body)
	if err != nil {
		return fmt.Errorf("%s is not JSON: %w\n%s", name, err, cut(body))
	}
	c.docs = append(c.docs, document{name, kind, schema, body, tree})
	return nil
}

// play plays the scenario, then reads all data that has become readable.
func (c *collector) play(sc *simulator.Scenario, pageSize int) error {
	sim, err := simulator.New(simulator.Config{PageSize: pageSize}.For(sc))
	if err != nil {
		return err
	}
	defer sim.Close()
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		return err
	}
	report, err := sim.Play(context.Background(), sc, nil)
	if err != nil {
		return err
	}
	users := map[string]string{}
	for _, d := range report.Timeline {
		schema, err := eventSchema(c.vendor, d.EventType)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s: %s at %s", sc.Name, d.EventType, d.At.Format("2006-01-02T15:04:05"))
		if err := c.add(name, d.EventType, schema, d.Body); err != nil {
			return err
		}
		if users[d.ClientUserID] == "" {
			users[d.ClientUserID] = d.UserID
			api := client{collector: c, name: sc.Name, base: sim.URL(), key: sim.APIKey(), values: map[string]string{
				"user_id": d.UserID, "client_user_id": d.ClientUserID,
			}}
			api.read(report)
			api.streams(report)
			if api.err != nil {
				return api.err
			}
		}
	}
	return nil
}

// read reads all data of a user.
func (a *client) read(report *simulator.Report) {
	const all = "start_date=2020-01-01&end_date=2030-01-01"
	a.ask(http.MethodGet, "/v2/user/resolve/{client_user_id}", http.StatusOK)
	a.ask(http.MethodGet, "/v2/user/{user_id}", http.StatusOK)
	a.ask(http.MethodGet, "/v2/user/providers/{user_id}", http.StatusOK)
	// Read the last day of samples in pages, and an hour without pages.
	day := "start_date=" + report.End.AddDate(0, 0, -1).Format("2006-01-02T15:04:05Z")
	hour := "start_date=" + report.End.AddDate(0, 0, -1).Format("2006-01-02")
	some := "start_date=" + report.End.AddDate(0, 0, -2).Format("2006-01-02") + "&end_date=" + report.End.AddDate(0, 0, -1).Format("2006-01-02")
	recorded := strings.HasPrefix(a.name, everythingName)
	if recorded {
		day, hour = all, all // a fixture has little data
	}
	for _, r := range append(slices.Clone(vital.Resources), vital.Hypnogram) {
		if !catalog.SimulatesResource(r.Name) && r != vital.Hypnogram && !recorded {
			continue // it has no data
		}
		if r.Kind == vital.Single {
			a.ask(http.MethodGet, summaryTemplate(r), http.StatusOK, http.StatusNotFound)
			continue
		}
		if r.Kind.Summary() {
			a.query(all).ask(http.MethodGet, summaryTemplate(r), http.StatusOK)
			a.query(some).ask(http.MethodGet, summaryTemplate(r), http.StatusOK)
			a.query("start_date=2001-01-01&end_date=2001-02-01").ask(http.MethodGet, summaryTemplate(r), http.StatusOK)
		}
		if r.Kind.Timeseries() {
			a.pages(groupedTemplate(r), day)
			a.pages(groupedTemplate(r), "start_date=2001-01-01&end_date=2001-01-02")
		}
		if r.Ungrouped {
			a.query(hour).ask(http.MethodGet, ungroupedTemplate(r), http.StatusOK)
		}
	}
	for _, typ := range []string{"hdl", "ldl", "total", "triglycerides"} {
		a.query(all).ask(http.MethodGet, "/v2/timeseries/{user_id}/cholesterol/"+typ, http.StatusOK)
	}
	for _, resource := range wire.RawResources() {
		a.query(all+"&provider=fitbit").ask(http.MethodGet, "/v2/summary/"+resource+"/{user_id}/raw", http.StatusOK, http.StatusNotFound, http.StatusNotImplemented)
		a.query(all).ask(http.MethodGet, "/v2/summary/"+resource+"/{user_id}/raw", http.StatusOK, http.StatusNotFound, http.StatusNotImplemented)
	}
}

// streams reads the streams of a workout and of a sleep.
func (a *client) streams(report *simulator.Report) {
	workouts := vital.DailyEvent("workouts", false)
	for _, eventType := range []string{vital.HistoricalEvent("workout_stream"), vital.DailyEvent("workout_stream", false)} {
		if a.note(report, eventType) {
			workouts = vital.DailyEvent("workout_stream", false) // only announced streams are readable
		}
	}
	if a.note(report, workouts) {
		a.ask(http.MethodGet, "/v2/timeseries/workouts/{workout_id}/stream", http.StatusOK, http.StatusNotFound) // few recordings have streams
	}
	if a.note(report, vital.DailyEvent("sleep", false)) {
		a.ask(http.MethodGet, "/v2/timeseries/sleep/{sleep_id}/stream", http.StatusOK)
	}
}

// note stores the id of the record of an event and reports whether there was
// one.
func (a *client) note(report *simulator.Report, eventType string) bool {
	for _, d := range report.Timeline {
		if d.EventType == eventType && d.UserID == a.values["user_id"] {
			a.values["workout_id"], a.values["sleep_id"] = d.Carries.RecordID, d.Carries.RecordID
			return true
		}
	}
	return false
}

// pages follows next_cursor to the end.
func (a *client) pages(template, query string) {
	for cursor, page := "", 1; a.err == nil; page++ {
		answer := a.query(query+cursor).ask(http.MethodGet, template, http.StatusOK)
		next := answer.text("next_cursor")
		if next == "" {
			return
		}
		if page > 1000 {
			a.err = fmt.Errorf("%s?%s: the pages do not end", template, query)
		}
		cursor = "&next_cursor=" + next
	}
}

func summaryTemplate(r vital.Resource) string   { return "/v2/summary/" + r.Path + "/{user_id}" }
func ungroupedTemplate(r vital.Resource) string { return "/v2/timeseries/{user_id}/" + r.Path }
