package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestLabVisitsAreRareAndConsistent(t *testing.T) {
	t.Parallel()
	visits, panels := map[string]int{}, 0
	var ldl, hdl, fat mean
	for _, archetype := range []string{"", "cardiac-patient", "asthma"} {
		for n := range 40 {
			p := draw(t, n, archetype, "")
			for d := date(2025, 1, 1); d < date(2027, 1, 1); d++ {
				v, ok := p.LabVisit(d)
				if !ok {
					continue
				}
				visits[archetype]++
				hour := wall(p, v.At) / 60
				if w := d.Weekday(); w == 0 || w == 6 || p.DateAt(v.At) != d || hour < 8 || v.At < p.Nights(d)[0].End+1800 || hour >= 10 && v.At > p.Nights(d)[0].End+1800 {
					t.Errorf("%s, a %s, at %d", d, w, hour)
				}
				if off := v.Total.Float() - v.HDL.Float() - v.LDL.Float() - v.Triglycerides.Float()/2.2; off > 0.006 || off < -0.006 {
					t.Errorf("%s: %+v is off by %.3f", d, v, off)
				}
				if v.HDL < 60 || v.HDL > 300 || v.LDL < 80 || v.LDL > 800 || v.Triglycerides < 35 || v.Triglycerides > 440 {
					t.Errorf("%s: %+v", d, v)
				}
				if archetype == "" {
					ldl.add(v.LDL.Float())
					hdl.add(v.HDL.Float())
					fat.add(v.Triglycerides.Float())
				}
				if v.Antibodies == nil {
					continue
				}
				panels++
				checkAntibodies(t, v.Antibodies, archetype == "asthma")
			}
		}
	}
	if per := func(a string) float64 { return float64(visits[a]) / 80 }; per("") < 0.5 || per("") > 1.3 || per("cardiac-patient") < 3 || per("cardiac-patient") > 5 {
		t.Errorf("visits of 40 people in two years: %v", visits)
	}
	if l, h, f := ldl.value(), hdl.value(), fat.value(); l < 2.4 || l > 3.4 || h < 1.2 || h > 1.7 || f < 0.8 || f > 1.7 || panels < 100 {
		t.Errorf("LDL %.2f, HDL %.2f, triglycerides %.2f, %d panels", l, h, f, panels)
	}
}

// checkAntibodies checks an allergy panel. The asthma persona is allergic to two kinds of
// pollen, cats and mites.
func checkAntibodies(t *testing.T, list []body.Antibody, allergic bool) {
	t.Helper()
	known := map[string]bool{"birch": true, "grass": true, "cat": true, "dust_mite": true}
	ige, igg := 0, 0
	for _, a := range list {
		if a.IgE {
			ige++
			if high := a.Level > 500; high != (allergic && known[a.Allergen]) {
				t.Errorf("IgE of %v against %s, allergic: %v", a.Level.Float(), a.Allergen, allergic)
			}
		} else {
			igg++
		}
		if a.Level <= 0 || a.Level > vital.Whole(100) {
			t.Errorf("%+v", a)
		}
	}
	if ige != 9 || igg != 4 {
		t.Errorf("%d levels of IgE, %d of IgG", ige, igg)
	}
}
