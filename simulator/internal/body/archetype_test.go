package body_test

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// mine is a persona file as a user would write it.
const mine = `about: Somebody.
age: [30, 40]
fitness: 0.5
daily_steps: [5000, 9000]
workouts_per_week: [1, 3]
sports: [running, yoga]
mid_sleep: ["02:30", "03:30"]
sleep_need_hours: [7, 8]
night_wakings: [0, 1]
works: 1
work_days: [mon, tue]
metabolism: healthy
`

func parse(tb testing.TB, text string) *body.Archetype {
	tb.Helper()
	a, err := body.ParseArchetype("mine.yaml", []byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func drawFrom(tb testing.TB, a *body.Archetype, n int, zone string) *body.Persona {
	tb.Helper()
	p, err := a.Draw(seed.New(uint64(n)), zone)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestShippedFilesParse(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(fixtures.Personas, "personas/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	known := append(body.Archetypes(), "general")
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".yaml")
		a, err := body.Named(name)
		if err != nil || !slices.Contains(known, name) {
			t.Fatalf("%s: %v, known are %v", file, err, known)
		}
		if about := a.About(); about != body.About(name) || len(about) < 20 || len(about) > 110 || !strings.HasSuffix(about, ".") {
			t.Errorf("%s: about %q: want one sentence of a line", name, about)
		}
	}
	if len(files) != len(known) {
		t.Errorf("%d files, %d personas", len(files), len(known))
	}
}

func TestParseReportsPositionOfMistakes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, old, new, want string }{
		{"unknown key", "works: 1", "wrks: 1", `mine.yaml:10:1: unknown key "wrks"; did you mean "works"?`},
		{"twice", "works: 1", "age: 40", `mine.yaml:10:1: duplicate key "age"; the first is on line 2`},
		{"missing", "fitness: 0.5\n", "", `mine.yaml:1:1: missing fitness; usage: about`},
		{"no about", "about: Somebody.", "about:", `mine.yaml:1:1: about: want text, have nothing`},
		{"range", "[5000, 9000]", "[9000, 5000]", "mine.yaml:4:14: daily_steps: want a range within 2000 and 18000, lowest first, have [9000, 5000]"},
		{"beyond", "[30, 40]", "[30, 90]", "mine.yaml:2:6: age: want a range within 18 and 80, lowest first, have [30, 90]"},
		{"not a number", "fitness: 0.5", "fitness: .nan", "mine.yaml:3:10: fitness: want [lowest, highest] or a number"},
		{"three", "[30, 40]", "[30, 40, 50]", "mine.yaml:2:6: age: want [lowest, highest] or a number, have a list"},
		{"time", `"02:30"`, `"2.30"`, `mine.yaml:7:12: mid_sleep: want a time such as "02:30", in quotes, have the text "2.30"`},
		{"hour", `"02:30"`, `"26:30"`, `mid_sleep: want a time such as "02:30"`},
		{"rest", `"02:30"`, `"02:30pm"`, `mid_sleep: want a time such as "02:30"`},
		{"too early", `"02:30"`, `"01:30"`, "mid_sleep: want times within 02:00 and 06:20, the earlier first, have 01:30 and 03:30"},
		{"sport", "yoga]", "yogga]", `sports: unknown sport "yogga"; did you mean "yoga"?`},
		{"no sport", "[running, yoga]", "[]", "mine.yaml:6:9: sports: an empty list; name one at least"},
		{"weekday", "[mon, tue]", "[mon, Tuesday]", `work_days: unknown day "Tuesday"`},
		{"metabolism", "metabolism: healthy", "metabolism: healhty", `mine.yaml:12:13: metabolism: unknown metabolism "healhty"; did you mean "healthy"?`},
		{"chance", "works: 1", "works: 45", "mine.yaml:10:8: works: want a number from 0 to 1, have the number 45"},
		{"syntax", "age: [30, 40]", "age: [30, 40", "not valid YAML"},
		{"empty", mine, "", "mine.yaml:1:1: the file is empty; a persona has about, age, fitness and more"},
		{"list", mine, "- a", "want a mapping, have a list"},
		{"alias", "works: 1", "works: &a 1\nx: *a", "aliases (*a) are not supported in personas"},
		{"phases", "works: 1", "phases: 3", "mine.yaml:10:9: phases: want a list, have the number 3"},
		{"phase", "works: 1", "phases: [3]", "phases: want a mapping, have the number 3"},
		{"phase without a date", "works: 1", "phases: [{fitness: 1}]", "phases: missing from"},
		{"phase with a bad date", "works: 1", "phases: [{from: 2026-13-01, fitness: 1}]", `phases.from: want a date such as 2026-03-01, have "2026-13-01"`},
		{"phase of nothing", "works: 1", "phases: [{from: 2026-03-01}]", "phases: nothing changes on 2026-03-01"},
		{"phases out of order", "works: 1", "phases: [{from: 2026-03-01, fitness: 1}, {from: 2026-03-01, fitness: 0.9}]", "phases.from: want a date after the phase before, 2026-03-01"},
		{"age in a phase", "works: 1", "phases: [{from: 2026-03-01, age: 40}]", "phases: age holds for a whole life, no phase changes it"},
		{"phase in a phase", "works: 1", "phases: [{from: 2026-03-01, phases: []}]", `phases: unknown key "phases"`},
		{"unknown key of a phase", "works: 1", "phases: [{from: 2026-03-01, fitnes: 1}]", `mine.yaml:10:29: phases: unknown key "fitnes"; did you mean "fitness"?`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(mine, tc.old, tc.new, 1)
			_, err := body.ParseArchetype("mine.yaml", []byte(text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v\nwant an error with %s", err, tc.want)
			}
		})
	}
}

func TestParseReportsAllMistakesInOrder(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("[30, 40]", "[30, 90]", "0.5", "[0, 2]", "yoga", "yogga", "works", "wrks").Replace(mine)
	_, err := body.ParseArchetype("mine.yaml", []byte(text))
	if err == nil {
		t.Fatal("no error")
	}
	var lines []string
	for line := range strings.Lines(err.Error()) {
		lines = append(lines, strings.SplitN(line, ":", 3)[1])
	}
	if want := []string{"2", "3", "6", "10"}; !slices.Equal(lines, want) {
		t.Errorf("problems on lines %v, want %v:\n%v", lines, want, err)
	}
}

func TestParseAcceptsNumberAsRange(t *testing.T) {
	t.Parallel()
	a := parse(t, strings.NewReplacer("[30, 40]", "33", `["02:30", "03:30"]`, `"03:00"`, "[mon, tue]", "[]").Replace(mine))
	for n := range 20 {
		p := drawFrom(t, a, n, "")
		if p.Fitness != 0.5 || p.AgeOn(date(2026, 1, 1)) != 33 || p.Chronotype != 180 || p.WorkDays != [7]bool{} {
			t.Errorf("persona %d: fitness %v, %d years, mid-sleep %d, work days %v", n, p.Fitness, p.AgeOn(date(2026, 1, 1)), p.Chronotype, p.WorkDays)
		}
	}
}

// TestParseRefusesMisreadNumbers checks numbers that YAML reads in another base, and
// times that are not HH:MM.
func TestParseRefusesMisreadNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		strings.Replace(mine, "[30, 40]", "036", 1):                           "YAML reads 036 as the number 30",
		strings.Replace(mine, "[30, 40]", "[3_0, 40]", 1):                     "YAML reads 3_0 as the number 30",
		strings.Replace(mine, `["02:30", "03:30"]`, `["+2:30", "03:30"]`, 1):  `want a time such as "02:30"`,
		strings.Replace(mine, `["02:30", "03:30"]`, `["02:30", "03:030"]`, 1): `want a time such as "02:30"`,
	} {
		if _, err := body.ParseArchetype("mine.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}

// FuzzParseArchetype checks that a file is either refused or usable to draw a persona.
func FuzzParseArchetype(f *testing.F) {
	f.Add(mine)
	f.Add(strings.NewReplacer("[30, 40]", "030", `["02:30", "03:30"]`, `["2:30", "+3:30"]`).Replace(mine))
	f.Add(strings.Replace(mine, "[30, 40]", "[3_0, .5e2]", 1))
	f.Add(mine + "phases: [{from: 2026-03-01, fitness: 0.9, metabolism: type-1}]\n")
	files, err := fs.Glob(fixtures.Personas, "personas/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := fixtures.Personas.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := body.ParseArchetype("mine.yaml", []byte(text))
		if err != nil {
			return
		}
		p := drawFrom(t, a, 1, "Europe/London")
		for d := date(2026, 2, 27); d < date(2026, 3, 3); d++ {
			p.Day(d)
			p.Glucose(d)
		}
	})
}
