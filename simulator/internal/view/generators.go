package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Rev is one record of a summary with the times of its first revision and of the
// newest one at or before an instant.
type Rev struct {
	Date    vital.Date // the calendar date that the record is anchored on
	Ordinal int        // tells records of the same date apart
	First   int64
	Last    int64
}

// A Stamp is the team's state of a record: its id, when it was first and last
// ingested, and whether it was edited.
type Stamp struct {
	ID, UserID           vital.ID
	CreatedAt, UpdatedAt time.Time
	Edited               bool
	// Sibling is the id of the related record of another resource: the sleep of a
	// sleep cycle.
	Sibling func(resource vital.ResourceID) vital.ID
}

// A Summary generates the records of one summary resource.
type Summary struct {
	// Revs appends the records anchored on d that exist as of the instant.
	Revs func(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev
	// Record returns the content of a record as of r.Last: a pointer to a wire type.
	Record func(l *Lens, r Rev, s Stamp) vital.Payload
	// Describe describes a record in a few words. Recorded data use that of the generator.
	Describe func(record vital.Payload) string
	// Example returns the record of the resource's example events.
	Example func(e Example) vital.Payload
	// Reach is the number of days after its date in which a record is revised, if that
	// is longer than uploads look back: for a menstrual cycle, its length.
	Reach vital.Date
	// Ahead is the number of days before its date from which a predicted record may
	// exist.
	Ahead vital.Date
}

// A Point is one value of a timeseries.
type Point struct {
	Unix     int64           // the timestamp on the wire, and the start of an interval
	Duration int32           // of an interval, in seconds
	Micro    int32           // microseconds after Unix, of what is measured many times a second
	Offset   vital.Null[int] // seconds east of UTC; null in floating time
	Value    vital.Decimal   // in hundredths; in millionths where vital.Resource is Fine
	Detail   *wire.Detail    // nil where there is nothing but a value; never changed once yielded
}

// A Series generates the samples of one timeseries resource.
type Series struct {
	// Sources are the types of the sources of samples; nil means the provider's device
	// alone. Lens.Series fills them in.
	Sources []string
	// Recorded are the sources of recorded data.
	Recorded []vital.Source
	// Each yields, in order, the samples of a source and of local date d that
	// were complete after the instant lo and at or before hi. Source is an index
	// into Sources. The samples of a workout name it in their Detail, by its id:
	// see Lens.RecordID.
	Each func(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point))
	// Reach is the number of days after its date in which a sample may arrive, if that
	// is longer than uploads look back: an interval of a week arrives at its end.
	Reach vital.Date
}

// SourceOf returns the i-th source of a series.
func (s Series) SourceOf(l *Lens, i int) vital.Source {
	switch {
	case s.Recorded != nil:
		return l.KnownSource(s.Recorded[i])
	case s.Sources != nil:
		return l.Profile.Source(s.Sources[i])
	}
	return l.source()
}

// Count returns the number of sources of a series.
func (s Series) Count() int {
	if s.Recorded != nil {
		return len(s.Recorded)
	}
	return max(1, len(s.Sources))
}

// Summaries and Timeseries map resources to generators. A resource without a row
// here is not simulated.
var (
	Summaries = map[vital.ResourceID]Summary{
		vital.ResourceActivity:          {Revs: activityRevs, Record: activityRecord, Describe: describes(activityText), Example: activityExample},
		vital.ResourceSleep:             {Revs: sleepRevs, Record: sleepRecord, Describe: describes(sleepText), Example: sleepExample},
		vital.ResourceSleepCycle:        {Revs: sleepCycleRevs, Record: sleepCycleRecord, Describe: describes(sleepCycleText), Example: sleepCycleExample},
		vital.ResourceWorkouts:          {Revs: workoutRevs, Record: workoutRecord, Describe: describes(workoutText), Example: workoutExample},
		vital.ResourceBody:              {Revs: bodyRevs, Record: bodyRecord, Describe: describes(bodyText), Example: bodyExample},
		vital.ResourceMeal:              {Revs: mealRevs, Record: mealRecord, Describe: describes(mealText), Example: mealExample},
		vital.ResourceElectrocardiogram: {Revs: ecgRevs, Record: ecgRecord, Describe: describes(ecgText), Example: ecgExample},
		vital.ResourceMenstrualCycle:    {Revs: menstrualRevs, Record: menstrualRecord, Describe: describes(menstrualText), Example: menstrualExample, Reach: cycleReach, Ahead: cycleReach},
		vital.ResourceProfile:           {Revs: profileRevs, Record: profileRecord, Describe: describes(profileText), Example: profileExample},
	}
	Timeseries = byID(map[string]Series{
		"heartrate":        {Each: heartrateEach},
		"steps":            {Each: stepsEach},
		"distance":         {Each: distanceEach},
		"calories_active":  {Each: interval(energyOf)},
		"hrv":              {Each: nightly(func(v body.NightVitals) []vital.Decimal { return v.HRV })},
		"blood_oxygen":     {Each: nightly(func(v body.NightVitals) []vital.Decimal { return v.SpO2 })},
		"respiratory_rate": {Each: breaths},
		"glucose":          {Each: glucoseEach},

		"weight":              {Each: of(weighing(func(c body.Composition) vital.Decimal { return c.Weight }))},
		"fat":                 {Each: of(weighing(func(c body.Composition) vital.Decimal { return c.FatPercent }))},
		"body_mass_index":     {Each: of(weighing(func(c body.Composition) vital.Decimal { return c.BodyMassIndex }))},
		"lean_body_mass":      {Each: of(weighing(func(c body.Composition) vital.Decimal { return c.LeanKg }))},
		"waist_circumference": {Each: of(waist)},

		"electrocardiogram_voltage": {Each: voltageEach},

		"blood_pressure":         {Each: of(pressures)},
		"body_temperature":       {Each: of(temperatures)},
		"body_temperature_delta": {Each: temperatureDeltas},
		"basal_body_temperature": {Each: of(basalTemperatures)},
		"stress_level":           {Each: moments(0, stress)},
		"vo2_max":                {Each: moments(0, fitness)},
		"calories_basal":         {Each: basalEach},
		"floors_climbed":         {Each: interval(floorsOf)},

		"water":             {Each: of(water)},
		"caffeine":          {Each: of(caffeine)},
		"carbohydrates":     {Each: of(carbohydrates)},
		"insulin_injection": {Each: of(injections)},
		"note":              {Each: of(notes)},

		"wheelchair_push":   {Each: interval(pushesOf)},
		"stand_hour":        {Each: of(standHours)},
		"stand_duration":    {Each: of(standing)},
		"daylight_exposure": {Each: daylightEach},
		"uv_exposure":       {Each: of(sunlight)},

		"workout_distance":               {Each: workoutParts(metres)},
		"workout_swimming_stroke":        {Each: workoutParts(strokes)},
		"workout_duration":               {Each: of(workoutDurations)},
		"heart_rate_recovery_one_minute": {Each: of(recoveries)},

		"heart_rate_alert":            {Each: of(heartAlerts)},
		"afib_burden":                 {Each: of(burden)},
		"fall":                        {Each: of(falls)},
		"sleep_apnea_alert":           {Each: of(apneaAlerts)},
		"sleep_breathing_disturbance": {Each: of(disturbances)},

		"inhaler_usage":              {Each: of(inhalations)},
		"forced_expiratory_volume_1": {Each: of(blown(func(t body.LungTest) vital.Decimal { return t.FEV1 }))},
		"forced_vital_capacity":      {Each: of(blown(func(t body.LungTest) vital.Decimal { return t.FVC }))},
		"peak_expiratory_flow_rate":  {Each: of(blown(func(t body.LungTest) vital.Decimal { return vital.Whole(int64(t.PeakFlow)) }))},

		"handwashing":         {Each: of(washes)},
		"mindfulness_minutes": {Each: of(mindfulness)},

		"cholesterol": {Each: of(results(lipids))},
		"ige":         {Each: of(results(antibodies(true)))},
		"igg":         {Each: of(results(antibodies(false)))},
	})
)

// byID returns the rows of a table of timeseries by the numbers of the resources.
func byID(rows map[string]Series) map[vital.ResourceID]Series {
	out := make(map[vital.ResourceID]Series, len(rows))
	for name, row := range rows {
		r, ok := vital.ResourceNamed(name)
		if !ok {
			panic("a generator of " + name + ", which is no resource")
		}
		out[r.ID] = row
	}
	return out
}
