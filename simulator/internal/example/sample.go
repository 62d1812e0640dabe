package example

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A row is an example of a timeseries: the value of a sample, what it is
// corrected to, and for how many seconds an interval lasts.
type row struct {
	value, corrected float64
	seconds          int
	detail           *wire.Detail
}

// rows are examples of every timeseries, in the units of the resource table.
var rows = map[string]row{
	"afib_burden":                    {3, 2, 7 * 86400, nil},
	"basal_body_temperature":         {36.42, 36.45, 0, nil},
	"blood_oxygen":                   {97, 96, 0, nil},
	"blood_pressure":                 {0, 0, 0, &wire.Detail{Systolic: vital.Whole(121), Diastolic: vital.Whole(78)}},
	"body_mass_index":                {23.1, 23.2, 0, nil},
	"body_temperature":               {36.65, 36.7, 0, &wire.Detail{SensorLocation: vital.Val[vital.SensorLocation]("ear")}},
	"body_temperature_delta":         {-0.12, -0.08, 25_200, &wire.Detail{SensorLocation: vital.Val[vital.SensorLocation]("wrist")}},
	"caffeine":                       {0.095, 0.063, 0, nil},
	"calories_active":                {4.25, 4.5, 900, nil},
	"calories_basal":                 {16.4, 16.5, 900, nil},
	"carbohydrates":                  {45, 50, 0, nil},
	"cholesterol":                    {3.1, 3.2, 0, &wire.Detail{Type: vital.Val("ldl")}},
	"daylight_exposure":              {12, 14, 900, nil},
	"distance":                       {312.5, 318.25, 900, nil},
	"electrocardiogram_voltage":      {0.041, 0.042, 0, &wire.Detail{Type: vital.Val("lead_1")}},
	"fall":                           {1, 2, 0, nil},
	"fat":                            {22.5, 22.4, 0, nil},
	"floors_climbed":                 {2, 3, 900, nil},
	"forced_expiratory_volume_1":     {3.42, 3.45, 0, nil},
	"forced_vital_capacity":          {4.18, 4.2, 0, nil},
	"glucose":                        {5.6, 5.7, 0, nil},
	"handwashing":                    {1, 2, 28, nil},
	"heart_rate_alert":               {1, 1, 0, &wire.Detail{Type: vital.Val("irregular_rhythm")}},
	"heart_rate_recovery_one_minute": {31, 32, 60, nil},
	"heartrate":                      {64, 66, 0, nil},
	"hrv":                            {47.5, 48, 0, nil},
	"ige":                            {0.35, 0.4, 0, &wire.Detail{Type: vital.Val("baha_grass")}},
	"igg":                            {12, 12.5, 0, &wire.Detail{Type: vital.Val("dairy")}},
	"inhaler_usage":                  {2, 1, 0, nil},
	"insulin_injection": {4.5, 4.025, 0, &wire.Detail{
		Type: vital.Val("rapid_acting"), DeliveryMode: vital.Val[vital.DeliveryMode]("bolus"),
		DeliveryForm: vital.Val[vital.DeliveryForm]("standard"), BolusPurpose: vital.Val[vital.BolusPurpose]("meal"),
	}},
	"lean_body_mass":              {53, 53.1, 0, nil},
	"mindfulness_minutes":         {10, 12, 600, nil},
	"note":                        {0, 0, 0, &wire.Detail{Text: "porridge and coffee", Tags: []vital.NoteTag{"food"}}},
	"peak_expiratory_flow_rate":   {452, 455, 0, nil},
	"respiratory_rate":            {14.2, 14.4, 0, nil},
	"sleep_apnea_alert":           {1, 2, 0, nil},
	"sleep_breathing_disturbance": {4.5, 5, 25_200, &wire.Detail{Type: vital.Val("not_elevated")}},
	"stand_duration":              {4, 5, 900, nil},
	"stand_hour":                  {1, 1, 3600, &wire.Detail{Type: vital.Val("stood")}},
	"steps":                       {412, 420, 900, nil},
	"stress_level":                {31, 30, 0, nil},
	"uv_exposure":                 {1, 2, 900, nil},
	"vo2_max":                     {41.5, 41.6, 0, nil},
	"waist_circumference":         {78, 78.5, 0, nil},
	"water":                       {250, 300, 0, nil},
	"weight":                      {68.4, 68.5, 0, nil},
	"wheelchair_push":             {184, 190, 900, nil},
	"workout_distance":            {25, 50, 30, nil},
	"workout_duration":            {40, 41, 2400, &wire.Detail{Intensity: vital.Val[vital.Intensity]("medium")}},
	"workout_swimming_stroke":     {18, 19, 30, nil},
}

// samples returns the data of an event of a timeseries: two samples, of which the
// update corrects the first. It is nil where rows has no row.
func samples(r vital.Resource, updated bool) vital.Payload {
	row, ok := rows[r.Name]
	if !ok {
		return nil
	}
	e := setting(r, updated)
	from := e.Source
	values := []float64{row.value, row.value}
	if updated {
		values = []float64{row.corrected}
	}
	list := make([]any, len(values))
	for i, value := range values {
		begin := e.At(8, 15*i)
		if r.Name == "electrocardiogram_voltage" {
			begin = voltageAt(i)
		}
		s := vital.Sample{TimezoneOffset: vital.Val(0), Unit: r.Unit, Timestamp: begin, Value: vital.FineOf(value)}
		if r.Kind == vital.Interval {
			s.Start, s.End = begin, begin.Add(time.Duration(row.seconds)*time.Second)
		}
		list[i] = row.told(updated).Sample(r, s, from)
	}
	switch list[0].(type) {
	case *vital.BloodPressure:
		return payloadOf[vital.BloodPressure](from, list)
	case *vital.BodyTemperature:
		return payloadOf[vital.BodyTemperature](from, list)
	case *vital.InsulinInjection:
		return payloadOf[vital.InsulinInjection](from, list)
	case *vital.Note:
		return payloadOf[vital.Note](from, list)
	case *vital.WorkoutDuration:
		return payloadOf[vital.WorkoutDuration](from, list)
	}
	return payloadOf[vital.Sample](from, list)
}

// voltageAt returns the instant of a voltage of the example electrocardiogram.
func voltageAt(i int) time.Time {
	ecg := record(*vital.ResourceElectrocardiogram.Row(), false).(vital.Electrocardiogram)
	return ecg.SessionStart.Add(time.Duration(i) * ecg.SessionEnd.Sub(ecg.SessionStart) / time.Duration(ecg.VoltageSampleCount))
}

// told returns the detail of a sample; an update corrects what has no value.
func (r row) told(updated bool) *wire.Detail {
	if r.detail == nil || !updated {
		return r.detail
	}
	d := *r.detail
	switch {
	case d.Systolic != 0:
		d.Systolic += vital.Whole(2)
	case d.Text != "":
		d.Text += ", no sugar"
	case d.Type == vital.Val("stood"):
		d.Type = vital.Val("idle")
	case d.Type == vital.Val("irregular_rhythm"):
		d.Type = vital.Val("high_heart_rate")
	}
	return &d
}

func payloadOf[T vital.Payload](from vital.Source, list []any) vital.Payload {
	p := vital.SamplesOf[T]{Source: from, UserID: user}
	for _, s := range list {
		p.Samples = append(p.Samples, *s.(*T))
	}
	return p
}
