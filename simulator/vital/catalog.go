package vital

// Resources are the 60 resources that have events, summaries first, each group
// in the order of the contract (3.1, 3.2). The slice is read-only.
var Resources = []Resource{
	{Name: "activity", Path: "activity", Kind: Daily, Envelope: "activity"},
	{Name: "sleep", Path: "sleep", Kind: Session, Envelope: "sleep"},
	{Name: "sleep_cycle", Path: "sleep_cycle", Kind: Session, Envelope: "sleep_cycle", PlainDates: true},
	{Name: "workouts", Path: "workouts", Kind: Session, Envelope: "workouts"},
	{Name: "workout_stream", Path: "workouts/{workout_id}/stream", Kind: Stream},
	{Name: "body", Path: "body", Kind: Session, Envelope: "body"},
	{Name: "meal", Path: "meal", Kind: Session, Envelope: "meals"},
	{Name: "menstrual_cycle", Path: "menstrual_cycle", Kind: Session, Envelope: "menstrual_cycle", PlainDates: true},
	{Name: "electrocardiogram", Path: "electrocardiogram", Kind: Session, Envelope: "electrocardiogram", PlainDates: true},
	{Name: "profile", Path: "profile", Kind: Single},

	fixed(interval("afib_burden", "%")),
	fixed(interval("basal_body_temperature", "°C")),
	ungrouped(point("blood_oxygen", "%")),
	shaped(ShapePressure, ungrouped(point("blood_pressure", "mmHg"))),
	fixed(interval("body_mass_index", "index")),
	shaped(ShapeTemperature, fixed(interval("body_temperature", "°C"))),
	shaped(ShapeTemperature, fixed(interval("body_temperature_delta", "°C"))),
	fine(ungrouped(interval("caffeine", "g"))),
	ungrouped(fixed(interval("calories_active", "kcal"))),
	loose(ungrouped(fixed(interval("calories_basal", "kcal")))),
	interval("carbohydrates", "g"),
	typed(ungrouped(point("cholesterol", "mmol/L"))),
	fixed(interval("daylight_exposure", "min")),
	ungrouped(fixed(interval("distance", "m"))),
	fine(typed(ungrouped(point("electrocardiogram_voltage", "mV")))),
	fixed(interval("fall", "count")),
	at("body_fat", ungrouped(point("fat", "%"))),
	loose(ungrouped(fixed(interval("floors_climbed", "count")))),
	fixed(interval("forced_expiratory_volume_1", "L")),
	fixed(interval("forced_vital_capacity", "L")),
	ungrouped(point("glucose", "mmol/L")),
	fixed(interval("handwashing", "count")),
	typed(fixed(interval("heart_rate_alert", "count"))),
	fixed(interval("heart_rate_recovery_one_minute", "count")),
	ungrouped(point("heartrate", "bpm")),
	ungrouped(point("hrv", "rmssd")),
	typed(ungrouped(point("ige", "FSU"))),
	typed(ungrouped(point("igg", "FSU"))),
	fixed(interval("inhaler_usage", "count")),
	shaped(ShapeInjection, fine(typed(fixed(interval("insulin_injection", "unit"))))),
	fixed(interval("lean_body_mass", "kg")),
	ungrouped(interval("mindfulness_minutes", "min")),
	shaped(ShapeNote, interval("note", "text")),
	fixed(interval("peak_expiratory_flow_rate", "L/min")),
	ungrouped(point("respiratory_rate", "bpm")),
	fixed(interval("sleep_apnea_alert", "count")),
	typed(fixed(interval("sleep_breathing_disturbance", "count"))),
	fixed(interval("stand_duration", "min")),
	typed(fixed(interval("stand_hour", "count"))),
	ungrouped(fixed(interval("steps", "count"))),
	ungrouped(point("stress_level", "%")),
	fixed(interval("uv_exposure", "index")),
	ungrouped(interval("vo2_max", "mL/kg/min")),
	fixed(interval("waist_circumference", "cm")),
	loose(ungrouped(interval("water", "ml"))),
	at("body_weight", ungrouped(point("weight", "kg"))),
	fixed(interval("wheelchair_push", "count")),
	fixed(interval("workout_distance", "m")),
	shaped(ShapeDuration, fixed(interval("workout_duration", "min"))),
	fixed(interval("workout_swimming_stroke", "count")),
}

func point(name, unit string) Resource {
	return Resource{Name: name, Path: name, Kind: Point, Unit: unit, Envelope: "groups"}
}

func interval(name, unit string) Resource {
	return Resource{Name: name, Path: name, Kind: Interval, Unit: unit, Envelope: "groups"}
}

func at(path string, r Resource) Resource { r.Path = path; return r }
func fixed(r Resource) Resource           { r.UnitFixed = true; return r }
func ungrouped(r Resource) Resource       { r.Ungrouped = true; return r }
func typed(r Resource) Resource           { r.Typed = true; return r }
func fine(r Resource) Resource            { r.Fine = true; return r }
func loose(r Resource) Resource           { r.PointInSchema = true; return r }

func shaped(s Shape, r Resource) Resource { r.Shape = s; return r }

// Hypnogram is the deprecated timeseries of the stages of sleep. It is served
// without being one of Resources, as it has no events (contract 3.2).
var Hypnogram = ungrouped(interval("hypnogram", "stage"))
