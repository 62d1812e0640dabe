package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// A BloodPressure is a reading of a blood pressure monitor.
type BloodPressure struct {
	At                  int64 // unix seconds
	Systolic, Diastolic int   // mmHg
	Pulse               int   // bpm
}

// systolic returns the mean systolic pressure of the persona on a date. If the persona's
// file gives no range, it grows with age and weight, from about 115 at twenty-five to
// 132 at seventy-five (NHANES, Wright 2011).
func (p *Persona) systolic(d vital.Date) float64 {
	return p.fade(d, func(q *Persona) float64 {
		if q.trait().systolic[1] > 0 {
			return q.habit("systolic", q.trait().systolic)
		}
		metres := float64(q.HeightCm) / 100
		x := 113 + float64(0.34*float64(q.AgeOn(d)-25)) + float64(0.5*(q.WeightKg.Float()/float64(metres*metres)-25))
		if q.Sex == Male {
			x += 3
		}
		return clamp(x+float64(7*signed(q.seed("systolic"))), 96, 148)
	})
}

// Pressure returns the blood pressure at an instant in mmHg. The systolic pressure is
// within 85 to 210, the diastolic within 45 to 125 and at least 20 lower. Both are
// highest in the late morning, about 15 % lower at night (O'Brien 1988), and drift by a
// few mmHg over days.
func (p *Persona) Pressure(unix int64) (systolic, diastolic float64) {
	d := p.DateAt(unix)
	own := p.seed("pressure")
	age := float64(p.AgeOn(d))
	base := p.systolic(d)
	low := 73 + float64(0.45*(base-118)) + float64(0.12*(min(age, 50)-35)) - float64(0.3*max(age-60, 0)) + float64(4*signed(own.Child("diastolic")))
	// Rise from a minimum at three o'clock to a maximum at eleven by the local clock.
	hour := float64(floorDiv(unix+int64(p.OffsetAt(unix)), 60)-3*60) / 60
	hour -= float64(24 * floor(hour/24))
	day := smooth(hour / 8)
	if hour > 8 {
		day = 1 - smooth((hour-8)/16)
	}
	swing := float64(0.15*(day-0.8)) + float64(0.035*wave(own.Child("drift"), unix, 4*daySeconds)) + float64(0.02*wave(own.Child("hours"), unix, 2*3600))
	systolic = clamp(base*(1+swing), 85, 210)
	return systolic, clamp(low*(1+swing), 45, min(systolic-20, 125))
}

// BloodPressures returns the readings of the date, in order: before breakfast and in
// the evening, as often per week as the persona's file says, each with an error of a
// few mmHg.
func (p *Persona) BloodPressures(d vital.Date) []BloodPressure {
	p = p.On(d)
	f := p.frame(d)
	weekly := p.habit("blood pressure", p.trait().pressureWeekly)
	if weekly == 0 || f.minutes() == 0 {
		return nil
	}
	r := p.seed("cuff").At(int64(d)).Stream()
	from, to := p.waking(f)
	var list []BloodPressure
	for _, at := range [...]int64{from + 60*int64(5+r.Int(10)), to - 60*int64(40+r.Int(50))} {
		noise, pulse, measured := r.Bell(0, 3.5), r.Bell(0, 3), r.Chance(weekly/14)
		if !measured {
			continue
		}
		systolic, diastolic := p.Pressure(at)
		b := BloodPressure{At: at, Systolic: int(systolic + noise + 0.5), Diastolic: int(diastolic + float64(0.6*noise) + 0.5)}
		b.Diastolic = min(b.Diastolic, b.Systolic-20)
		b.Pulse = int(clamp(float64(p.HRRest)+7+pulse+float64(8*p.illness(d)), MinHeartRate, float64(p.HRMax)))
		b.Pulse = min(b.Pulse+p.afibBeats(at)/bpm, p.HRMax)
		list = append(list, b)
	}
	return list
}
