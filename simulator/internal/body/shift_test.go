package body_test

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
)

func TestRotaRepeats(t *testing.T) {
	t.Parallel()
	a := parse(t, mine+"rota: [early, late, night, off, off]\n")
	starts := map[body.Shift]bool{}
	for n := range 40 {
		p := drawFrom(t, a, n, "")
		starts[p.Shift(date(2026, 5, 4))] = true
		for d := date(2026, 5, 4); d < date(2026, 6, 4); d++ {
			if p.Shift(d) != p.Shift(d+5) || p.WorkDays != [7]bool{} {
				t.Fatalf("persona %d, %s: %v, five days later %v", n, d, p.Shift(d), p.Shift(d+5))
			}
			if want := (p.Shift(d) == body.LateShift); want != (p.Shift(d+1) == body.NightShift) {
				t.Fatalf("persona %d, %s: %v, then %v", n, d, p.Shift(d), p.Shift(d+1))
			}
		}
	}
	if len(starts) != 4 {
		t.Errorf("rotas of all people begin with %v", starts)
	}
	if got := body.NightShift.String(); got != "night" {
		t.Errorf("reads %q", got)
	}
}

// TestNightWorkersSleepByDay checks that after a night shift a persona is active until the
// morning, asleep before noon, and sleeps less than in other nights.
func TestNightWorkersSleepByDay(t *testing.T) {
	t.Parallel()
	var byDay, byNight, atWork, abroad mean
	for n := range 30 {
		p := draw(t, n, "night-shift", "Europe/London")
		for d := date(2026, 3, 20); d < date(2026, 4, 20); d++ {
			day := p.Day(d)
			main := day.Sleeps[0]
			if p.Shift(d-1) != body.NightShift {
				byNight.add(float64(main.Total()))
				continue
			}
			byDay.add(float64(main.Total()))
			if len(day.Sleeps) != 1 {
				t.Errorf("persona %d, %s: a nap after a day's sleep", n, d)
			}
			for i := range day.Minutes() {
				at := wall(p, day.Start+60*int64(i))
				if at < 6*60 {
					if day.StageAt(i) != 0 {
						t.Fatalf("persona %d, %s: in bed at work, minute %d", n, d, i)
					}
					atWork.add(float64(day.Steps[i]))
				}
				if at == 10*60-1 && day.StageAt(i) == 0 {
					t.Errorf("persona %d, %s: not in bed at ten", n, d)
				}
				if at > 17*60 && at < 22*60 {
					abroad.add(float64(day.Steps[i]))
				}
			}
		}
	}
	if byDay.value() > byNight.value()-3600 || byDay.value() < 3.5*3600 {
		t.Errorf("asleep for %.1f hours by day, %.1f by night", byDay.value()/3600, byNight.value()/3600)
	}
	if atWork.value() < 2 || atWork.value() > 2*abroad.value() {
		t.Errorf("%.1f steps a minute at work, %.1f in the evening before", atWork.value(), abroad.value())
	}
}

func TestShiftsMoveSleepAndSport(t *testing.T) {
	t.Parallel()
	a := parse(t, strings.Replace(mine, `["02:30", "03:30"]`, `"04:00"`, 1)+"rota: [early, early, late, late, off, off, off]\n")
	var wake, bed, sport [5]mean
	for n := range 60 {
		p := drawFrom(t, a, n, "UTC")
		for d := date(2026, 3, 20); d < date(2026, 4, 20); d++ {
			wake[p.Shift(d)].add(float64(wall(p, p.Nights(d)[0].End)))
			bed[p.Shift(d)].add(float64((wall(p, p.Nights(d + 1)[0].Start) + 720) % 1440))
			for _, w := range p.Workouts(d) {
				sport[p.Shift(d)].add(float64(wall(p, w.Start)))
				if at := wall(p, w.Start); p.Shift(d) == body.EarlyShift && at < 14*60 {
					t.Errorf("persona %d, %s: sport at minute %d of an early shift", n, d, at)
				}
			}
		}
	}
	if early, off := wake[body.EarlyShift].value(), wake[body.OffDuty].value(); early > 310 || off < early+60 {
		t.Errorf("up at minute %.0f before early shifts, %.0f on free days", early, off)
	}
	if late, early := bed[body.LateShift].value(), bed[body.EarlyShift].value(); late < early+30 {
		t.Errorf("to bed at minute %.0f after noon after late shifts, %.0f after early ones", late, early)
	}
	if late, early := sport[body.LateShift].value(), sport[body.EarlyShift].value(); late > 13*60 || early < 13*60 {
		t.Errorf("sport at minute %.0f before late shifts, %.0f after early ones", late, early)
	}
}

// TestOneMainSleepPerDateAcrossShifts checks that across all changes between shifts one
// main sleep ends on each date, with hours between two of them.
func TestOneMainSleepPerDateAcrossShifts(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		p := drawFrom(t, parse(t, mine+"rota: [night, off, night, night, early, late, day, night, night, late]\nnaps_per_week: 5\n"), n, "America/New_York")
		last := int64(0)
		for d := date(2026, 2, 1); d < date(2026, 4, 1); d++ {
			for i, s := range p.Nights(d) {
				if s.Nap != (i > 0) || last > 0 && s.Start < last+3600 || p.DateAt(s.End) != d || s.End-s.Start < 1200 {
					t.Fatalf("persona %d, %s (%v): sleep %d from %d to %d, after %d", n, d, p.Shift(d), i, s.Start, s.End, last)
				}
				last = s.End
			}
		}
	}
}
