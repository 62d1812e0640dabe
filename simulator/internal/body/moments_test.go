package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestMomentsLieInWakingDay(t *testing.T) {
	t.Parallel()
	var hands, mindful mean
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		day := p.Day(d)
		inOrder := func(what string, list []body.Stretch, shortest, longest int64) {
			last := day.Start
			for _, s := range list {
				if s.Start < last || s.End-s.Start < shortest || s.End-s.Start > longest || s.End > day.End ||
					day.StageAt(int(s.Start-day.Start)/60) != 0 || day.StageAt(int(s.End-1-day.Start)/60) != 0 {
					t.Fatalf("%s: %s %+v after %d", d, what, s, last)
				}
				last = s.End
			}
		}
		washes := p.Handwashes(d)
		inOrder("hands", washes, 15, 40)
		sessions := p.Mindfulness(d)
		inOrder("mindful", sessions, 300, 1200)
		if len(sessions) > 1 || len(sessions) == 1 && (sessions[0].End-sessions[0].Start)%60 != 0 {
			t.Errorf("%s: %+v", d, sessions)
		}
		for _, at := range p.Falls(day) {
			m := int(at-day.Start) / 60
			if at < day.Start || at >= day.End || day.StageAt(m) != 0 || day.METTenths[m] < 15 && day.Steps[m] == 0 && (day.Pushes == nil || day.Pushes[m] == 0) {
				t.Errorf("%s: falls at minute %d while still", d, m)
			}
		}
		hands.add(float64(len(washes)))
		mindful.add(float64(len(sessions)))
	}
	eachHard(t, check)
	ordinary(t, 40, func(p *body.Persona, day *body.Day) { check(t, p, day.Date) })
	if h, m := hands.value(), mindful.value(); h < 5 || h > 8.5 || m < 0.08 || m > 0.22 {
		t.Errorf("hands are washed %.1f times a day, %.2f sessions of meditation", h, m)
	}
}

func TestFalls(t *testing.T) {
	t.Parallel()
	falls := map[string]int{}
	for _, archetype := range []string{"frail-elder", "student"} {
		for n := range 10 {
			p := draw(t, n, archetype, "UTC")
			for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
				falls[archetype] += len(p.Falls(p.Day(d)))
			}
		}
	}
	if f := falls["frail-elder"]; f < 35 || f > 90 || falls["student"] > 5 {
		t.Errorf("falls of ten people in a year: %v", falls)
	}
}

func TestIllnessFrequencyComesFromFile(t *testing.T) {
	t.Parallel()
	days := func(p *body.Persona) (n int) {
		for d := date(2020, 1, 1); d < date(2026, 1, 1); d++ {
			n += int(share(p.Illness(d) > 0))
		}
		return n
	}
	rare, often := 0, 0
	for n := range 30 {
		rare += days(drawFrom(t, parse(t, mine+"illnesses_per_year: 0.5\n"), n, "UTC"))
		often += days(drawFrom(t, parse(t, mine+"illnesses_per_year: 5\n"), n, "UTC"))
	}
	if often < 7*rare || rare < 100 {
		t.Errorf("ill on %d days at 5 a year, on %d at one in two years", often, rare)
	}
}

func TestStandHoursCoverDay(t *testing.T) {
	t.Parallel()
	var stood, standing mean
	check := func(t *testing.T, p *body.Persona, day *body.Day) {
		t.Helper()
		at, quarters := day.Start, p.Standing(day)
		total := 0
		for i, h := range p.StandHours(day) {
			if h.Start != at || h.End <= h.Start || h.End > h.Start+3600 {
				t.Fatalf("%s: %+v after %d", day.Date, h, at)
			}
			if i > 0 && wall(p, h.Start)%60 != 0 && p.OffsetAt(day.Start) == p.OffsetAt(day.End-1) && h.Start > day.Start+3600 {
				t.Errorf("%s: an hour from minute %d", day.Date, wall(p, h.Start))
			}
			moves := false
			for m := (h.Start - day.Start) / 60; m < (h.End-day.Start)/60; m++ {
				moves = moves || day.Steps[m] >= 25 || day.METTenths[m] >= 20 && day.StageAt(int(m)) == 0
			}
			if moves && !h.Stood || h.Stood && !moves && day.Pushes == nil {
				t.Errorf("%s: %+v, moves: %v", day.Date, h, moves)
			}
			at = h.End
			total += int(share(h.Stood))
		}
		if at != day.End || len(quarters) != (day.Minutes()+14)/15 {
			t.Errorf("%s: ends at %d, %d quarters", day.Date, at, len(quarters))
		}
		for _, q := range quarters {
			if q > 15 {
				t.Errorf("%s: %d minutes in a quarter of an hour", day.Date, q)
			}
		}
		stood.add(float64(total))
		standing.add(float64(sum(quarters)))
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) { check(t, p, p.Day(d)) })
	ordinary(t, 30, func(p *body.Persona, day *body.Day) { check(t, p, day) })
	if h, m := stood.value(), standing.value(); h < 10 || h > 17 || m < 80 || m > 400 {
		t.Errorf("%.1f hours a day with standing, %.0f minutes", h, m)
	}
}

func TestOutingsAreInDaylight(t *testing.T) {
	t.Parallel()
	month := func(zone string, m int) (minutes, uv float64) {
		var a, b mean
		for n := range 30 {
			p := draw(t, n, "student", zone)
			for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
				if int(d.UTC().Month()) != m {
					continue
				}
				day, total, most, last := p.Day(d), 0, 0, int64(0)
				for _, o := range p.Outings(day) {
					if o.Start < day.Start || o.Start < last || o.End <= o.Start || o.End > day.End || (o.Start-day.Start)%60 != 0 || o.UVIndex < 0 || o.UVIndex > 130 {
						t.Fatalf("%s: %+v after %d", d, o, last)
					}
					last, total, most = o.End, total+o.Minutes(), max(most, o.UVIndex)
				}
				a.add(float64(total))
				b.add(float64(most) / 10)
			}
		}
		return a.value(), b.value()
	}
	june, uvJune := month("Europe/London", 6)
	december, uvDecember := month("Europe/London", 12)
	_, uvSydney := month("Australia/Sydney", 12)
	if june < december+10 || december < 15 || uvJune < 3 || uvDecember > 0.8 || uvSydney < uvJune+0.7 {
		t.Errorf("London: %.0f minutes at UV %.1f in June, %.0f at %.1f in December; Sydney at %.1f", june, uvJune, december, uvDecember, uvSydney)
	}
}

func TestLengthsAddUpToWorkout(t *testing.T) {
	t.Parallel()
	swims := 0
	var pace, strokes mean
	for n := range 40 {
		p := draw(t, n, "wheelchair-user", "Europe/London")
		for d := date(2026, 3, 1); d < date(2026, 4, 10); d++ {
			day := p.Day(d)
			for _, w := range day.Workouts {
				list := p.Lengths(day, w)
				if w.Sport != "swimming" {
					if list != nil {
						t.Errorf("%s: lengths in %s", d, w.Sport)
					}
					continue
				}
				swims++
				if left := w.DistanceCm - 2500*len(list); left < 0 || left >= 2500 {
					t.Errorf("%s: %d lengths in %d cm", d, len(list), w.DistanceCm)
				}
				last := w.Start
				for _, l := range list {
					if l.Start != last || l.End <= l.Start || l.End > w.End || l.DistanceCm != 2500 || l.Strokes < 10 || l.Strokes > 32 {
						t.Fatalf("%s: %+v after %d, of %+v", d, l, last, w)
					}
					last = l.End
					pace.add(float64(l.End - l.Start))
					strokes.add(float64(l.Strokes))
				}
			}
		}
	}
	if p, s := pace.value(), strokes.value(); swims < 50 || p < 25 || p > 60 || s < 14 || s > 26 {
		t.Errorf("%d swims, %.0f s and %.1f strokes a length", swims, p, s)
	}
}
