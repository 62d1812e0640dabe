package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// allergens lists the allergens of a panel, foods last.
var allergens = []string{"birch", "grass", "ragweed", "cat", "dust_mite", "peanut", "milk", "egg", "wheat"}

func allergenNames() []string { return allergens }

// foodAllergens is the index of the first food in allergens.
const foodAllergens = 5

// A LabVisit has the results of a blood sample taken while fasting. Cholesterol is in
// mmol/L.
type LabVisit struct {
	At                      int64 // of the sample, unix seconds
	HDL, LDL, Triglycerides vital.Decimal
	// Total is HDL + LDL + triglycerides / 2.2 (Friedewald 1972).
	Total vital.Decimal
	// Antibodies are the results of an allergy panel, nil if none was ordered.
	Antibodies []Antibody
}

// An Antibody is the level of one allergen's antibodies.
type Antibody struct {
	Allergen string
	IgE      bool          // false for IgG, which is tested for foods only
	Level    vital.Decimal // in the laboratory's units, 0 to 100
}

// labBlock is the length in days of a block, in which there is at most one visit.
const labBlock = 61

// LabVisit returns the laboratory visit of the date, if there is one: on a weekday
// between eight and ten in the morning, as often per year as the persona's file says.
func (p *Persona) LabVisit(d vital.Date) (v LabVisit, ok bool) {
	p = p.On(d)
	block := floorDiv(int64(d), labBlock)
	f := p.frame(d)
	r := p.seed("lab").At(block).Stream()
	if !r.Chance(p.habit("lab", p.trait().labsYearly)*labBlock/365.25) || f.minutes() == 0 {
		return v, false
	}
	day := vital.Date(block*labBlock) + vital.Date(r.Int(labBlock-2))
	for w := day.Weekday(); w == 0 || w == 6; w = day.Weekday() {
		day++
	}
	if d != day {
		return v, false
	}
	_, wake := p.inBed(f)
	v.At = max(f.at(8*3600+60*r.Int(120)), wake+1800)
	p.lipids(d, &v)
	if len(p.trait().allergies) > 0 || r.Chance(0.15) {
		v.Antibodies = p.antibodies(d)
	}
	return v, true
}

// lipids fills in the cholesterol values. In adults LDL is 3.0 and HDL 1.4 on average;
// women's HDL is 0.3 higher than men's; LDL grows with age, triglycerides with weight
// and diabetes, and HDL with fitness (NHANES, Carroll 2012). The persona's file may
// give a range for LDL.
func (p *Persona) lipids(d vital.Date, v *LabVisit) {
	own, r := p.seed("lipids"), p.seed("lipids").At(int64(d)).Stream()
	bmi := p.Composition(d).BodyMassIndex.Float()
	fitness := p.fade(d, func(q *Persona) float64 { return q.Fitness })
	ldl := p.fade(d, func(q *Persona) float64 {
		if q.trait().ldl[1] > 0 {
			return q.habit("ldl", q.trait().ldl)
		}
		return 2.4 + float64(0.014*float64(min(q.AgeOn(d), 65)-20)) + float64(0.6*signed(own.Child("ldl")))
	})
	hdl := 1.32 + float64(0.3*(fitness-0.5)) - float64(0.015*(bmi-26)) + float64(0.2*signed(own.Child("hdl")))
	if p.Sex == Female {
		hdl += 0.3
	}
	fat := 1.15 + float64(0.05*(bmi-26)) - float64(0.5*(fitness-0.5)) + float64(0.3*signed(own.Child("triglycerides")))
	if p.Metabolism != Healthy {
		fat += 0.4
	}
	v.LDL = vital.DecimalOf(clamp(ldl*r.Bell(1, 0.05), 0.8, 8))
	v.HDL = vital.DecimalOf(clamp(hdl*r.Bell(1, 0.04), 0.6, 3))
	v.Triglycerides = vital.DecimalOf(clamp(fat*r.Bell(1, 0.12), 0.35, 4.4)) // above, the formula does not hold
	v.Total = v.HDL + v.LDL + (v.Triglycerides*10+11)/22
}

// antibodies returns the IgE levels of all allergens and the IgG levels of the foods.
// Levels are high for the persona's allergies and highest in the pollen season.
func (p *Persona) antibodies(d vital.Date) (list []Antibody) {
	r := p.seed("antibodies").At(int64(d)).Stream()
	for i, name := range allergens {
		own := p.seed("antibodies").Child(name)
		ige := 0.05 + float64(0.25*(signed(own)+1))
		if slices.Contains(p.trait().allergies, name) {
			ige = (12 + float64(25*(signed(own)+1))) * (1 + float64(0.3*p.pollen(d)))
		}
		list = append(list, Antibody{name, true, vital.DecimalOf(clamp(ige*r.Bell(1, 0.08), 0.01, 100))})
		if i >= foodAllergens {
			igg := (2 + float64(6*(signed(own.Child("igg"))+1))) * r.Bell(1, 0.1)
			list = append(list, Antibody{name, false, vital.DecimalOf(clamp(igg, 0.1, 100))})
		}
	}
	return list
}
