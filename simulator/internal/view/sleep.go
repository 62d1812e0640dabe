package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// sleepRevs: a session is there with the first upload after it ended. In about
// one night in four the provider adds its vital signs with the next upload only.
func sleepRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	for i, s := range l.facts(d).sleeps {
		first := l.NextUpload(s.End)
		if first > asOf {
			continue
		}
		rev := Rev{Date: d, Ordinal: i, First: first, Last: first}
		if l.scoredLate(d, s) {
			if second := l.NextUpload(first + 1); second <= asOf {
				rev.Last = second
			}
		}
		out = append(out, rev)
	}
	return out
}

func (l *Lens) scoredLate(d vital.Date, s body.Sleep) bool {
	r := l.seed.Child("late-score").At(int64(d)).Stream()
	return !s.Nap && r.Chance(0.25)
}

func sleepRecord(l *Lens, r Rev, st Stamp) vital.Payload {
	s := l.facts(r.Date).sleeps[r.Ordinal]
	duration := int(s.End - s.Start)
	v := &vital.Sleep{
		ID:             st.ID,
		UserID:         st.UserID,
		Date:           r.Date.UTC(),
		CalendarDate:   r.Date,
		BedtimeStart:   time.Unix(s.Start, 0).UTC(),
		BedtimeStop:    time.Unix(s.End, 0).UTC(),
		Type:           vital.LongSleep,
		TimezoneOffset: vital.Val(l.Persona.OffsetAt(s.End)),
		Duration:       duration,
		Total:          s.Total(),
		Awake:          duration - s.Total(),
		Light:          s.Seconds(body.Light),
		REM:            s.Seconds(body.REM),
		Deep:           s.Seconds(body.Deep),
		Efficiency:     vital.Val(vital.Whole(int64(200*s.Total()+duration) / int64(2*duration))),
		Latency:        vital.Val(s.Latency()),
		Source:         l.Profile.Source(""),
		CreatedAt:      st.CreatedAt,
		UpdatedAt:      st.UpdatedAt,
	}
	if s.Total() < 3*3600 {
		v.Type = vital.ShortSleep
	}
	if s.Nap {
		// Sessions under three hours are not staged: asleep or awake is all.
		v.Light, v.REM, v.Deep = s.Total(), 0, 0
	}
	l.sleepHeart(v, s)
	if !s.Nap {
		v.HRResting = vital.Val(l.plan(r.Date).RestingHR)
		if !l.scoredLate(r.Date, s) || r.Last > r.First {
			v.AverageHRV = vital.Val(s.HRV)
			v.RespiratoryRate = vital.Val(s.RespiratoryRate)
			v.TemperatureDelta = vital.Val(s.TemperatureDelta)
		}
	}
	return v
}

// sleepHeart fills the heart rates from the samples of the session: the mean,
// and the lowest mean of five minutes in a row.
func (l *Lens) sleepHeart(v *vital.Sleep, s body.Sleep) {
	var window [5]int
	sum, n, fives, lowest := 0, 0, 0, 0
	for d := l.Persona.DateAt(s.Start); d <= l.Persona.DateAt(s.End-1); d++ {
		heartrateEach(l, d, s.Start+59, s.End, func(p Point) {
			bpm := int(p.Value / 100)
			sum += bpm
			fives += bpm - window[n%5]
			window[n%5] = bpm
			n++
			if n >= 5 && (lowest == 0 || fives < lowest) {
				lowest = fives
			}
		})
	}
	if n > 0 {
		v.HRAverage = vital.Val((2*sum + n) / (2 * n))
	}
	if lowest > 0 {
		v.HRLowest = vital.Val((2*lowest + 5) / 10)
	}
}
