package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Composition is a body composition as measured by a scale.
type Composition struct {
	Weight                                               vital.Decimal // kg
	BodyMassIndex                                        vital.Decimal
	FatPercent, WaterPercent, MusclePercent, BonePercent vital.Decimal
	LeanKg                                               vital.Decimal
	VisceralFatIndex                                     vital.Decimal // 1 to 30; 13 and more is high
}

// Composition returns the body composition on a morning. Fat, muscle and bone add up
// to 100 %, and 73 % of the fat-free mass is water (Pace & Rathbun 1945).
func (p *Persona) Composition(d vital.Date) Composition {
	c := Composition{Weight: p.Weight(d), FatPercent: p.FatPercent(d)}
	height := vital.Decimal(p.HeightCm)
	c.BodyMassIndex = (c.Weight*10_000 + height*height/2) / (height * height)
	lean := vital.Whole(100) - c.FatPercent
	c.LeanKg = (c.Weight*lean + 5000) / 10000
	bone := 4.9 + float64(0.4*signed(p.seed("bone")))
	c.BonePercent = vital.DecimalOf(lean.Float() * bone / 100)
	c.MusclePercent = lean - c.BonePercent
	r := p.seed("water").At(int64(d)).Stream()
	c.WaterPercent = vital.DecimalOf(lean.Float() * r.Between(0.715, 0.745))
	c.VisceralFatIndex = vital.DecimalOf(clamp((p.Waist(d).Float()-60)/4, 1, 30))
	return c
}

// Waist returns the circumference of the waist in centimetres, 50 to 170: it follows
// the body mass index and, a little, the age, with an individual deviation of up to
// three centimetres (Bozeman 2012).
func (p *Persona) Waist(d vital.Date) vital.Decimal {
	metres := float64(p.HeightCm) / 100
	age := float64(d-p.BirthDate) / 365.25
	waist := 27 + float64(2.35*p.Weight(d).Float()/float64(metres*metres)) + float64(0.15*(age-45))
	if p.Sex == Male {
		waist += 5.5
	}
	own := p.seed("waist")
	waist += float64(3*signed(own)) + float64(0.4*signed(own.At(int64(d))))
	return vital.DecimalOf(clamp(waist, 50, 170))
}

// TapeMeasure returns when the persona measures the waist on the date, in unix
// seconds: on one morning of each block of 28 days, or of each week while the weight
// has a trend, about a quarter of an hour after waking.
func (p *Persona) TapeMeasure(d vital.Date) (at int64, ok bool) {
	days := int64(28)
	if p.On(d).weekly() != 0 {
		days = 7
	}
	f := p.frame(d)
	r := p.seed("tape").At(floorDiv(int64(d), days)).Stream()
	if f.minutes() == 0 || int64(d)-floorDiv(int64(d), days)*days != int64(r.Int(int(days))) {
		return 0, false
	}
	_, wake := p.inBed(f)
	return wake + 600 + int64(r.Int(600)), true
}
