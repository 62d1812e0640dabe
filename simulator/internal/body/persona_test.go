package body_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestArchetypesAreSortedAndDescribed(t *testing.T) {
	t.Parallel()
	names := body.Archetypes()
	if len(names) < 6 || !slices.IsSorted(names) {
		t.Errorf("Archetypes() = %q, want six or more, sorted", names)
	}
	for _, name := range names {
		if body.About(name) == "" {
			t.Errorf("About(%q) is empty", name)
		}
	}
}

func TestDrawRejectsUnknownNames(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, archetype, zone, want string }{
		{"archetype", "endurance-runer", "", `did you mean "endurance-runner"?`},
		{"archetype with a list of the known ones", "x", "", "new-parent, night-owl"},
		{"zone", "", "Europe/Lodnon", `did you mean "Europe/London"?`},
		{"the machine's zone", "", "Local", `unknown time zone "Local"`},
		{"path", "", "../zoneinfo", `unknown time zone "../zoneinfo"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a, err := body.Named(tc.archetype)
			if err == nil {
				_, err = a.Draw(seed.New(1), tc.zone)
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("drawing %q in %q: %v, want an error with %q", tc.archetype, tc.zone, err, tc.want)
			}
		})
	}
}

func TestPersonasStayWithinTheirRanges(t *testing.T) {
	t.Parallel()
	for n := range 600 {
		archetypes := append([]string{""}, body.Archetypes()...)
		p := draw(t, n, archetypes[n%len(archetypes)], "")
		for _, limit := range []struct {
			what        string
			got, lo, hi float64
		}{
			{"age", float64(p.AgeOn(date(2026, 1, 1))), 18, 80},
			{"height", float64(p.HeightCm), 140, 198},
			{"weight", p.WeightKg.Float(), 35, 150},
			{"fitness", p.Fitness, 0, 1},
			{"VO2max", p.VO2Max, 16, 72},
			{"HRMax", float64(p.HRMax), 135, 212},
			{"HRRest", float64(p.HRRest), 43, 84},
			{"chronotype", float64(p.Chronotype), 120, 380},
			{"sleep need", float64(p.SleepNeed), 330, 570},
			{"daily steps", float64(p.DailySteps), 2000, 18000},
			{"alarm", float64(p.Alarm), 300, 510},
			{"commute", float64(p.CommuteMinutes), 0, 30},
			{"workouts", p.WorkoutsPerWeek, 0, 7},
			{"sports", float64(len(p.Sports)), 1, 3},
			{"basal kcal", p.BasalKcalOn(date(2026, 1, 1)).Float(), 700, 2600},
		} {
			if limit.got < limit.lo || limit.got > limit.hi {
				t.Errorf("persona %d: %s is %v, want %v..%v", n, limit.what, limit.got, limit.lo, limit.hi)
			}
		}
	}
}

func TestBothSexesAreDrawn(t *testing.T) {
	t.Parallel()
	men := 0
	for n := range 400 {
		p := draw(t, n, "", "")
		men += int(p.Sex)
		if want := [2]string{"female", "male"}[p.Sex]; p.Sex.String() != want {
			t.Errorf("Sex(%d) reads %q, want %q", p.Sex, p.Sex, want)
		}
	}
	if men < 150 || men > 250 {
		t.Errorf("%d of 400 are men", men)
	}
}

func TestAgeTurnsOnTheBirthday(t *testing.T) {
	t.Parallel()
	p := &body.Persona{BirthDate: date(1990, 6, 15)}
	for _, tc := range []struct {
		on   vital.Date
		want int
	}{{date(2026, 6, 14), 35}, {date(2026, 6, 15), 36}, {date(2026, 5, 31), 35}, {date(2026, 7, 1), 36}} {
		if got := p.AgeOn(tc.on); got != tc.want {
			t.Errorf("AgeOn(%s) = %d, want %d", tc.on, got, tc.want)
		}
	}
}

func TestBasalKcalIsMifflinStJeor(t *testing.T) {
	t.Parallel()
	p := &body.Persona{Sex: body.Male, BirthDate: date(1986, 1, 1), HeightCm: 180, WeightKg: vital.Whole(80)}
	if got, want := p.BasalKcalOn(date(2026, 2, 1)), vital.Whole(800+1125-200+5); got != want {
		t.Errorf("man: got %v, want %v", got.Float(), want.Float())
	}
	p.Sex = body.Female
	if got, want := p.BasalKcalOn(date(2026, 2, 1)), vital.Whole(800+1125-200-161); got != want {
		t.Errorf("woman: got %v, want %v", got.Float(), want.Float())
	}
}

func TestDrawIsRepeatable(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		if diff := cmp.Diff(draw(t, n, "student", ""), draw(t, n, "student", ""), samePersona); diff != "" {
			t.Errorf("persona %d (-first +second):\n%s", n, diff)
		}
	}
}

func TestZoneChangesOnlyZone(t *testing.T) {
	t.Parallel()
	here, there := draw(t, 5, "", "Asia/Tokyo"), draw(t, 5, "", "Europe/Berlin")
	there.Zone, there.Location = here.Zone, here.Location
	if diff := cmp.Diff(here, there, samePersona); diff != "" {
		t.Errorf("(-Tokyo +Berlin):\n%s", diff)
	}
}

func TestSeedsGiveDifferentPersonas(t *testing.T) {
	t.Parallel()
	a, b := draw(t, 1, "", "UTC"), draw(t, 2, "", "UTC")
	if a.BirthDate == b.BirthDate || a.WeightKg == b.WeightKg || a.DailySteps == b.DailySteps {
		t.Error("seeds 1 and 2 draw nearly the same person")
	}
	x, y := a.Day(date(2026, 5, 5)), b.Day(date(2026, 5, 5))
	if x.Sleeps[0].Start == y.Sleeps[0].Start {
		t.Error("both go to bed in the same second")
	}
	for what, arrays := range map[string][2]any{
		"steps": {x.Steps, y.Steps}, "heart rate": {x.HeartRate, y.HeartRate}, "distance": {x.Distance, y.Distance},
		"energy": {x.ActiveKcal, y.ActiveKcal}, "floors": {x.Floors, y.Floors}, "METs": {x.METTenths, y.METTenths},
	} {
		if reflect.DeepEqual(arrays[0], arrays[1]) {
			t.Errorf("both have the same %s", what)
		}
	}
}

func TestArchetypesDiffer(t *testing.T) {
	t.Parallel()
	average := func(archetype string, f func(*body.Persona) float64) float64 {
		var m mean
		for n := range 40 {
			m.add(f(draw(t, n, archetype, "UTC")))
		}
		return m.value()
	}
	mid := func(p *body.Persona) float64 { return float64(p.Chronotype) }
	steps := func(p *body.Persona) float64 { return float64(p.DailySteps) }
	night := func(p *body.Persona) float64 {
		var m mean
		for d := date(2026, 5, 4); d < date(2026, 5, 18); d++ {
			m.add(float64(p.Nights(d)[0].Total()))
		}
		return m.value()
	}
	if owl, old := average("night-owl", mid), average("older-adult", mid); owl < old+120 {
		t.Errorf("mid-sleep: night-owl %.0f, older-adult %.0f", owl, old)
	}
	if runner, old := average("endurance-runner", steps), average("older-adult", steps); runner < 2*old {
		t.Errorf("steps: endurance-runner %.0f, older-adult %.0f", runner, old)
	}
	if parent, runner := average("new-parent", night), average("endurance-runner", night); parent > runner-3600 {
		t.Errorf("sleep: new-parent %.0f s, endurance-runner %.0f s", parent, runner)
	}
}
