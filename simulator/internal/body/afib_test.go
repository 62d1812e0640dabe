package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestAFibBurdenIsTheShareOfItsEpisodes(t *testing.T) {
	t.Parallel()
	var burden mean
	for n := range 40 {
		p := draw(t, n, "cardiac-patient", "America/New_York")
		for d := date(2026, 3, 1); d < date(2026, 12, 1); d += 7 {
			from, to := p.DayStart(d-6), p.DayStart(d+1)
			last, seconds := from, int64(0)
			for _, e := range p.AFibEpisodes(from, to) {
				if e.Start < last || e.End <= e.Start || e.End > to || e.End-e.Start > 9*3600 {
					t.Fatalf("%s: %+v after %d", d, e, last)
				}
				if !p.AFib(e.Start) || !p.AFib(e.End-1) || e.End < to && p.AFib(e.End) {
					t.Errorf("%s: AFib does not know %+v", d, e)
				}
				last, seconds = e.End, seconds+e.End-e.Start
			}
			share := 100 * float64(seconds) / float64(to-from)
			if got := p.AFibBurden(d).Float(); got < share-0.006 || got > share+0.006 {
				t.Fatalf("%s: burden %.2f, episodes are %.4f %%", d, got, share)
			}
			burden.add(share)
		}
	}
	if got := burden.value(); got < 6 || got > 11 { // the middle of the file's 3 to 14
		t.Errorf("mean burden %.1f %%", got)
	}
}

func TestAFibRaisesHeartRateAndVariability(t *testing.T) {
	t.Parallel()
	var level, jump [2]mean
	for n := range 20 {
		p := draw(t, n, "cardiac-patient", "UTC")
		for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
			day := p.Day(d)
			for i := 1; i < day.Minutes(); i++ {
				if day.StageAt(i) != body.Light || day.StageAt(i-1) != body.Light {
					continue
				}
				k := int(share(p.AFib(day.Start + 60*int64(i))))
				level[k].add(float64(day.HeartRate[i]))
				jump[k].add(float64(abs(int(day.HeartRate[i]) - int(day.HeartRate[i-1]))))
			}
		}
	}
	if a, s := level[1].value(), level[0].value(); a < s+20 || a > s+45 {
		t.Errorf("asleep: %.1f bpm in fibrillation, %.1f without", a, s)
	}
	if a, s := jump[1].value(), jump[0].value(); a < 2*s {
		t.Errorf("from minute to minute: %.2f bpm in fibrillation, %.2f without", a, s)
	}
}

func TestNoAFibWithoutBurden(t *testing.T) {
	t.Parallel()
	p := draw(t, 1, "", "UTC")
	if got := p.AFibEpisodes(0, 86400*10000); got != nil || p.AFibBurden(vital.Date(20000)) != 0 {
		t.Errorf("%d episodes", len(got))
	}
}
