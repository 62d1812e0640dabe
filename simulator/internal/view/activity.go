package view

import (
	"math"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// activityRevs returns the revisions of an activity: it grows with every upload of
// its day, and the first upload of the next day completes it.
func activityRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	f := l.facts(d)
	worn := f.firstWorn()
	if worn >= f.end {
		return out
	}
	first := l.NextUpload(worn + 60)
	if first > asOf {
		return out
	}
	last := l.LastUpload(asOf)
	if last >= f.end {
		last = l.NextUpload(f.end)
	}
	return append(out, Rev{Date: d, First: first, Last: last})
}

func activityRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	t := l.totals(r.Date, r.Last)
	f := l.facts(r.Date)
	a := &vital.Activity{
		ID:             s.ID,
		UserID:         s.UserID,
		Date:           r.Date.UTC(),
		CalendarDate:   r.Date,
		Source:         l.recordSource(),
		TimeZone:       known(l.model.Reports.Zone, l.Persona.ZoneAt((f.start+f.end)/2)),
		TimezoneOffset: l.offset((f.start + f.end) / 2),
		CreatedAt:      s.CreatedAt,
		UpdatedAt:      s.UpdatedAt,
	}
	if l.Profile.Offset == provider.FallbackOffset && !a.TimezoneOffset.Valid {
		a.TimezoneOffset = vital.Val(0) // a day is UTC's where no zone is known
	}
	if !l.notMeasured(vital.ResourceCaloriesActive) {
		basal := l.plan(r.Date).BasalKcal
		a.CaloriesTotal, a.CaloriesActive = vital.Val(rested(basal, int64(t.resting))+t.active), vital.Val(t.active)
	}
	if l.model.Reports.Steps {
		a.Steps, a.Distance = vital.Val(t.steps), vital.Val(vital.Decimal(t.centimetres))
		a.FloorsClimbed = known(l.model.Reports.Floors, t.floors)
	}
	if l.rolls(r.Date) {
		a.Steps, a.WheelchairUse, a.WheelchairPush = vital.Null[int]{}, vital.Val(true), vital.Val(t.pushes)
	}
	if l.model.Reports.Intensity {
		a.Low, a.Medium, a.High = minutes(t.low), minutes(t.medium), minutes(t.high)
	}
	if t.beats > 0 && !l.notMeasured(vital.ResourceHeartrate) {
		a.HeartRate = vital.Val(vital.HeartRate{
			AvgBPM: vital.Val(mean(t.beatSum, t.beats)),
			MinBPM: vital.Val(vital.Whole(int64(t.lowest))),
			MaxBPM: vital.Val(vital.Whole(int64(t.highest))),
		})
		// The resting rate of a day is known once the night is over.
		if r.Last >= f.wake && l.model.Reports.Resting {
			a.HeartRate.V.RestingBPM = vital.Val(vital.Whole(int64(l.plan(r.Date).RestingHR)))
		}
	}
	return a
}

// known returns the value if the provider reports it, else null.
func known[T any](reported bool, v T) vital.Null[T] {
	if !reported {
		return vital.Null[T]{}
	}
	return vital.Val(v)
}

func minutes(n int) vital.Null[vital.Decimal] { return vital.Val(vital.Whole(int64(n))) }

// totals are the sums of a day as the device measured them.
type totals struct {
	resting            int // minutes of the day that are over, worn or not
	steps, centimetres int
	pushes             int           // of a wheelchair
	active             vital.Decimal // kcal
	floors             int
	low, medium, high  int // minutes
	beatSum, beats     int
	lowest, highest    int
}

// Intensity by metabolic equivalents: light below 3, moderate below 6, vigorous
// from there (Ainsworth et al. 2011); sitting, below 1.6, counts as none.
const (
	lightMET    = 16
	moderateMET = 30
	vigorousMET = 60
)

// totals sums the minutes of d that were complete at the cutoff.
func (l *Lens) totals(d vital.Date, cutoff int64) totals {
	f := l.facts(d)
	if cutoff < f.end {
		return l.sum(d, f, cutoff)
	}
	if whole := f.whole.Load(); whole != nil {
		return *whole
	}
	whole := l.sum(d, f, f.end)
	f.whole.Store(&whole)
	return whole
}

func (l *Lens) sum(d vital.Date, f *facts, cutoff int64) totals {
	day := l.plan(d)
	elapsed := int(max(cutoff-f.start, 0) / 60)
	t := totals{resting: elapsed, lowest: math.MaxInt}
	steps := l.stepsOf(day)
	// Of an interval that is not over, no sample is there yet either.
	counted := elapsed
	if cutoff < f.end {
		counted -= elapsed % l.model.Minutes.Interval
	}
	if l.Profile.Measures(vital.ResourceCaloriesBasal) {
		t.resting = counted // which has samples, too
	}
	for i := range elapsed {
		if !f.worn(f.start + int64(60*i)) {
			continue
		}
		if i%l.model.Minutes.Heart == 0 {
			bpm := int(day.HeartRate[i])
			t.beatSum += bpm
			t.beats++
			t.lowest, t.highest = min(t.lowest, bpm), max(t.highest, bpm)
		}
		if i >= counted {
			continue
		}
		t.steps += steps(i)
		if day.Pushes != nil {
			t.pushes += int(day.Pushes[i])
		}
		t.centimetres += int(day.Distance[i])
		t.active += vital.Decimal(day.ActiveKcal[i])
		t.floors += int(day.Floors[i])
		switch met := day.METTenths[i]; {
		case met >= vigorousMET:
			t.high++
		case met >= moderateMET:
			t.medium++
		case met >= lightMET:
			t.low++
		}
	}
	return t
}

// mean returns sum/n to two decimals, rounded half up.
func mean(sum, n int) vital.Decimal { return vital.Decimal((200*sum + n) / (2 * n)) }
