package vital

import "time"

// A MenstrualCycle is one cycle as one source tells it, from the first day of
// the period on (vital.md 4.9). It grows while it lasts: what is observed on a
// day is an entry of one of its lists. The keys source_provider, source_type,
// source_app_id and source_device_id are written as copies of what Source says.
type MenstrualCycle struct {
	ID                     ID                            `json:"id"`
	PeriodStart            Date                          `json:"period_start"`
	PeriodEnd              Null[Date]                    `json:"period_end"`
	CycleEnd               Null[Date]                    `json:"cycle_end"`
	IsPredicted            bool                          `json:"is_predicted"`
	MenstrualFlow          []MenstrualFlowEntry          `json:"menstrual_flow"`
	CervicalMucus          []CervicalMucusEntry          `json:"cervical_mucus"`
	IntermenstrualBleeding []IntermenstrualBleedingEntry `json:"intermenstrual_bleeding"`
	Contraceptive          []ContraceptiveEntry          `json:"contraceptive"`
	DetectedDeviations     []DetectedDeviationEntry      `json:"detected_deviations"`
	OvulationTest          []OvulationTestEntry          `json:"ovulation_test"`
	HomePregnancyTest      []HomeTestEntry               `json:"home_pregnancy_test"`
	HomeProgesteroneTest   []HomeTestEntry               `json:"home_progesterone_test"`
	SexualActivity         []SexualActivityEntry         `json:"sexual_activity"`
	BasalBodyTemperature   []BasalBodyTemperatureEntry   `json:"basal_body_temperature"`
	CreatedAt              time.Time                     `json:"created_at"` // first announcement
	UpdatedAt              time.Time                     `json:"updated_at"` // last change
	UserID                 ID                            `json:"user_id"`
	Source                 Source                        `json:"source"`
}

// AppendJSON appends the cycle: an item of a summary and the data of its
// events.
func (c MenstrualCycle) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"id":`, c.ID)
	b = c.PeriodStart.AppendJSON(append(b, `,"period_start":`...))
	b = appendNullDate(b, `,"period_end":`, c.PeriodEnd)
	b = appendNullDate(b, `,"cycle_end":`, c.CycleEnd)
	b = appendKeyBool(b, `,"is_predicted":`, c.IsPredicted)
	b = appendObjects(append(b, `,"menstrual_flow":`...), c.MenstrualFlow)
	b = appendObjects(append(b, `,"cervical_mucus":`...), c.CervicalMucus)
	b = appendObjects(append(b, `,"intermenstrual_bleeding":`...), c.IntermenstrualBleeding)
	b = appendObjects(append(b, `,"contraceptive":`...), c.Contraceptive)
	b = appendObjects(append(b, `,"detected_deviations":`...), c.DetectedDeviations)
	b = appendObjects(append(b, `,"ovulation_test":`...), c.OvulationTest)
	b = appendObjects(append(b, `,"home_pregnancy_test":`...), c.HomePregnancyTest)
	b = appendObjects(append(b, `,"home_progesterone_test":`...), c.HomeProgesteroneTest)
	b = appendObjects(append(b, `,"sexual_activity":`...), c.SexualActivity)
	b = appendObjects(append(b, `,"basal_body_temperature":`...), c.BasalBodyTemperature)
	b = appendKeyString(b, `,"source_provider":`, c.Source.Provider)
	b = appendKeyString(b, `,"source_type":`, c.Source.knownType())
	b = appendNullString(b, `,"source_app_id":`, c.Source.AppID)
	b = appendNullID(b, `,"source_device_id":`, c.Source.DeviceID)
	b = appendKeyTime(b, `,"created_at":`, c.CreatedAt)
	b = appendKeyTime(b, `,"updated_at":`, c.UpdatedAt)
	b = appendKeyID(b, `,"user_id":`, c.UserID)
	b = c.Source.AppendJSON(append(b, `,"source":`...))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (c MenstrualCycle) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// Dates calls f with every date of the cycle, to be read or moved. It reaches
// into the lists.
func (c *MenstrualCycle) Dates(f func(*Date)) {
	f(&c.PeriodStart)
	for _, d := range []*Null[Date]{&c.PeriodEnd, &c.CycleEnd} {
		if d.Valid {
			f(&d.V)
		}
	}
	eachDate(c.MenstrualFlow, f, func(e *MenstrualFlowEntry) *Date { return &e.Date })
	eachDate(c.CervicalMucus, f, func(e *CervicalMucusEntry) *Date { return &e.Date })
	eachDate(c.IntermenstrualBleeding, f, func(e *IntermenstrualBleedingEntry) *Date { return &e.Date })
	eachDate(c.Contraceptive, f, func(e *ContraceptiveEntry) *Date { return &e.Date })
	eachDate(c.DetectedDeviations, f, func(e *DetectedDeviationEntry) *Date { return &e.Date })
	eachDate(c.OvulationTest, f, func(e *OvulationTestEntry) *Date { return &e.Date })
	eachDate(c.HomePregnancyTest, f, func(e *HomeTestEntry) *Date { return &e.Date })
	eachDate(c.HomeProgesteroneTest, f, func(e *HomeTestEntry) *Date { return &e.Date })
	eachDate(c.SexualActivity, f, func(e *SexualActivityEntry) *Date { return &e.Date })
	eachDate(c.BasalBodyTemperature, f, func(e *BasalBodyTemperatureEntry) *Date { return &e.Date })
}

func eachDate[T any](list []T, f func(*Date), of func(*T) *Date) {
	for i := range list {
		f(of(&list[i]))
	}
}
