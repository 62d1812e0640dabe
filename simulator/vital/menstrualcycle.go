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
	_                      struct{}                      `wire:"source_provider=Source.Provider"`
	_                      struct{}                      `wire:"source_type=Source.Type"`
	_                      struct{}                      `wire:"source_app_id=Source.AppID"`
	_                      struct{}                      `wire:"source_device_id=Source.DeviceID"`
	CreatedAt              time.Time                     `json:"created_at"` // first announcement
	UpdatedAt              time.Time                     `json:"updated_at"` // last change
	UserID                 ID                            `json:"user_id"`
	Source                 Source                        `json:"source"`
}

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
