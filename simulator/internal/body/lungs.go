package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A LungTest is the result of a peak flow meter or a spirometer.
type LungTest struct {
	At       int64 // unix seconds
	PeakFlow int   // L/min
	// FEV1 and FVC in litres are the results of a spirometer, 0 for a peak flow
	// meter.
	FEV1, FVC vital.Decimal
}

// LungTests returns the lung tests of the date, in order: in the morning and the
// evening, as often per week as the persona's file says, and with a spirometer on one
// morning in four weeks.
func (p *Persona) LungTests(d vital.Date) []LungTest {
	p = p.On(d)
	f := p.frame(d)
	weekly := p.habit("lung tests", p.trait().lungTestsWeekly)
	if weekly == 0 || f.minutes() == 0 {
		return nil
	}
	r := p.seed("lung tests").At(int64(d)).Stream()
	visit := p.seed("spirometry").At(floorDiv(int64(d), 28)).Stream()
	spirometer := int64(d)-floorDiv(int64(d), 28)*28 == int64(visit.Int(28))
	from, to := p.waking(f)
	var list []LungTest
	for i, at := range [...]int64{from + 60*int64(5+r.Int(15)), to - 60*int64(20+r.Int(40))} {
		tested := r.Chance(weekly/14) || i == 0 && spirometer
		flow, fev1, fvc := p.lungs(d, i == 1)
		effort := r.Between(0.96, 1)
		if !tested {
			continue
		}
		t := LungTest{At: at, PeakFlow: int(flow*effort/5+0.5) * 5} // meters have a mark every five or ten
		if i == 0 && spirometer {
			t.FVC = vital.DecimalOf(fvc * effort)
			t.FEV1 = min(vital.DecimalOf(fev1*effort), t.FVC*95/100)
		}
		list = append(list, t)
	}
	return list
}

// lungs returns peak flow in L/min, FEV1 and FVC in litres, by the European reference
// equations (Quanjer 1993) for sex, height and age with an individual deviation of up
// to ten percent. Asthma reduces the peak flow most, and more in the morning than in
// the evening.
func (p *Persona) lungs(d vital.Date, evening bool) (flow, fev1, fvc float64) {
	metres := float64(p.HeightCm) / 100
	age := clamp(float64(d-p.BirthDate)/365.25, 25, 85)
	flow = (float64(5.5*metres) - float64(0.030*age) - 1.11) * 60
	fev1 = float64(3.95*metres) - float64(0.025*age) - 2.60
	fvc = float64(4.43*metres) - float64(0.026*age) - 2.89
	if p.Sex == Male {
		flow = (float64(6.14*metres) - float64(0.043*age) + 0.15) * 60
		fev1 = float64(4.30*metres) - float64(0.029*age) - 2.49
		fvc = float64(5.76*metres) - float64(0.026*age) - 4.34
	}
	own := 1 + float64(0.1*signed(p.seed("lungs")))
	tight := p.asthma(d)
	if !evening {
		tight *= 1.25
	}
	return flow * own * (1 - float64(0.45*tight)), fev1 * own * (1 - float64(0.38*tight)), fvc * own * (1 - float64(0.15*tight))
}

// asthma returns how tight the airways are on a date, 0 to 1: the persona's severity
// times a factor that varies slowly and grows with infections and with pollen to which
// the persona is allergic.
func (p *Persona) asthma(d vital.Date) float64 {
	p = p.On(d)
	severity := p.habit("asthma", p.trait().asthma)
	if severity == 0 {
		return 0
	}
	now := 0.4 + float64(0.25*wave(p.seed("asthma"), int64(d), 9)) + float64(0.6*p.illness(d)) + float64(0.5*p.pollen(d))
	return clamp(severity*now, 0, 1)
}

// pollen returns the density on a date, 0 to 1, of the pollen to which the persona is
// allergic, by the season of the hemisphere.
func (p *Persona) pollen(d vital.Date) (most float64) {
	shift := 0.0
	if latitude(p.ZoneOn(d)) < 0 {
		shift = 182
	}
	year := (float64(d) - shift) / 365.25
	day := (year - float64(floor(year))) * 365.25
	for _, plant := range p.trait().allergies {
		if peak, ok := flowering[plant]; ok {
			away := (day - peak) / 45
			most = max(most, smooth(1-max(away, -away)))
		}
	}
	return most
}

// flowering maps a plant to the day of the year on which its pollen is densest in the
// northern hemisphere (D'Amato 2007).
var flowering = map[string]float64{"birch": 110, "grass": 160, "ragweed": 243}

// An Inhalation is the use of an inhaler.
type Inhalation struct {
	At     int64 // unix seconds
	Puffs  int
	Rescue bool // because of symptoms, not on schedule
}

// Inhalations returns the inhalations of a persona with asthma on the date, in order.
// From moderate severity on there are two puffs each in the morning and the evening.
// Rescue puffs become more frequent the tighter the airways are, and may follow sport.
func (p *Persona) Inhalations(d vital.Date) []Inhalation {
	p = p.On(d)
	f := p.frame(d)
	if p.trait().asthma[1] == 0 || f.minutes() == 0 {
		return nil
	}
	r := p.seed("inhaler").At(int64(d)).Stream()
	from, to := p.waking(f)
	var list []Inhalation
	if p.habit("asthma", p.trait().asthma) > 0.3 {
		list = append(list, Inhalation{At: from + 60*int64(2+r.Int(10)), Puffs: 2}, Inhalation{At: to - 60*int64(5+r.Int(20)), Puffs: 2})
	}
	tight := p.asthma(d)
	times := min(about(&r, 5*tight), 6)
	for i := range times {
		at := p.afterNap(f, among(from+1800, to-1800, i, times, &r))
		list = append(list, Inhalation{at, 1 + r.Int(2), true})
	}
	if _, end, ok := p.training(f); ok && r.Chance(2*tight) {
		list = append(list, Inhalation{end + 60, 2, true})
	}
	slices.SortStableFunc(list, func(a, b Inhalation) int { return int(a.At - b.At) })
	return list
}
