package view_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A season has the statistics of some months that a plausible person shows. The checks in
// this file use nothing else, so that a test can give them an implausible one.
type season struct {
	steps, asleep []float64      // of days and nights with the device
	texts         map[string]int // number of equal records of days and nights, without their dates
	free, work    []float64      // steps on free days and on working days
}

// problems lists what is implausible about the season.
func (s season) problems() (out []string) {
	complain := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for text, n := range s.texts {
		if n > 1 {
			complain("%d days are equal: %s", n, text)
		}
	}
	if cv := spread(s.steps) / mean(s.steps); !(cv > 0.08 && cv < 1.2) {
		complain("steps vary by %.2f of their mean", cv)
	}
	if sd := spread(s.asleep) / minute; !(sd > 12 && sd < 150) {
		complain("nights differ by %.0f minutes", sd)
	}
	if m := mean(s.asleep) / hour; !(m > 4 && m < 10.5) {
		complain("nights have %.1f hours of sleep", m)
	}
	if m := mean(s.steps); !(m > 800 && m < 25_000) {
		complain("days have %.0f steps", m)
	}
	return out
}

// hasWeekends reports whether free days are not like working days.
func (s season) hasWeekends() bool {
	return len(s.free) > 0 && len(s.work) > 0 && math.Abs(mean(s.free)-mean(s.work)) > 0.04*mean(s.steps)
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func spread(x []float64) float64 {
	m, sum := mean(x), 0.0
	for _, v := range x {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / float64(len(x)))
}

const seasonDays = 70

// live computes the season of a person.
func live(t *testing.T, l *look, from vital.Date) season {
	s := season{texts: map[string]int{}}
	for d := from; d < from+seasonDays; d++ {
		if a, _, ok := l.activity(t, d, l.late(d)); ok {
			steps := float64(a.Steps.V + a.WheelchairPush.V)
			s.steps = append(s.steps, steps)
			if l.Persona.WorkDays[d.Weekday()] {
				s.work = append(s.work, steps)
			} else {
				s.free = append(s.free, steps)
			}
			same := *a
			same.Date, same.CalendarDate = vital.Date(0).UTC(), 0
			s.texts[string(same.AppendJSON(nil))]++
		}
		for _, n := range l.sleeps(d, l.late(d)) {
			if n.Type == vital.LongSleep {
				s.asleep = append(s.asleep, float64(n.Total))
				same, midnight := *n.Sleep, time.Duration(l.Persona.DayStart(d))*time.Second
				same.Date, same.CalendarDate = vital.Date(0).UTC(), 0
				same.BedtimeStart, same.BedtimeStop = same.BedtimeStart.Add(-midnight), same.BedtimeStop.Add(-midnight)
				s.texts[string(same.AppendJSON(nil))]++
			}
		}
	}
	return s
}

// counters lists the providers that count steps.
var counters = []string{"fitbit", "oura", "garmin", "apple_health_kit"}

// A habit describes who has data of a resource and on how many days of a month.
type habit struct {
	person  int
	persona string
	days    int
}

// habits has the resources that most days or most people do not have.
var habits = map[string]habit{
	"weight": {5, "", 8}, "fat": {5, "", 8}, "body_mass_index": {5, "", 8}, "lean_body_mass": {5, "", 8},
	"waist_circumference": {5, "weight-loss", 3}, "blood_pressure": {5, "cardiac-patient", 15},
	"body_temperature": {46, "", 4}, "basal_body_temperature": {5, "cycle-tracker", 20}, "vo2_max": {5, "endurance-runner", 8},
	"cholesterol": {25, "asthma", 1}, "ige": {25, "asthma", 1}, "igg": {25, "asthma", 1},
	"note": {5, "type-1-diabetes", 5}, "insulin_injection": {5, "type-1-diabetes", 28},
	"wheelchair_push": {5, "wheelchair-user", 20}, "electrocardiogram_voltage": {5, "cardiac-patient", 8},
	"afib_burden": {5, "cardiac-patient", 5}, "heart_rate_alert": {5, "cardiac-patient", 2}, "fall": {28, "frail-elder", 1},
	"sleep_apnea_alert": {5, "sleep-apnoea", 1}, "inhaler_usage": {5, "asthma", 25}, "peak_expiratory_flow_rate": {5, "asthma", 15},
	"forced_expiratory_volume_1": {5, "asthma", 1}, "forced_vital_capacity": {5, "asthma", 1},
	"workout_distance": {5, "endurance-runner", 8}, "workout_duration": {5, "type-1-diabetes", 2},
	"workout_swimming_stroke": {5, "wheelchair-user", 2}, "heart_rate_recovery_one_minute": {5, "endurance-runner", 6},
	"mindfulness_minutes": {5, "frequent-traveller", 2}, "glucose": {5, "type-1-diabetes", 20},
}

// of returns the persona that has most of a resource.
func (h habit) of(t *testing.T, p *provider.Profile) *look {
	t.Helper()
	return lookAt(t, view.NewCache(), p.Slug, h.person, h.persona, "Europe/London")
}

// alike lists resources whose days may be equal: the energy at rest is the same every day,
// VO2max changes slowly, and weeks without fibrillation or working days by their hours are
// equal.
var alike = []string{"calories_basal", "vo2_max", "afib_burden", "stand_hour"}

// TestDaysDiffer checks that no two days of a timeseries of a provider are equal.
func TestDaysDiffer(t *testing.T) {
	t.Parallel()
	for _, p := range provider.All() {
		_, names := supplied(p)
		for _, name := range names {
			h, rare := habits[name]
			if !rare {
				h = habit{5, "", 20}
			}
			l := h.of(t, p)
			seen, days := map[string]vital.Date{}, 0
			for d := date(2026, 1, 5); d < date(2026, 2, 4); d++ {
				var text strings.Builder
				l.points(name, d, func(p view.Point) {
					fmt.Fprint(&text, p.Unix-int64(d)*day, p.Value)
					if p.Detail != nil {
						fmt.Fprint(&text, *p.Detail)
					}
				})
				if text.Len() == 0 {
					continue
				}
				days++
				if other, same := seen[text.String()]; same && !slices.Contains(alike, name) {
					t.Errorf("%s %s: %s is like %s", p.Slug, name, d, other)
				}
				seen[text.String()] = d
			}
			if days < h.days {
				t.Errorf("%s %s: %d of 30 days have data, want at least %d; a series with rare data needs a row in habits", p.Slug, name, days, h.days)
			}
		}
	}
}

// TestSeasonsArePlausible checks a season of people of every archetype.
func TestSeasonsArePlausible(t *testing.T) {
	t.Parallel()
	weekday, looked := 0, 0
	archetypes := append([]string{""}, body.Archetypes()...)
	const n = 35
	for i := range n {
		slug := counters[i%len(counters)]
		l := lookAt(t, view.NewCache(), slug, i, archetypes[i%len(archetypes)], "")
		if l.Persona.Wheelchair() {
			continue // has no steps
		}
		looked++
		s := live(t, l, date(2026, 1, 5))
		for _, problem := range s.problems() {
			t.Errorf("person %d: %s", i, problem)
		}
		if missing := seasonDays - len(s.steps); missing > 12 {
			t.Errorf("person %d: %d days of %d without the device", i, missing, seasonDays)
		}
		if s.hasWeekends() {
			weekday++
		}
	}
	if weekday < 2*looked/5 || looked < n*9/10 {
		t.Errorf("only %d of %d people move differently on free days", weekday, looked)
	}
}

// TestConstantDataFails checks that implausible seasons have problems.
func TestConstantDataFails(t *testing.T) {
	t.Parallel()
	constant := season{texts: map[string]int{"the same": seasonDays}}
	for i := range seasonDays {
		constant.steps, constant.asleep = append(constant.steps, 8000), append(constant.asleep, 7*hour)
		if i%7 < 5 {
			constant.work = append(constant.work, 8000)
		} else {
			constant.free = append(constant.free, 8000)
		}
	}
	if problems := constant.problems(); len(problems) != 3 || constant.hasWeekends() {
		t.Errorf("constant days have the problems %q, weekends %v", problems, constant.hasWeekends())
	}
}

// TestDevicesAreTakenOff checks that there are nights and days without the device, never
// more than two days in a row, and gaps for charging.
func TestDevicesAreTakenOff(t *testing.T) {
	t.Parallel()
	const n, days = 40, 90
	var awayDays, longest, bareNights, gaps int
	for i := range n {
		l := newLook(t, i, "", "Europe/London")
		inARow := 0
		for d := date(2026, 1, 1); d < date(2026, 1, 1)+days; d++ {
			samples := l.heartrate(d, 0, l.late(d))
			if len(samples) == 0 {
				awayDays++
				inARow++
				longest = max(longest, inARow)
				continue
			}
			inARow = 0
			if len(view.Summaries[vital.ResourceSleep].Revs(&l.Lens, d, l.late(d), nil)) == 0 {
				bareNights++
			}
			for j := 1; j < len(samples); j++ {
				if gap := samples[j].Unix - samples[j-1].Unix; gap > 30*minute && gap < 2*hour {
					gaps++
				}
			}
		}
	}
	all := float64(n * days)
	for what, share := range map[string][3]float64{
		"days without the device":   {float64(awayDays) / all, 0.015, 0.08},
		"nights without the device": {float64(bareNights) / all, 0.03, 0.15},
		"gaps on the charger":       {float64(gaps) / all, 0.1, 0.35},
	} {
		if share[0] < share[1] || share[0] > share[2] {
			t.Errorf("%s: %.3f of all, want %.3f to %.3f", what, share[0], share[1], share[2])
		}
	}
	if longest != 2 {
		t.Errorf("the device was away for %d days in a row, want two at the most", longest)
	}
}
