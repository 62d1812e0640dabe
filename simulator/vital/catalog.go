package vital

// The resources that have generators and readers of their own, by name. The
// others are found with ResourceNamed.
const (
	ResourceActivity ResourceID = iota + 1
	ResourceSleep
	ResourceSleepCycle
	ResourceWorkouts
	ResourceWorkoutStream
	ResourceBody
	ResourceMeal
	ResourceMenstrualCycle
	ResourceElectrocardiogram
	ResourceProfile

	ResourceCaloriesActive  ResourceID = 19
	ResourceCaloriesBasal   ResourceID = 20
	ResourceGlucose         ResourceID = 31
	ResourceHeartrate       ResourceID = 35
	ResourceHRV             ResourceID = 36
	ResourceRespiratoryRate ResourceID = 45
)

// Resources are the resources that have events, summaries first, each group in
// the order of vital.md 3.1 and 3.2. The number of a row is part of the ids of
// its records: a row keeps its number for ever, wherever it stands in the table,
// and a new row takes the next free one. The slice is read-only.
var Resources = []Resource{
	{ID: ResourceActivity, Name: "activity", Path: "activity", Kind: Daily, Envelope: "activity"},
	{ID: ResourceSleep, Name: "sleep", Path: "sleep", Kind: Session, Envelope: "sleep"},
	{ID: ResourceSleepCycle, Name: "sleep_cycle", Path: "sleep_cycle", Kind: Session, Envelope: "sleep_cycle", PlainDates: true},
	{ID: ResourceWorkouts, Name: "workouts", Path: "workouts", Kind: Session, Envelope: "workouts"},
	{ID: ResourceWorkoutStream, Name: "workout_stream", Path: "workouts/{workout_id}/stream", Kind: Stream},
	{ID: ResourceBody, Name: "body", Path: "body", Kind: Session, Envelope: "body"},
	{ID: ResourceMeal, Name: "meal", Path: "meal", Kind: Session, Envelope: "meals"},
	{ID: ResourceMenstrualCycle, Name: "menstrual_cycle", Path: "menstrual_cycle", Kind: Session, Envelope: "menstrual_cycle", PlainDates: true},
	{ID: ResourceElectrocardiogram, Name: "electrocardiogram", Path: "electrocardiogram", Kind: Session, Envelope: "electrocardiogram", PlainDates: true},
	{ID: ResourceProfile, Name: "profile", Path: "profile", Kind: Single},

	fixed(interval(11, "afib_burden", "%")),
	fixed(interval(12, "basal_body_temperature", "°C")),
	ungrouped(point(13, "blood_oxygen", "%")),
	shaped(ShapePressure, ungrouped(point(14, "blood_pressure", "mmHg"))),
	fixed(interval(15, "body_mass_index", "index")),
	shaped(ShapeTemperature, fixed(interval(16, "body_temperature", "°C"))),
	shaped(ShapeTemperature, fixed(interval(17, "body_temperature_delta", "°C"))),
	fine(ungrouped(interval(18, "caffeine", "g"))),
	ungrouped(fixed(interval(ResourceCaloriesActive, "calories_active", "kcal"))),
	loose(ungrouped(fixed(interval(ResourceCaloriesBasal, "calories_basal", "kcal")))),
	interval(21, "carbohydrates", "g"),
	typed(ungrouped(point(22, "cholesterol", "mmol/L"))),
	fixed(interval(23, "daylight_exposure", "min")),
	ungrouped(fixed(interval(24, "distance", "m"))),
	fine(typed(ungrouped(point(25, "electrocardiogram_voltage", "mV")))),
	fixed(interval(26, "fall", "count")),
	at("body_fat", ungrouped(point(27, "fat", "%"))),
	loose(ungrouped(fixed(interval(28, "floors_climbed", "count")))),
	fixed(interval(29, "forced_expiratory_volume_1", "L")),
	fixed(interval(30, "forced_vital_capacity", "L")),
	ungrouped(point(ResourceGlucose, "glucose", "mmol/L")),
	fixed(interval(32, "handwashing", "count")),
	typed(fixed(interval(33, "heart_rate_alert", "count"))),
	fixed(interval(34, "heart_rate_recovery_one_minute", "count")),
	ungrouped(point(ResourceHeartrate, "heartrate", "bpm")),
	ungrouped(point(ResourceHRV, "hrv", "rmssd")),
	typed(ungrouped(point(37, "ige", "FSU"))),
	typed(ungrouped(point(38, "igg", "FSU"))),
	fixed(interval(39, "inhaler_usage", "count")),
	shaped(ShapeInjection, fine(typed(fixed(interval(40, "insulin_injection", "unit"))))),
	fixed(interval(41, "lean_body_mass", "kg")),
	ungrouped(interval(42, "mindfulness_minutes", "min")),
	shaped(ShapeNote, interval(43, "note", "text")),
	fixed(interval(44, "peak_expiratory_flow_rate", "L/min")),
	ungrouped(point(ResourceRespiratoryRate, "respiratory_rate", "bpm")),
	fixed(interval(46, "sleep_apnea_alert", "count")),
	typed(fixed(interval(47, "sleep_breathing_disturbance", "count"))),
	fixed(interval(48, "stand_duration", "min")),
	typed(fixed(interval(49, "stand_hour", "count"))),
	ungrouped(fixed(interval(50, "steps", "count"))),
	ungrouped(point(51, "stress_level", "%")),
	fixed(interval(52, "uv_exposure", "index")),
	ungrouped(interval(53, "vo2_max", "mL/kg/min")),
	fixed(interval(54, "waist_circumference", "cm")),
	loose(ungrouped(interval(55, "water", "ml"))),
	at("body_weight", ungrouped(point(56, "weight", "kg"))),
	fixed(interval(57, "wheelchair_push", "count")),
	fixed(interval(58, "workout_distance", "m")),
	shaped(ShapeDuration, fixed(interval(59, "workout_duration", "min"))),
	fixed(interval(60, "workout_swimming_stroke", "count")),
}

// recordTypes are the Go types of the records of every resource that is no
// timeseries.
var recordTypes = map[ResourceID]recordType{
	ResourceActivity:          recordOf[Activity](),
	ResourceSleep:             recordOf[Sleep](),
	ResourceSleepCycle:        recordOf[SleepCycle](),
	ResourceWorkouts:          recordOf[Workout](),
	ResourceWorkoutStream:     recordOf[WorkoutStreamShallow](),
	ResourceBody:              recordOf[Body](),
	ResourceMeal:              recordOf[Meal](),
	ResourceMenstrualCycle:    recordOf[MenstrualCycle](),
	ResourceElectrocardiogram: recordOf[Electrocardiogram](),
	ResourceProfile:           recordOf[Profile](),
}

// A recordType makes values of the Go type of a resource's records.
type recordType struct {
	empty  func() any
	decode func([]byte) (Payload, error)
}

func recordOf[T Payload]() recordType {
	return recordType{empty: func() any { return new(T) }, decode: decode[T]}
}

func point(id ResourceID, name, unit string) Resource {
	return Resource{ID: id, Name: name, Path: name, Kind: Point, Unit: unit, Envelope: "groups"}
}

func interval(id ResourceID, name, unit string) Resource {
	return Resource{ID: id, Name: name, Path: name, Kind: Interval, Unit: unit, Envelope: "groups"}
}

func at(path string, r Resource) Resource { r.Path = path; return r }
func fixed(r Resource) Resource           { r.UnitFixed = true; return r }
func ungrouped(r Resource) Resource       { r.Ungrouped = true; return r }
func typed(r Resource) Resource           { r.Typed = true; return r }
func fine(r Resource) Resource            { r.Fine = true; return r }
func loose(r Resource) Resource           { r.PointInSchema = true; return r }

func shaped(s Shape, r Resource) Resource { r.Shape = s; return r }

// Hypnogram is the deprecated timeseries of the stages of sleep. It is served
// without being one of Resources, as it has no events (vital.md 3.2).
var Hypnogram = ungrouped(interval(61, "hypnogram", "stage"))
