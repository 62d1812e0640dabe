package view_test

import (
	"fmt"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// cycles returns the menstrual cycles that begin in [from, to), with their revisions.
func (l *look) cycles(from, to vital.Date, asOf int64) (list []*vital.MenstrualCycle, revs []view.Rev) {
	for d := from; d < to; d++ {
		for _, r := range view.Summaries[vital.ResourceMenstrualCycle].Revs(&l.Lens, d, asOf, nil) {
			list = append(list, view.Summaries[vital.ResourceMenstrualCycle].Record(&l.Lens, r, stamp).(*vital.MenstrualCycle))
			revs = append(revs, r)
		}
	}
	return list, revs
}

// eachTracker calls f with people who track their cycles, through the providers that
// support it.
func eachTracker(t *testing.T, f func(t *testing.T, l *look)) {
	t.Helper()
	for n := range 24 {
		slug, persona := []string{"apple_health_kit", "health_connect"}[n%2], []string{"cycle-tracker", "perimenopause"}[n/2%2]
		f(t, lookAt(t, view.NewCache(), slug, n, persona, hardDates[n%len(hardDates)].zone))
		if t.Failed() {
			t.Fatalf("person %d, %s of %s", n, persona, slug)
		}
	}
}

// TestMenstrualCyclesAreConsecutive checks that the cycles of a year follow each other
// without gaps, and that their entries lie within them.
func TestMenstrualCyclesAreConsecutive(t *testing.T) {
	t.Parallel()
	all, flows, temperatures := 0, 0, 0
	lengths := map[vital.Date]int{}
	eachTracker(t, func(t *testing.T, l *look) {
		from := date(2026, 1, 1)
		list, _ := l.cycles(from, from+365, l.Persona.DayStart(from+365+130))
		next := vital.Date(0)
		for _, c := range list {
			all++
			days := c.CycleEnd.V - c.PeriodStart + 1
			lengths[days]++
			flows, temperatures = flows+len(c.MenstrualFlow), temperatures+len(c.BasalBodyTemperature)
			if next != 0 && c.PeriodStart != next || c.IsPredicted || !c.PeriodEnd.Valid || !c.CycleEnd.Valid || days < 18 || days > 115 {
				t.Errorf("a cycle from %s to %s, the one before ends before %s", c.PeriodStart, c.CycleEnd.V, next)
			}
			if period := c.PeriodEnd.V - c.PeriodStart + 1; period < 2 || period > 10 {
				t.Errorf("%s: a period of %d days", c.PeriodStart, period)
			}
			for _, e := range c.MenstrualFlow {
				if e.Date > c.PeriodEnd.V {
					t.Errorf("%s: flow on %s, the period ends on %s", c.PeriodStart, e.Date, c.PeriodEnd.V)
				}
			}
			for _, e := range c.BasalBodyTemperature {
				if e.Value < 3550 || e.Value > 4000 {
					t.Errorf("%s: %d/100 °C", e.Date, e.Value)
				}
			}
			c.Dates(func(d *vital.Date) {
				if *d < c.PeriodStart || *d > c.CycleEnd.V {
					t.Errorf("%s: an entry of %s, the cycle ends on %s", c.PeriodStart, *d, c.CycleEnd.V)
				}
			})
			next = c.CycleEnd.V + 1
		}
		if len(list) < 5 || len(list) > 18 {
			t.Errorf("%d cycles in a year", len(list))
		}
	})
	if all < 200 || flows < 3*all || temperatures < 15*all || len(lengths) < 12 {
		t.Errorf("%d cycles of %d lengths, %d days of flow, %d temperatures", all, len(lengths), flows, temperatures)
	}
}

// TestTemperatureRisesInLutealPhase checks that temperatures rise in the second half of a
// cycle, as those of the body do.
func TestTemperatureRisesInLutealPhase(t *testing.T) {
	t.Parallel()
	warmer, all := 0, 0
	for n := range 12 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, "cycle-tracker", "Europe/London")
		list, _ := l.cycles(date(2026, 1, 1), date(2026, 7, 1), l.Persona.DayStart(date(2027, 1, 1)))
		for _, c := range list {
			var first, second []float64
			for _, e := range c.BasalBodyTemperature {
				switch {
				case e.Date > c.CycleEnd.V-9:
					second = append(second, e.Value.Float())
				case e.Date < c.PeriodStart+10:
					first = append(first, e.Value.Float())
				}
			}
			all++
			if len(first) > 0 && len(second) > 0 && mean(second) > mean(first)+0.1 {
				warmer++
			}
		}
	}
	if warmer < all*8/10 || warmer == all && all < 50 {
		t.Errorf("%d of %d cycles are warmer in their second half", warmer, all)
	}
}

// TestMenstrualCyclesGrow follows cycles from upload to upload. They are predicted first,
// then begin, and never lose entries.
func TestMenstrualCyclesGrow(t *testing.T) {
	t.Parallel()
	predicted, exact, begun, steps := 0, 0, 0, 0
	eachTracker(t, func(t *testing.T, l *look) {
		from := date(2026, 3, 1)
		start := l.Persona.DayStart(from)
		known := map[vital.Date]*vital.MenstrualCycle{}
		for at := start; at < start+75*day; at += 13 * hour {
			list, revs := l.cycles(from-70, from+75+130, at)
			for i, c := range list {
				if revs[i].Last > at || l.LastUpload(revs[i].Last) != revs[i].Last {
					t.Errorf("as of %d: %+v", at, revs[i])
				}
				ahead := 0
				c.Dates(func(d *vital.Date) {
					if *d > l.Persona.DateAt(at) {
						ahead++
					}
				})
				if !c.IsPredicted && ahead > 0 || c.IsPredicted && len(c.MenstrualFlow)+len(c.BasalBodyTemperature) > 0 {
					t.Errorf("as of %d of %s: %s", at, l.Persona.DateAt(at), c.AppendJSON(nil))
				}
				before := known[revs[i].Date]
				switch {
				case before == nil:
				case !before.IsPredicted && c.IsPredicted || entriesOf(before) > entriesOf(c):
					t.Errorf("as of %d: %s, before that %s", at, c.AppendJSON(nil), before.AppendJSON(nil))
				case before.IsPredicted && !c.IsPredicted:
					begun++
					if far := before.PeriodStart - c.PeriodStart; far > -8 && far < 8 {
						exact++
					}
				case entriesOf(before) < entriesOf(c):
					steps++
				}
				if c.IsPredicted && before == nil {
					predicted++
				}
				known[revs[i].Date] = c
			}
		}
	})
	if predicted < 24 || begun < 24 || exact < begun/2 || steps < 1000 {
		t.Errorf("%d were predicted, %d began, %d of them within a week; they grew %d times", predicted, begun, exact, steps)
	}
}

// entriesOf returns the number of entries of a cycle.
func entriesOf(c *vital.MenstrualCycle) (n int) {
	c.Dates(func(*vital.Date) { n++ })
	if c.IsPredicted {
		return 0 // only predictions
	}
	return n
}

// TestMenstrualCyclesNeedTracking checks that people who do not track their cycle have no
// records of it.
func TestMenstrualCyclesNeedTracking(t *testing.T) {
	t.Parallel()
	for n := range 12 {
		for _, persona := range []string{"", "student", "older-adult"} {
			l := lookAt(t, view.NewCache(), "apple_health_kit", n, persona, "Europe/London")
			list, _ := l.cycles(date(2026, 1, 1), date(2026, 4, 1), l.Persona.DayStart(date(2026, 6, 1)))
			if len(list) > 0 {
				t.Errorf("person %d, %q: %s", n, persona, fmt.Sprint(list[0].PeriodStart))
			}
		}
	}
}
