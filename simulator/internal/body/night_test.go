package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var stages = []body.Stage{body.Deep, body.Light, body.REM, body.Awake}

func TestStagesHaveVitalsNumbers(t *testing.T) {
	t.Parallel()
	want := []string{"out of bed", "deep", "light", "rem", "awake"}
	for n, name := range want {
		if got := body.Stage(n).String(); got != name {
			t.Errorf("Stage(%d) reads %q, want %q", n, got, name)
		}
	}
}

func TestSpansCoverSleep(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		for _, s := range p.Nights(d) {
			at, last, seconds := int32(0), body.Stage(0), 0
			for _, span := range s.Spans {
				if span.From != at || span.To <= span.From || span.Stage == last || span.Stage < body.Deep || span.Stage > body.Awake {
					t.Errorf("%s: span %v after %d, %v", d, span, at, last)
				}
				if (span.To-span.From)%30 != 0 && int64(span.To) != s.End-s.Start {
					t.Errorf("%s: span %v is not of whole epochs", d, span)
				}
				at, last = span.To, span.Stage
			}
			if int64(at) != s.End-s.Start {
				t.Errorf("%s: spans end at %d of %d", d, at, s.End-s.Start)
			}
			for _, stage := range stages {
				seconds += s.Seconds(stage)
			}
			if seconds != int(s.End-s.Start) || s.Total() != seconds-s.Seconds(body.Awake) {
				t.Errorf("%s: stages add up to %d of %d, total %d", d, seconds, s.End-s.Start, s.Total())
			}
			if l := s.Latency(); l < 60 || l > 60*60 {
				t.Errorf("%s: latency %d s", d, l)
			}
		}
	})
}

func TestSleepsNeverOverlapAndEndOnTheirDate(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		last := int64(-1 << 62)
		for day := d - 1; day <= d+1; day++ {
			for _, s := range p.Nights(day) {
				if s.Start < last+3600 {
					t.Errorf("%s: sleep starts %d s after the one before", day, s.Start-last)
				}
				if got := p.DateAt(s.End); got != day {
					t.Errorf("%s: ends on %s", day, got)
				}
				last = s.End
			}
		}
	})
}

func TestSleepsStayWithinBounds(t *testing.T) {
	t.Parallel()
	clock := func(p *body.Persona, unix int64) int { // minutes after noon, so that nights do not wrap
		return (wall(p, unix) + 720) % 1440
	}
	between := func(t *testing.T, what string, d vital.Date, got, lo, hi int) {
		t.Helper()
		if got < lo || got > hi {
			t.Errorf("%s: %s is %d, want %d..%d", d, what, got, lo, hi)
		}
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		sleeps := p.Nights(d)
		if p.DayStart(d) != p.DayStart(d+1) && (len(sleeps) == 0 || sleeps[0].Nap) {
			t.Errorf("%s: no main night", d)
		}
		for _, s := range sleeps {
			if s.Nap {
				between(t, "nap's start", d, clock(p, s.Start), 60, 300)
				between(t, "nap's end", d, clock(p, s.End), 60, 300)
				continue
			}
			change := abs(p.OffsetAt(s.End)-p.OffsetAt(s.Start-7200)) / 60
			if change > 120 {
				continue // the date line
			}
			if p.Shift(d-1) == body.NightShift {
				between(t, "bed time after a night's work", d, wall(p, s.Start), 6*60, 9*60+30)
				between(t, "wake-up after a night's work", d, wall(p, s.End), 10*60, 16*60+30)
			} else {
				between(t, "bed time", d, clock(p, s.Start), 8*60-change, 15*60+30+change)
				between(t, "wake-up", d, clock(p, s.End), 16*60+30, 23*60+30)
			}
			between(t, "time in bed", d, int(s.End-s.Start), body.MinNight, 14*3600)
			between(t, "HRV", d, int(s.HRV), 800, 15000)
			between(t, "respiratory rate", d, int(s.RespiratoryRate), 1000, 2200)
			between(t, "temperature delta", d, int(s.TemperatureDelta), -150, 250)
		}
	})
}

// TestNoNightIsTooShort uses an extreme persona that no archetype gives: a very late
// chronotype with a very early alarm every day, also in nights that lose an hour.
func TestNoNightIsTooShort(t *testing.T) {
	t.Parallel()
	for _, hard := range hardDates[:6] {
		p := &body.Persona{Chronotype: 380, SleepNeed: 330, Alarm: 270, Location: draw(t, 1, "", hard.zone).Location}
		for i := range p.WorkDays {
			p.WorkDays[i] = true
		}
		for _, middle := range hard.dates {
			for d := middle - 2; d <= middle+2; d++ {
				if s := p.Nights(d)[0]; s.End-s.Start < body.MinNight {
					t.Errorf("%s %s: %d s in bed", hard.zone, d, s.End-s.Start)
				}
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

func TestNightsEqualSleepsOfDay(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		if diff := differ(p.Nights(d), p.Day(d).Sleeps); diff != "" {
			t.Errorf("%s (-Nights +Day):\n%s", d, diff)
		}
	})
}

func TestStagesOfMinutesMatchSleeps(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		day := p.Day(d)
		sessions := append(p.Nights(d), p.Nights(d+1)...)
		sessions = append(sessions, p.Nights(d+2)...) // a skipped date has none
		for i := range day.Minutes() {
			at, want := day.Start+60*int64(i), body.Stage(0)
			for _, s := range sessions {
				for _, span := range s.Spans {
					if from := s.Start + int64(span.From); at >= from && at < s.Start+int64(span.To) || span.From == 0 && from > at && from < at+60 {
						want = span.Stage
						break
					}
				}
			}
			if got := day.StageAt(i); got != want || day.Asleep(i) != (want != 0 && want != body.Awake) {
				t.Fatalf("%s minute %d: stage %v, want %v", d, i, got, want)
			}
		}
	})
}

func TestSleepFollowsTheLiterature(t *testing.T) {
	t.Parallel()
	share := func(archetype string, stage body.Stage) float64 {
		var m mean
		for n := range 60 {
			p := draw(t, n, archetype, "UTC")
			for d := date(2026, 5, 4); d < date(2026, 5, 11); d++ {
				s := p.Nights(d)[0]
				m.add(float64(s.Seconds(stage)) / float64(s.End-s.Start))
			}
		}
		return m.value()
	}
	for _, tc := range []struct { // Ohayon 2004, of the time in bed
		archetype string
		stage     body.Stage
		lo, hi    float64
	}{
		{"student", body.Deep, 0.15, 0.23}, {"student", body.REM, 0.18, 0.26}, {"student", body.Awake, 0.02, 0.09},
		{"older-adult", body.Deep, 0.06, 0.13}, {"older-adult", body.REM, 0.15, 0.23}, {"older-adult", body.Awake, 0.07, 0.18},
	} {
		if got := share(tc.archetype, tc.stage); got < tc.lo || got > tc.hi {
			t.Errorf("%s %v: share %.3f, want %.2f..%.2f", tc.archetype, tc.stage, got, tc.lo, tc.hi)
		}
	}
}

func TestDeepSleepComesEarlyAndREMLate(t *testing.T) {
	t.Parallel()
	var deep, rem mean
	for n := range 100 {
		s := draw(t, n, "", "UTC").Nights(date(2026, 5, 6))[0]
		for _, span := range s.Spans {
			middle := float64(span.From+span.To) / 2 / float64(s.End-s.Start)
			for range (span.To - span.From) / 30 {
				switch span.Stage {
				case body.Deep:
					deep.add(middle)
				case body.REM:
					rem.add(middle)
				}
			}
		}
	}
	if deep.value() > 0.42 || rem.value() < 0.55 {
		t.Errorf("deep sleep centres at %.2f of the night, REM at %.2f", deep.value(), rem.value())
	}
}

func TestFreeDaysStartLater(t *testing.T) {
	t.Parallel()
	var work, free mean
	for n := range 100 {
		p := draw(t, n, "office-worker", "UTC")
		for d := date(2026, 5, 4); d < date(2026, 6, 1); d++ {
			wake := float64(p.Nights(d)[0].End-p.DayStart(d)) / 60
			if p.WorkDays[d.Weekday()] {
				work.add(wake)
			} else {
				free.add(wake)
			}
		}
	}
	if free.value() < work.value()+40 {
		t.Errorf("wake-up at minute %.0f on free days, %.0f on work days", free.value(), work.value())
	}
}
