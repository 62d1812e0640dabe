package body_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestMinutesStayWithinBounds(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		day := p.Day(d)
		for i := range day.Minutes() {
			if hr := int(day.HeartRate[i]); hr < body.MinHeartRate || hr > p.HRMax {
				t.Fatalf("%s minute %d: heart rate %d, want %d..%d", d, i, hr, body.MinHeartRate, p.HRMax)
			}
			if day.StageAt(i) != 0 && (day.Steps[i] != 0 || day.Floors[i] != 0 || day.ActiveKcal[i] != 0 || day.METTenths[i] != 10) {
				t.Fatalf("%s minute %d: %d steps in bed", d, i, day.Steps[i])
			}
			moves := int(day.Steps[i])
			if day.Pushes != nil {
				moves += int(day.Pushes[i])
			}
			if (moves == 0) != (day.Distance[i] == 0) || moves > 185 || day.Floors[i] > 3 {
				t.Fatalf("%s minute %d: %d steps, %d cm, %d floors", d, i, day.Steps[i], day.Distance[i], day.Floors[i])
			}
			met := int(day.METTenths[i])
			if want := ((met-10)*int(p.WeightKg) + 300) / 600; met < 10 || float64(met)*0.35 > p.VO2Max || int(day.ActiveKcal[i]) != want {
				t.Fatalf("%s minute %d: %d tenths of a MET, %d active, want %d", d, i, met, day.ActiveKcal[i], want)
			}
		}
		if steps := sum(day.Steps) + 2*sum(day.Pushes); day.Minutes() > 0 && (steps < 200 || steps > body.MaxDailySteps) {
			t.Errorf("%s: %d steps", d, steps)
		}
		if day.Minutes() > 0 && (day.RestingHR < body.MinRestingHR || day.RestingHR > body.MaxRestingHR) {
			t.Errorf("%s: resting heart rate %d", d, day.RestingHR)
		}
	})
}

func TestBoutsNeverOverlap(t *testing.T) {
	t.Parallel()
	type stretch struct{ from, to int64 }
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		day := p.Day(d)
		var all []stretch
		for _, w := range day.Walks {
			all = append(all, stretch{w.Start, w.End})
		}
		for _, w := range day.Workouts {
			all = append(all, stretch{w.Start, w.End})
		}
		slices.SortFunc(all, func(a, b stretch) int { return int(a.from - b.from) })
		last := day.Start
		for _, b := range all {
			if b.from < last || b.to <= b.from || b.to > day.End {
				t.Errorf("%s: bout %v after %d", d, b, last)
			}
			for at := b.from; at < b.to; at += 60 {
				if i := int(at-day.Start) / 60; day.StageAt(i) != 0 {
					t.Fatalf("%s: bout %v in bed at minute %d", d, b, i)
				}
			}
			last = b.to
		}
	})
}

func TestWalksHaveTheirCadence(t *testing.T) {
	t.Parallel()
	ordinary(t, 20, func(_ *body.Persona, day *body.Day) {
		for _, w := range day.Walks {
			for at := w.Start; at < w.End; at += 60 {
				if s := int(day.Steps[(at-day.Start)/60]); s < 80 || s > 125 || abs(s-w.Cadence) > 8 {
					t.Fatalf("%s: %d steps in a minute of a walk at %d", day.Date, s, w.Cadence)
				}
			}
		}
	})
}

func TestWorkoutsAddUpAndRaiseTheHeartRate(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	ordinary(t, 60, func(p *body.Persona, day *body.Day) {
		var calm mean
		for i, met := range day.METTenths {
			if day.StageAt(i) == 0 && met < 16 {
				calm.add(float64(day.HeartRate[i]))
			}
		}
		for _, w := range day.Workouts {
			seen[w.Sport]++
			from, to := (w.Start-day.Start)/60, (w.End-day.Start)/60
			steps, way := sum(day.Steps[from:to]), sum(day.Distance[from:to])
			onWheels := w.Sport == "cycling" || w.Sport == "swimming"
			if steps != w.Steps || !onWheels && way != w.DistanceCm || onWheels && (steps != 0 || way != 0 || w.DistanceCm == 0) {
				t.Errorf("%s %s: %d steps, %d cm; says %d, %d", day.Date, w.Sport, steps, way, w.Steps, w.DistanceCm)
			}
			if hr := float64(sum(day.HeartRate[from:to])) / float64(to-from); hr < calm.value()+3 {
				t.Errorf("%s %s at effort %.2f: heart rate %.0f, calm %.0f", day.Date, w.Sport, w.Effort, hr, calm.value())
			}
			if speed := float64(w.DistanceCm) / float64(to-from) / 100; w.Sport == "running" && (speed < 100 || speed > 320) {
				t.Errorf("%s: runs %.0f m/min", day.Date, speed)
			}
		}
	})
	if len(seen) != 7 {
		t.Errorf("sports seen: %v, want all seven", seen)
	}
}

func TestHeartRateFollowsTheStage(t *testing.T) {
	t.Parallel()
	var by [5]mean
	ordinary(t, 20, func(_ *body.Persona, day *body.Day) {
		for i, hr := range day.HeartRate {
			by[day.StageAt(i)].add(float64(hr) - float64(day.RestingHR))
		}
	})
	deep, rem, up := by[body.Deep].value(), by[body.REM].value(), by[0].value()
	if deep > rem-2 || rem > up-5 {
		t.Errorf("against the resting heart rate: deep %+.1f, REM %+.1f, out of bed %+.1f", deep, rem, up)
	}
}

func TestStepsAverageNearPersonasMean(t *testing.T) {
	t.Parallel()
	archetypes := append([]string{""}, body.Archetypes()...)
	var all mean
	for n := range 4 * len(archetypes) {
		p := draw(t, n, archetypes[n%len(archetypes)], "")
		var steps mean
		for d := date(2026, 1, 1); d < date(2026, 12, 1); d += 5 {
			day := p.Day(d)
			steps.add(float64(sum(day.Steps) + 2*sum(day.Pushes)))
		}
		ratio := steps.value() / float64(p.On(date(2026, 6, 1)).DailySteps)
		if all.add(ratio); ratio < 0.78 || ratio > 1.18 {
			t.Errorf("persona %d: mean of %.0f steps, wants %d", n, steps.value(), p.DailySteps)
		}
	}
	if all.value() < 0.95 || all.value() > 1.05 {
		t.Errorf("steps are %.3f of what personas want", all.value())
	}
}

func TestFitnessLowersTheRestingHeartRate(t *testing.T) {
	t.Parallel()
	// The sign of the covariance would suffice; a correlation also bounds the noise.
	var x, y, xx, yy, xy float64
	const n = 200
	for i := range n {
		p := draw(t, i, "", "UTC")
		f, hr := p.Fitness, float64(p.Day(date(2026, 5, 6)).RestingHR)
		x, y, xx, yy, xy = x+f, y+hr, xx+f*f, yy+hr*hr, xy+f*hr
	}
	cov, vx, vy := xy/n-x*y/n/n, xx/n-x*x/n/n, yy/n-y*y/n/n
	if cov >= 0 || cov*cov < 0.36*vx*vy {
		t.Errorf("squared correlation of fitness and resting heart rate is %.2f, covariance %.2f", cov*cov/vx/vy, cov)
	}
}

func TestDaysDiffer(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: compares months of every provider")
	}
	for n := range 10 {
		p := draw(t, n, "", "UTC")
		seen := map[string]vital.Date{}
		nights := map[int64]int{}
		for d := date(2026, 1, 1); d < date(2026, 4, 11); d++ {
			day := p.Day(d)
			key := string(day.HeartRate) + string(day.Steps)
			if other, ok := seen[key]; ok {
				t.Errorf("persona %d: %s equals %s", n, d, other)
			}
			seen[key] = d
			nights[day.Sleeps[0].End-day.Sleeps[0].Start]++
		}
		if len(nights) < 50 {
			t.Errorf("persona %d: %d lengths among 100 nights", n, len(nights))
		}
	}
}

func TestDayDependsOnlyOnDate(t *testing.T) {
	t.Parallel()
	for n := range 8 {
		first := draw(t, n, "", "America/New_York")
		var forward []*body.Day
		for d := date(2026, 3, 1); d < date(2026, 3, 15); d++ {
			forward = append(forward, first.Day(d))
		}
		again := draw(t, n, "", "America/New_York")
		var backward []*body.Day
		for d := date(2026, 3, 14); d >= date(2026, 3, 1); d-- {
			again.Nights(d + 40)
			backward = append(backward, again.Day(d))
		}
		slices.Reverse(backward)
		if diff := differ(forward, backward, sameDay); diff != "" {
			t.Errorf("persona %d (-forward +backward):\n%s", n, diff)
		}
		if diff := differ(forward[7], first.Day(date(2026, 3, 8)), sameDay); diff != "" {
			t.Errorf("persona %d, repeated (-first +second):\n%s", n, diff)
		}
	}
}

func TestWeekdaysDiffer(t *testing.T) {
	t.Parallel()
	personas := 0
	for n := range 12 {
		p := draw(t, n, "office-worker", "UTC")
		var by [7]mean
		for d := date(2026, 1, 5); d < date(2026, 7, 6); d++ {
			by[d.Weekday()].add(float64(sum(p.Day(d).Steps)))
		}
		lo, hi := by[0].value(), by[0].value()
		for _, m := range by {
			lo, hi = min(lo, m.value()), max(hi, m.value())
		}
		if hi > 1.1*lo {
			personas++
		}
	}
	if personas < 9 {
		t.Errorf("only %d of 12 personas have weekdays that differ by a tenth", personas)
	}
}
