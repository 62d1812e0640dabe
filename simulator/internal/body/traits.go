package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// traits has the values of a persona file, in the units of fixtures/personas/README.md.
// Fields for keys that the file leaves out have the default of that document.
type traits struct {
	about string

	age, fitness   extent
	dailySteps     extent
	workoutsWeekly extent
	sports         []string
	midSleep       extent // minutes after midnight
	sleepNeed      extent // hours
	nightWakings   extent
	napsWeekly     extent
	commute        extent // minutes
	works          float64
	workDays       [7]bool
	rota           []string // shifts of consecutive days, repeated; nil if workDays holds
	metabolism     Metabolism
	prediabetes    float64

	insulin       Insulin
	mealsLogged   float64
	alcoholWeekly extent // glasses
	coffeeDaily   extent // cups, of tea too
	waterDaily    extent // glasses
	diary         float64

	bodyMass       extent // index; zero for the default
	weightWeekly   extent // kg
	restingRate    extent // bpm; zero for the default
	systolic       extent // mmHg; zero for the default
	pressureWeekly extent // readings

	ecgWeekly       extent
	apnoea          extent // disturbances in an hour of sleep
	asthma          extent // severity
	lungTestsWeekly extent
	allergies       []string
	labsYearly      extent
	ldl             extent // mmol/L; zero for the default

	handwashesDaily extent
	mindfulWeekly   extent
	fallsYearly     extent
	illnessesYearly extent // zero for the default

	sex           *Sex   // nil for either
	cycleDays     extent // zero if the file does not describe the cycle
	cycleJitter   extent // days
	cyclesSkipped float64
	periodDays    extent
	cycleTracking []string
	contraceptive vital.Contraceptive

	wheelchair bool
	afib       extent // percent of the time

	worn         string // the person's name for the device that they wear
	phoneCarried extent // share of the waking day

	timeZone     string // IANA; "" for the user's zone
	tripsYearly  extent
	destinations []string // IANA
}

// usual has the defaults of the keys.
var usual = traits{
	mealsLogged: 0.6, alcoholWeekly: extent{0, 6}, coffeeDaily: extent{0.3, 3.5}, waterDaily: extent{3, 8}, diary: 0.1,
	periodDays: extent{4, 6}, pressureWeekly: extent{0, 1}, apnoea: extent{0.5, 4}, labsYearly: extent{0.3, 1.5},
	handwashesDaily: extent{3, 10}, mindfulWeekly: extent{0, 2}, fallsYearly: extent{0, 0.2},
	phoneCarried: extent{0.45, 0.8},
}

// trait returns the traits of the persona, which are the defaults if it was not drawn
// from a file.
func (p *Persona) trait() *traits {
	if p.traits == nil {
		return &usual
	}
	return p.traits
}

// extent is a range from which values are drawn.
type extent [2]float64

// draw returns a value within the range from a bell-shaped distribution.
func (e extent) draw(r *seed.Stream) float64 { return r.Bell((e[0]+e[1])/2, (e[1]-e[0])/6) }

func (e extent) within(lo, hi float64) bool { return lo <= e[0] && e[0] <= e[1] && e[1] <= hi }
