package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// traits are what a persona's file says of the people who are drawn from it,
// in the units of fixtures/personas/README.md. The zero value of what the file
// does not name is what that document calls the usual.
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
	rota           []string // shifts, day by day, over and over; nil for workDays
	metabolism     Metabolism
	prediabetes    float64

	insulin       Insulin
	mealsLogged   float64
	alcoholWeekly extent // glasses
	coffeeDaily   extent // cups, of tea too
	waterDaily    extent // glasses
	diary         float64

	bodyMass       extent // index; zero for the usual
	weightWeekly   extent // kg
	restingRate    extent // bpm; zero for the usual
	systolic       extent // mmHg; zero for the usual
	pressureWeekly extent // readings

	ecgWeekly       extent
	apnoea          extent // disturbances in an hour of sleep
	asthma          extent // severity
	lungTestsWeekly extent
	allergies       []string
	labsYearly      extent
	ldl             extent // mmol/L; zero for the usual

	handwashesDaily extent
	mindfulWeekly   extent
	fallsYearly     extent
	illnessesYearly extent // zero for the usual

	sex           *Sex   // nil for either
	cycleDays     extent // zero where the file does not describe the cycle
	cycleJitter   extent // days
	cyclesSkipped float64
	periodDays    extent
	cycleTracking []string
	contraceptive vital.Contraceptive

	wheelchair bool
	afib       extent // percent of the time

	worn         string // what the person calls the device that they wear
	phoneCarried extent // share of the waking day

	timeZone     string // IANA; "" for where the user lives
	tripsYearly  extent
	destinations []string // IANA
}

// usual are the traits of whoever has no file that says otherwise.
var usual = traits{
	mealsLogged: 0.6, alcoholWeekly: extent{0, 6}, coffeeDaily: extent{0.3, 3.5}, waterDaily: extent{3, 8}, diary: 0.1,
	periodDays: extent{4, 6}, pressureWeekly: extent{0, 1}, apnoea: extent{0.5, 4}, labsYearly: extent{0.3, 1.5},
	handwashesDaily: extent{3, 10}, mindfulWeekly: extent{0, 2}, fallsYearly: extent{0, 0.2},
	phoneCarried: extent{0.45, 0.8},
}

// trait is what the persona's file says; a persona from no file has the usual.
func (p *Persona) trait() *traits {
	if p.traits == nil {
		return &usual
	}
	return p.traits
}

// extent is a range from which values are drawn.
type extent [2]float64

// draw is bell-shaped and never leaves the range.
func (e extent) draw(r *seed.Stream) float64 { return r.Bell((e[0]+e[1])/2, (e[1]-e[0])/6) }

func (e extent) within(lo, hi float64) bool { return lo <= e[0] && e[0] <= e[1] && e[1] <= hi }
