package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// sleepRevs returns the revisions of a session: it exists with the first upload
// after its end. Some providers revise it with the next upload: to confirm it, in
// about one of four nights to add its vital signs, or in one of six to change its
// score.
func sleepRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	for i, s := range l.facts(d).sleeps {
		if s.Nap && !l.model.Reports.Naps {
			continue
		}
		first := l.NextUpload(s.End)
		if first > asOf {
			continue
		}
		rev := Rev{Date: d, Ordinal: i, First: first, Last: first}
		if l.scoredLate(d, s) || l.rescored(d, s) != 0 {
			if second := l.NextUpload(first + 1); second <= asOf {
				rev.Last = second
			}
		}
		out = append(out, rev)
	}
	return out
}

func (l *Lens) scoredLate(d vital.Date, s body.Sleep) bool {
	if s.Nap || l.model.Reports.Tentative {
		return l.model.Reports.Tentative && !s.Nap
	}
	r := l.seed.Child("late-score").At(int64(d)).Stream()
	return l.model.Reports.Late && r.Chance(0.25)
}

// rescored returns the difference between the first score of a night and the final
// one hours later; 0 if the score does not change.
func (l *Lens) rescored(d vital.Date, s body.Sleep) int {
	r := l.seed.Child("second score").At(int64(d)).Stream()
	if s.Nap || !l.model.Reports.Revises || !r.Chance(1.0/6) {
		return 0
	}
	by := 1 + r.Int(6)
	if final := l.sleepScore(s, d); final > 50 {
		return -by // within 1 to 100
	}
	return by
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
		TimezoneOffset: l.offset(s.End),
		Duration:       duration,
		Total:          s.Total(),
		Awake:          duration - s.Total(),
		Light:          s.Seconds(body.Light),
		REM:            s.Seconds(body.REM),
		Deep:           s.Seconds(body.Deep),
		Efficiency:     known(l.model.Reports.Efficiency, vital.Whole(int64(200*s.Total()+duration)/int64(2*duration))),
		Latency:        known(l.model.Reports.Latency, s.Latency()),
		Source:         l.sessionSource(),
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
		l.nightSigns(v, s, r)
	}
	return v
}

// nightSigns fills the vital signs that a night has and a nap lacks.
func (l *Lens) nightSigns(v *vital.Sleep, s body.Sleep, r Rev) {
	v.HRResting = known(l.model.Reports.Resting, l.plan(r.Date).RestingHR)
	again := r.Last > r.First
	if l.model.Reports.Tentative {
		v.State = vital.Val(vital.SleepTentative)
		if again {
			v.State = vital.Val(vital.SleepConfirmed)
		}
	}
	if l.model.Reports.Dip {
		v.HRDip = l.dip(r.Date, v.HRAverage)
	}
	score := l.sleepScore(s, r.Date)
	if !again {
		score += l.rescored(r.Date, s)
	}
	v.Score = known(l.model.Reports.Score, score)
	v.RecoveryReadinessScore = known(l.model.Reports.Readiness, l.readiness(s, r.Date))
	if l.scoredLate(r.Date, s) && !l.model.Reports.Tentative && !again {
		return
	}
	v.AverageHRV = known(l.model.Reports.HRV, s.HRV)
	v.RespiratoryRate = vital.Val(s.RespiratoryRate)
	v.TemperatureDelta = known(l.model.Reports.Temperature, s.TemperatureDelta)
	v.SkinTemperature = known(l.model.Reports.Skin, vital.Whole(34)+s.TemperatureDelta)
}

// sleepScore returns the score of a night from 1 to 100: its length relative to the
// need, its continuity, and its share of deep and REM sleep. Providers weigh these
// similarly, not equally.
func (l *Lens) sleepScore(s body.Sleep, d vital.Date) int {
	r := l.seed.Child("sleep score").At(int64(d)).Stream()
	long := min(100, 100*s.Total()/(60*l.Persona.SleepNeed))
	unbroken := 100 * s.Total() / int(s.End-s.Start)
	restful := min(100, 250*(s.Seconds(body.Deep)+s.Seconds(body.REM))/max(s.Total(), 1))
	return min(100, max(1, (5*long+3*unbroken+2*restful)/10-6+r.Int(9)))
}

// readiness returns the score of a morning from 0 to 100, by the night and the
// resting heart rate.
func (l *Lens) readiness(s body.Sleep, d vital.Date) int {
	r := l.seed.Child("readiness").At(int64(d)).Stream()
	strain := 4 * (l.plan(d).RestingHR - l.Persona.HRRest)
	return min(100, max(0, 45+l.sleepScore(s, d)*2/5-strain-5+r.Int(11)))
}

// dip returns by how many percent the heart rate of the night is below that of the
// day before (vital.md 4.3).
func (l *Lens) dip(d vital.Date, asleep vital.Null[int]) vital.Null[vital.Decimal] {
	sum, n := 0, 0
	day := l.plan(d - 1)
	for i, bpm := range day.HeartRate {
		if day.StageAt(i) == 0 {
			sum += int(bpm)
			n++
		}
	}
	if n == 0 || !asleep.Valid {
		return vital.Null[vital.Decimal]{}
	}
	awake := mean(sum, n)
	return vital.Val((awake - vital.Whole(int64(asleep.V))) * 100 / (awake / 100))
}

// sleepHeart fills the heart rates from the samples of the session: the mean,
// and the lowest mean of five minutes in a row.
func (l *Lens) sleepHeart(v *vital.Sleep, s body.Sleep) {
	var window [5]int
	sum, n, fives, lowest := 0, 0, 0, 0
	for d := l.Persona.DateAt(s.Start); d <= l.Persona.DateAt(s.End-1); d++ {
		heartrateEach(l, 0, d, s.Start+59, s.End, func(p Point) {
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
