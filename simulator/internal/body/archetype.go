package body

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"gopkg.in/yaml.v3"
)

// archetype is one entry of fixtures/personas.yaml, which documents the units.
type archetype struct {
	About           string     `yaml:"about"`
	Age             extent     `yaml:"age"`
	Fitness         extent     `yaml:"fitness"`
	DailySteps      extent     `yaml:"daily_steps"`
	WorkoutsPerWeek extent     `yaml:"workouts_per_week"`
	Sports          []string   `yaml:"sports"`
	MidSleep        clockTimes `yaml:"mid_sleep"`
	SleepNeedHours  extent     `yaml:"sleep_need_hours"`
	NightWakings    extent     `yaml:"night_wakings"`
	NapsPerWeek     extent     `yaml:"naps_per_week"`
	CommuteMinutes  extent     `yaml:"commute_minutes"`
	Works           float64    `yaml:"works"`
	WorkDays        []string   `yaml:"work_days"`
	Metabolism      string     `yaml:"metabolism"`
	Prediabetes     float64    `yaml:"prediabetes"`
}

// extent is a range from which values are drawn.
type extent [2]float64

// draw is bell-shaped and never leaves the range.
func (e extent) draw(r *seed.Stream) float64 { return r.Bell((e[0]+e[1])/2, (e[1]-e[0])/6) }

func (e extent) within(lo, hi float64) bool { return lo <= e[0] && e[0] <= e[1] && e[1] <= hi }

// clockTimes is an extent spelled as two times of day, kept in minutes.
type clockTimes extent

// UnmarshalYAML reads ["HH:MM", "HH:MM"].
func (c *clockTimes) UnmarshalYAML(n *yaml.Node) error {
	var texts [2]string
	if err := n.Decode(&texts); err != nil {
		return err
	}
	for i, text := range texts {
		var h, m int
		if _, err := fmt.Sscanf(text, "%d:%d", &h, &m); err != nil || h < 0 || h > 23 || m < 0 || m > 59 {
			return fmt.Errorf("line %d: read time %q: want HH:MM", n.Line, text)
		}
		c[i] = float64(h*60 + m)
	}
	return nil
}

// catalogue is the whole of fixtures/personas.yaml.
type catalogue struct {
	General    archetype            `yaml:"general"`
	Archetypes map[string]archetype `yaml:"archetypes"`
}

// mustCatalogue panics on a broken file because the file is compiled in: a
// build that carries one passes no test.
var mustCatalogue = sync.OnceValue(func() *catalogue {
	data, err := fixtures.FS.ReadFile("personas.yaml")
	if err != nil {
		panic(err)
	}
	c, err := parseCatalogue(data)
	if err != nil {
		panic(err)
	}
	return c
})

// Archetypes are the names that Draw knows, sorted; fixtures/personas.yaml
// says what each stands for.
func Archetypes() []string { return slices.Sorted(maps.Keys(mustCatalogue().Archetypes)) }

// About is the sentence that describes an archetype, "" for an unknown one.
func About(name string) string { return mustCatalogue().Archetypes[name].About }

// find is the archetype of a name; "" is the general population.
func (c *catalogue) find(name string) (archetype, error) {
	if name == "" {
		return c.General, nil
	}
	a, ok := c.Archetypes[name]
	if !ok {
		known := slices.Sorted(maps.Keys(c.Archetypes))
		return a, fmt.Errorf("find persona %q: known are %s%s", name, strings.Join(known, ", "), near.Hint(name, known))
	}
	return a, nil
}

// parseCatalogue reads personas.yaml and reports everything that is wrong with it.
func parseCatalogue(data []byte) (*catalogue, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var c catalogue
	if err := dec.Decode(&c); err != nil {
		return nil, fmt.Errorf("parse personas.yaml: %w", err)
	}
	errs := []error{c.General.check("general")}
	for _, name := range slices.Sorted(maps.Keys(c.Archetypes)) {
		errs = append(errs, c.Archetypes[name].check(name))
	}
	return &c, errors.Join(errs...)
}

// check holds the ranges to the limits that keep the promised bounds true.
func (a archetype) check(name string) error {
	var errs []error
	reject := func(key, want string) {
		errs = append(errs, fmt.Errorf("check persona %s: %s: want %s", name, key, want))
	}
	for _, limit := range []struct {
		key    string
		got    extent
		lo, hi float64
	}{
		{"age", a.Age, 18, 80},
		{"fitness", a.Fitness, 0, 1},
		{"daily_steps", a.DailySteps, minDailyMean, maxDailyMean},
		{"workouts_per_week", a.WorkoutsPerWeek, 0, 7},
		{"mid_sleep", extent(a.MidSleep), 120, 380},
		{"sleep_need_hours", a.SleepNeedHours, 5.5, 9.5},
		{"night_wakings", a.NightWakings, 0, 5},
		{"naps_per_week", a.NapsPerWeek, 0, 7},
		{"commute_minutes", a.CommuteMinutes, 0, 30},
		{"works", extent{a.Works, a.Works}, 0, 1},
		{"prediabetes", extent{a.Prediabetes, a.Prediabetes}, 0, 1},
	} {
		if !limit.got.within(limit.lo, limit.hi) {
			reject(limit.key, fmt.Sprintf("a range within %v and %v, got %v", limit.lo, limit.hi, limit.got))
		}
	}
	if len(a.Sports) == 0 {
		reject("sports", "at least one")
	}
	for _, s := range a.Sports {
		if _, ok := sportNamed(s); !ok {
			reject("sports", "known sports, got "+s+near.Hint(s, sportNames()))
		}
	}
	if _, ok := metabolisms[a.Metabolism]; !ok && a.Metabolism != "" {
		reject("metabolism", "one of "+strings.Join(slices.Sorted(maps.Keys(metabolisms)), ", ")+", got "+a.Metabolism)
	}
	for _, day := range a.WorkDays {
		if !slices.Contains(weekdays[:], day) {
			reject("work_days", "days of "+strings.Join(weekdays[:], ", ")+", got "+day)
		}
	}
	return errors.Join(errs...)
}

// weekdays in the order of time.Weekday.
var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
