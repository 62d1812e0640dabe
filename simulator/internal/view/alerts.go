package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Alerts of the heart rate, as a watch gives them: to people at rest, at most one
// of a kind a day, each at the end of what it is about.

// What an alert takes: ten minutes in a row beyond a limit, or an hour of
// fibrillation at rest, since the rhythm is looked at now and then only.
const (
	beyondMinutes    = 10
	irregularMinutes = 65
	atRest           = 13 // tenths of a MET: lying or sitting still
)

// The types of heart_rate_alert. Second tells them apart in one minute.
var alertTypes = []struct {
	detail *vital.Detail
	second int64
	of     func(*Lens, vital.Date) (at int64, ok bool)
}{
	{&vital.Detail{Type: vital.Val("low_heart_rate")}, 0, (*Lens).tooSlow},
	{&vital.Detail{Type: vital.Val("high_heart_rate")}, 20, (*Lens).tooFast},
	{&vital.Detail{Type: vital.Val("irregular_rhythm")}, 40, (*Lens).irregular},
}

func heartAlerts(l *Lens, d vital.Date) (points []Point) {
	for _, typ := range alertTypes {
		if at, ok := typ.of(l, d); ok {
			points = append(points, Point{Unix: at + typ.second, Value: vital.Whole(1), Detail: typ.detail})
		}
	}
	return points
}

// limits are the heart rates that the person has the device watch, in bpm.
func (l *Lens) limits() (low, high uint8) {
	r := l.seed.Child("limits").Stream()
	return []uint8{40, 40, 45}[r.Int(3)], []uint8{100, 110, 120}[r.Int(3)]
}

func (l *Lens) tooSlow(d vital.Date) (at int64, ok bool) {
	low, _ := l.limits()
	return l.beyond(d, func(bpm uint8) bool { return bpm < low })
}

func (l *Lens) tooFast(d vital.Date) (at int64, ok bool) {
	_, high := l.limits()
	return l.beyond(d, func(bpm uint8) bool { return bpm > high })
}

// beyond is the end of the first minutes at rest whose heart rates are all too
// low or high, of providers that watch for it.
func (l *Lens) beyond(d vital.Date, wrong func(bpm uint8) bool) (at int64, ok bool) {
	if !l.model.Reports.Limits {
		return 0, false
	}
	f, day := l.facts(d), l.plan(d)
	inARow := 0
	for i, bpm := range day.HeartRate {
		at = f.start + int64(60*i)
		if inARow++; !wrong(bpm) || day.METTenths[i] > atRest || !f.worn(at) {
			inARow = 0
		}
		if inARow == beyondMinutes && i+1 < day.Minutes() {
			return at + 60, true
		}
	}
	return 0, false
}

// irregular is when the device has seen enough of an episode of fibrillation. An
// episode that began on the day before counts from there.
func (l *Lens) irregular(d vital.Date) (at int64, ok bool) {
	f := l.facts(d)
	for _, e := range l.Persona.AFibEpisodes(f.start-36*3600, f.end) {
		if at, ok := l.seen(e); ok && at >= f.start && at < f.end {
			return at, true
		}
	}
	return 0, false
}

// seen is when the device has looked at an episode for long enough, at rest. One
// that is only at hand is taken out once the person has felt it for a while.
func (l *Lens) seen(e body.Episode) (at int64, ok bool) {
	minutes, from, enough := 0, e.Start, irregularMinutes
	if l.model.Wear == provider.Ready {
		from, enough = e.Start+600, 1
	}
	for d := l.Persona.DateAt(e.Start); d <= l.Persona.DateAt(e.End-1); d++ {
		f, day := l.facts(d), l.plan(d)
		for at := max(f.start, from); at < min(f.end, e.End); at += 60 {
			i := int(at-f.start) / 60
			if asleep := day.StageAt(i) != 0; day.METTenths[i] <= atRest && f.worn(at) && !(asleep && enough == 1) {
				minutes++
			}
			if minutes == enough {
				return at + 60, true
			}
		}
	}
	return 0, false
}

// burden is, as each week begins, how much of the last one the heart was
// fibrillating, of those who have fibrillation: what is below 2 % is told as 2.
func burden(l *Lens, d vital.Date) []Point {
	if d.Weekday() != time.Monday || !l.Persona.HasAFib(d) {
		return nil
	}
	return []Point{{Unix: l.facts(d).start, Value: max(l.Persona.AFibBurden(d-1), vital.Whole(2))}}
}
