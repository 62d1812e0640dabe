package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A key is one key of a persona's file.
type key struct {
	name string
	need node.Need
	// whole marks a key that holds for a whole life: a phase may not change it.
	whole bool
	read  func(v value, t *traits)
}

// keys lists the keys of a persona file, except for its phases. A test compares it with
// fixtures/personas/README.md, which documents each key. The limits of the values
// ensure the bounds in the package's documentation.
var keys = []key{
	{name: "about", need: node.Required, whole: true, read: text(func(t *traits) *string { return &t.about })},
	{name: "age", need: node.Required, whole: true, read: between(18, 80, func(t *traits) *extent { return &t.age })},
	{name: "sex", whole: true, read: word("sex", map[string]*Sex{"female": ptr(Female), "male": ptr(Male)}, func(t *traits) **Sex { return &t.sex })},
	{name: "fitness", need: node.Required, read: between(0, 1, func(t *traits) *extent { return &t.fitness })},
	{name: "daily_steps", need: node.Required, read: between(minDailyMean, maxDailyMean, func(t *traits) *extent { return &t.dailySteps })},
	{name: "workouts_per_week", need: node.Required, read: between(0, 7, func(t *traits) *extent { return &t.workoutsWeekly })},
	{name: "sports", need: node.Required, read: words("sport", sportNames, func(t *traits) *[]string { return &t.sports })},
	{name: "mid_sleep", need: node.Required, read: times(120, 380, func(t *traits) *extent { return &t.midSleep })},
	{name: "sleep_need_hours", need: node.Required, read: between(5.5, 9.5, func(t *traits) *extent { return &t.sleepNeed })},
	{name: "night_wakings", read: between(0, 5, func(t *traits) *extent { return &t.nightWakings })},
	{name: "naps_per_week", read: between(0, 7, func(t *traits) *extent { return &t.napsWeekly })},
	{name: "commute_minutes", read: between(0, 30, func(t *traits) *extent { return &t.commute })},
	{name: "works", read: chance(func(t *traits) *float64 { return &t.works })},
	{name: "work_days", read: days(func(t *traits) *[7]bool { return &t.workDays })},
	{name: "rota", read: words("shift", shiftNames, func(t *traits) *[]string { return &t.rota })},
	{name: "metabolism", read: word("metabolism", metabolisms, func(t *traits) *Metabolism { return &t.metabolism })},
	{name: "prediabetes", read: chance(func(t *traits) *float64 { return &t.prediabetes })},
	{name: "insulin", read: word("way of taking insulin", insulins, func(t *traits) *Insulin { return &t.insulin })},
	{name: "meals_logged", read: chance(func(t *traits) *float64 { return &t.mealsLogged })},
	{name: "alcohol_per_week", read: between(0, 28, func(t *traits) *extent { return &t.alcoholWeekly })},
	{name: "caffeine_per_day", read: between(0, 8, func(t *traits) *extent { return &t.coffeeDaily })},
	{name: "water_per_day", read: between(1, 16, func(t *traits) *extent { return &t.waterDaily })},
	{name: "diary", read: chance(func(t *traits) *float64 { return &t.diary })},
	{name: "body_mass_index", whole: true, read: between(17, 38, func(t *traits) *extent { return &t.bodyMass })},
	{name: "weight_per_week", read: between(-1.2, 0.8, func(t *traits) *extent { return &t.weightWeekly })},
	{name: "resting_heart_rate", read: between(40, 95, func(t *traits) *extent { return &t.restingRate })},
	{name: "systolic", read: between(95, 175, func(t *traits) *extent { return &t.systolic })},
	{name: "blood_pressure_per_week", read: between(0, 14, func(t *traits) *extent { return &t.pressureWeekly })},
	{name: "ecgs_per_week", read: between(0, 14, func(t *traits) *extent { return &t.ecgWeekly })},
	{name: "sleep_apnoea", read: between(0, 60, func(t *traits) *extent { return &t.apnoea })},
	{name: "asthma", read: between(0, 1, func(t *traits) *extent { return &t.asthma })},
	{name: "lung_tests_per_week", read: between(0, 14, func(t *traits) *extent { return &t.lungTestsWeekly })},
	{name: "allergies", read: words("allergen", allergenNames, func(t *traits) *[]string { return &t.allergies })},
	{name: "lab_visits_per_year", read: between(0, 5.9, func(t *traits) *extent { return &t.labsYearly })},
	{name: "ldl", read: between(1, 7, func(t *traits) *extent { return &t.ldl })},
	{name: "handwashes_per_day", read: between(0, 25, func(t *traits) *extent { return &t.handwashesDaily })},
	{name: "mindful_per_week", read: between(0, 7, func(t *traits) *extent { return &t.mindfulWeekly })},
	{name: "falls_per_year", read: between(0, 20, func(t *traits) *extent { return &t.fallsYearly })},
	{name: "illnesses_per_year", read: between(0, 7, func(t *traits) *extent { return &t.illnessesYearly })},
	{name: "cycle_days", read: between(21, 45, func(t *traits) *extent { return &t.cycleDays })},
	{name: "cycle_jitter_days", read: between(0, 12, func(t *traits) *extent { return &t.cycleJitter })},
	{name: "cycles_skipped", read: chance(func(t *traits) *float64 { return &t.cyclesSkipped })},
	{name: "period_days", read: between(2, 9, func(t *traits) *extent { return &t.periodDays })},
	{name: "cycle_tracking", read: words("thing to track", func() []string { return cycleTracking }, func(t *traits) *[]string { return &t.cycleTracking })},
	{name: "contraceptive", read: word("contraceptive", contraceptives, func(t *traits) *vital.Contraceptive { return &t.contraceptive })},
	{name: "wheelchair", read: flag(func(t *traits) *bool { return &t.wheelchair })},
	{name: "afib_burden", read: between(0, 20, func(t *traits) *extent { return &t.afib })},
	{name: "worn", read: text(func(t *traits) *string { return &t.worn })},
	{name: "phone_carried", read: between(0, 1, func(t *traits) *extent { return &t.phoneCarried })},
	{name: "time_zone", read: zone(func(t *traits) *string { return &t.timeZone })},
	{name: "trips_per_year", read: between(0, 12, func(t *traits) *extent { return &t.tripsYearly })},
	{name: "destinations", read: zoneList(func(t *traits) *[]string { return &t.destinations })},
}

// ptr returns a pointer to a copy of v.
func ptr[T any](v T) *T { return &v }
