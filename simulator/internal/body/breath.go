package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// NightVitals has the vital signs of a session in bed. Index i of every slice covers
// the five minutes from Sleep.Start + 300 × i; the last interval may be shorter.
type NightVitals struct {
	// HRV is RMSSD in milliseconds, highest in deep sleep (Herzig 2018); its
	// mean is Sleep.HRV.
	HRV []vital.Decimal
	// RespiratoryRate in breaths per minute, faster and less regular in REM
	// sleep (Douglas 1982); its mean is Sleep.RespiratoryRate.
	RespiratoryRate []vital.Decimal
	// SpO2 in percent, 92 to 100: asleep, healthy adults have a median of 96.5
	// (Gries & Brooks 1996). With sleep apnoea it can be as low as 80.
	SpO2 []vital.Decimal
}

// SpO2Mean returns the mean of SpO2 in percent.
func (v NightVitals) SpO2Mean() vital.Decimal {
	return total(v.SpO2) / vital.Decimal(max(len(v.SpO2), 1))
}

// Effects of the sleep stages on the vital signs.
var (
	stageHRV    = [5]float64{Deep: 1.12, Light: 1, REM: 0.94, Awake: 0.88} // times the mean
	stageBreath = [5]float64{Deep: -0.4, Light: 0, REM: 0.6, Awake: 0.9}   // per minute
	stageUneven = [5]float64{Deep: 0.3, Light: 0.6, REM: 1, Awake: 1}
	stageSpO2   = [5]float64{Deep: 0.1, Light: 0, REM: -0.4, Awake: 0.4} // percent
)

// NightVitals returns the vitals of one of the persona's sleeps.
func (p *Persona) NightVitals(s *Sleep) NightVitals {
	n := int(s.End-s.Start+299) / 300
	cells := make([]vital.Decimal, 3*n)
	v := NightVitals{HRV: cells[:n:n], RespiratoryRate: cells[n : 2*n : 2*n], SpO2: cells[2*n:]}
	r := p.streams.breath.At(s.Start).Stream()
	hrv, rate := s.HRV.Float(), s.RespiratoryRate.Float()
	own := p.streams.breath.Child("spo2").Stream()
	spo2 := own.Bell(96.7, 0.4) - float64(1.1*p.illness(p.DateAt(s.End)))
	span := 0
	for i := range n {
		for span < len(s.Spans)-1 && int(s.Spans[span].To) <= 300*i {
			span++
		}
		stage := s.Spans[span].Stage
		v.HRV[i] = vital.DecimalOf(hrv * stageHRV[stage] * r.Bell(1, 0.09))
		v.RespiratoryRate[i] = vital.DecimalOf(rate + stageBreath[stage] + r.Bell(0, 0.7*stageUneven[stage]))
		x := spo2 + stageSpO2[stage] + r.Bell(0, 0.4)
		v.SpO2[i] = vital.DecimalOf(bend(x, 92, 100, 1))
	}
	p.desaturate(p.DateAt(s.End), v.SpO2)
	level(v.HRV, s.HRV)
	level(v.RespiratoryRate, s.RespiratoryRate)
	return v
}

// level shifts all values by nearly the same amount so that their mean is the given
// one.
func level(values []vital.Decimal, mean vital.Decimal) {
	n := int64(len(values))
	missing := n*int64(mean) - int64(total(values))
	for i := range values {
		// Differences of rounded shares add up exactly to missing.
		values[i] += vital.Decimal(floorDiv(missing*int64(i+1), n) - floorDiv(missing*int64(i), n))
	}
}

func total(values []vital.Decimal) (sum vital.Decimal) {
	for _, v := range values {
		sum += v
	}
	return sum
}
