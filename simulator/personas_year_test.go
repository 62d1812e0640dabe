package simulator_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
)

var wholeYear = flag.Bool("year", false, "let every persona live for a year with every kind of provider, not some of them for a month or three")

// telling are lives that the sample has in any case, for what is rare elsewhere.
var telling = []string{"cycle-tracker/apple_health_kit", "cardiac-patient/apple_health_kit", "student/my_fitness_pal_v2", "older-adult/withings"}

// judged are the resources that the lives are about.
var judged = []string{
	"activity", "blood_pressure", "body", "electrocardiogram", "electrocardiogram_voltage", "meal", "menstrual_cycle", "sleep", "steps", "weight", "workouts",
}

// TestPersonasAreCoherent checks that what clients read of a persona's year is
// consistent, with every device.
func TestPersonasAreCoherent(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	read := map[string]int{}
	t.Cleanup(func() {
		for _, what := range []string{"meals", "cycles", "voltages", "activities", "overlaps", "devices", "records", "silences"} {
			if t.Logf("%d %s", read[what], what); read[what] == 0 && !t.Failed() {
				t.Errorf("nobody has %s", what)
			}
		}
	})
	for i, persona := range simulator.Personas() {
		for k, slug := range []string{"apple_health_kit", "withings", "my_fitness_pal_v2", "polar", "fitbit"} {
			days := 365
			if !*wholeYear {
				days = 100
				if !slices.Contains(telling, persona+"/"+slug) {
					if days = 30; (i+k)%12 != 0 {
						continue
					}
				}
			}
			t.Run(persona+"/"+slug, func(t *testing.T) {
				t.Parallel()
				counts := livesCoherently(t, persona, slug, days)
				mu.Lock()
				defer mu.Unlock()
				for what, n := range counts {
					read[what] += n
				}
			})
		}
	}
}

func livesCoherently(t *testing.T, persona, slug string, days int) (counts map[string]int) {
	from := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	events := &diarist{created: map[string]time.Time{}, changed: map[string]time.Time{}}
	sim := start(t, simulator.Config{Start: from, Transport: events, Endpoints: []simulator.Endpoint{{URL: "http://receiver.invalid/"}}})
	events.now = sim.Now
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: persona, Persona: persona, TimeZone: "Europe/London"})
	if err != nil {
		t.Fatal(err)
	}
	supplied := catalog.SuppliedResources(slug)
	resources := slices.DeleteFunc(slices.Clone(judged), func(name string) bool { return !slices.Contains(supplied, name) })
	if err := sim.Connect(t.Context(), user.UserID, slug, simulator.ConnectOptions{Days: 10, Resources: resources}); err != nil {
		t.Fatal(err)
	}
	if err := sim.Advance(t.Context(), time.Duration(days)*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	y := year{t, map[string]int{}, sim, slug, user.UserID.String(), from.AddDate(0, 0, -11), from.AddDate(0, 0, days+1)}
	y.meals()
	y.cycles()
	y.electrocardiograms()
	y.activities()
	y.devices()
	y.stamps(events)
	y.counts["silences"] = events.silences
	return y.counts
}

// A year is what a client reads of a user.
type year struct {
	*testing.T
	counts   map[string]int // of what was compared
	sim      *simulator.Simulator
	provider string
	user     string
	from, to time.Time
}

// records are all of a summary, decoded; none where the provider has none.
func records[T any](y year, resource string) (list []T) {
	y.Helper()
	path := fmt.Sprintf("/v2/summary/%s/%s?start_date=%s&end_date=%s", resource, y.user, y.from.Format(time.DateOnly), y.to.Format(time.DateOnly))
	var answer map[string][]T
	if err := json.Unmarshal([]byte(get(y, y.sim, path)), &answer); err != nil {
		y.Fatalf("%s: %v", path, err)
	}
	for _, records := range answer {
		list = append(list, records...)
	}
	return list
}

// A sample is a value of a timeseries.
type sample struct {
	Timestamp time.Time `json:"timestamp"`
	Offset    int       `json:"timezone_offset"`
	Value     float64   `json:"value"`
	Source    struct {
		DeviceID *string `json:"device_id"`
		Type     string  `json:"type"`
	} `json:"source"`
}

func (y year) samples(path string, from, to time.Time) (list []sample) {
	y.Helper()
	cursor := ""
	for {
		page := fmt.Sprintf("/v2/timeseries/%s/%s/grouped?start_date=%s&end_date=%s%s", y.user, path, from.UTC().Format("2006-01-02T15:04:05Z"), to.UTC().Format("2006-01-02T15:04:05Z"), cursor)
		var answer struct {
			Groups map[string][]struct {
				Data   []sample        `json:"data"`
				Source json.RawMessage `json:"source"`
			} `json:"groups"`
			Next *string `json:"next_cursor"`
		}
		if err := json.Unmarshal([]byte(get(y, y.sim, page)), &answer); err != nil {
			y.Fatalf("%s: %v", page, err)
		}
		for _, groups := range answer.Groups {
			for _, g := range groups {
				for _, s := range g.Data {
					if err := json.Unmarshal(g.Source, &s.Source); err != nil {
						y.Fatal(err)
					}
					list = append(list, s)
				}
			}
		}
		if answer.Next == nil || *answer.Next == "" {
			return list
		}
		cursor = "&next_cursor=" + *answer.Next
	}
}

// meals have the energy of their macronutrients.
func (y year) meals() {
	type meal struct {
		Name   string `json:"name"`
		Energy *struct {
			Value float64 `json:"value"`
		} `json:"energy"`
		Macros *struct {
			Carbs, Protein, Alcohol float64
			Fats                    struct{ Total float64 }
		} `json:"macros"`
	}
	for _, m := range records[meal](y, "meal") {
		y.counts["meals"]++
		if m.Energy == nil || m.Macros == nil {
			y.Errorf("meal %+v", m)
			continue
		}
		if of := 4*m.Macros.Carbs + 4*m.Macros.Protein + 9*m.Macros.Fats.Total + 7*m.Macros.Alcohol; math.Abs(of-m.Energy.Value) > 0.2 {
			y.Errorf("%s has %v kcal, its macronutrients %v", m.Name, m.Energy.Value, of)
		}
	}
}

// cycles follow one another: each begins on the day after the one before.
func (y year) cycles() {
	type cycle struct {
		Start     string  `json:"period_start"`
		PeriodEnd *string `json:"period_end"`
		End       *string `json:"cycle_end"`
		Predicted bool    `json:"is_predicted"`
	}
	list := records[cycle](y, "menstrual_cycle")
	slices.SortFunc(list, func(a, b cycle) int { return bytes.Compare([]byte(a.Start), []byte(b.Start)) })
	for i, c := range list {
		if c.PeriodEnd != nil && *c.PeriodEnd < c.Start || c.PeriodEnd != nil && c.End != nil && *c.End < *c.PeriodEnd {
			y.Errorf("cycle %+v", c)
		}
		if i == 0 || c.Predicted || list[i-1].End == nil {
			continue
		}
		y.counts["cycles"]++
		ended, err := time.Parse(time.DateOnly, *list[i-1].End)
		if err != nil || ended.AddDate(0, 0, 1).Format(time.DateOnly) != c.Start {
			y.Errorf("a cycle begins on %s, the one before ends on %s", c.Start, *list[i-1].End)
		}
	}
}

// electrocardiograms have as many voltages as they say.
func (y year) electrocardiograms() {
	type ecg struct {
		Start time.Time `json:"session_start"`
		End   time.Time `json:"session_end"`
		Count int       `json:"voltage_sample_count"`
	}
	for _, e := range records[ecg](y, "electrocardiogram") {
		y.counts["voltages"] += e.Count
		if got := len(y.samples("electrocardiogram_voltage", e.Start, e.End)); got != e.Count {
			y.Errorf("the ECG of %s has %d voltages, and says %d", e.Start, got, e.Count)
		}
	}
}

// activities are one a day of each source, and not more than its samples of the
// day: what two devices have counted is not in the sum of one.
func (y year) activities() {
	type activity struct {
		Date   string `json:"calendar_date"`
		Steps  *int   `json:"steps"`
		Source struct {
			Type string `json:"type"`
		} `json:"source"`
	}
	type day struct{ date, source string }
	steps := map[day]float64{}
	for _, s := range y.samples("steps", y.from, y.to) {
		steps[day{s.Timestamp.Add(time.Duration(s.Offset) * time.Second).UTC().Format(time.DateOnly), s.Source.Type}] += s.Value
	}
	seen, dates := map[day]bool{}, map[string]int{}
	for _, a := range records[activity](y, "activity") {
		d := day{a.Date, a.Source.Type}
		if seen[d] {
			y.Errorf("%s has two activities of one source", d)
		}
		seen[d] = true
		if dates[a.Date]++; dates[a.Date] > 1 {
			y.counts["overlaps"]++
		}
		samples, ok := steps[d]
		if ok {
			y.counts["activities"]++
		}
		if ok && a.Steps != nil && float64(*a.Steps) != samples {
			y.Errorf("%s has %d steps, %v in samples", d, *a.Steps, samples)
		}
	}
}

// stamps are those of the events: what a battery or a drawer kept back for a day
// was created when it came, not when it was measured.
func (y year) stamps(events *diarist) {
	type record struct {
		ID      string    `json:"id"`
		Created time.Time `json:"created_at"`
		Updated time.Time `json:"updated_at"`
	}
	for _, resource := range []string{"activity", "body", "electrocardiogram", "meal", "menstrual_cycle", "sleep", "workouts"} {
		for _, r := range records[record](y, resource) {
			created, live := events.created[r.ID]
			if !live {
				continue // of the history
			}
			y.counts["records"]++
			if !r.Created.Equal(created) || !r.Updated.Equal(events.changed[r.ID]) {
				y.Errorf("%s %s: created %s and updated %s, the events came %s and %s", resource, r.ID, r.Created, r.Updated, created, events.changed[r.ID])
			}
		}
	}
}

// devices are listed where sources name them.
func (y year) devices() {
	var listed []struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal([]byte(get(y, y.sim, "/v2/user/"+y.user+"/device")), &listed); err != nil {
		y.Fatal(err)
	}
	type record struct {
		Source struct {
			DeviceID *string `json:"device_id"`
		} `json:"source"`
	}
	check := func(resource string, id *string) {
		if id != nil {
			y.counts["devices"]++
		}
		if id != nil && !slices.ContainsFunc(listed, func(d struct {
			ID string `json:"id"`
		}) bool {
			return d.ID == *id
		}) {
			y.Errorf("%s comes from device %s, which is not listed", resource, *id)
		}
	}
	for _, resource := range []string{"activity", "sleep", "workouts", "body"} {
		for _, r := range records[record](y, resource) {
			check(resource, r.Source.DeviceID)
		}
	}
	for _, path := range []string{"steps", "blood_pressure"} {
		for _, s := range y.samples(path, y.to.AddDate(0, 0, -20), y.to) {
			check(path, s.Source.DeviceID)
		}
	}
}
