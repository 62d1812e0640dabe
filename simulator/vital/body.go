package vital

import "time"

// A Body is one measurement of a body by one source, such as a step on a scale
// (vital.md 4.6). A provider knows few of the values; the rest are null.
type Body struct {
	ID                           ID            `json:"id"`
	UserID                       ID            `json:"user_id"`
	Date                         time.Time     `json:"date"`                           // deprecated; a real time, unlike an Activity's (vital.md 9.10)
	CalendarDate                 Date          `json:"calendar_date"`                  // the user's local day
	Weight                       Null[Decimal] `json:"weight"`                         // kg
	Fat                          Null[Decimal] `json:"fat"`                            // percent
	WaterPercentage              Null[Decimal] `json:"water_percentage"`               // percent; Withings only
	MuscleMassPercentage         Null[Decimal] `json:"muscle_mass_percentage"`         // percent; Withings only
	VisceralFatIndex             Null[Decimal] `json:"visceral_fat_index"`             // scalar; Withings only
	BoneMassPercentage           Null[Decimal] `json:"bone_mass_percentage"`           // percent; Withings only
	BodyMassIndex                Null[Decimal] `json:"body_mass_index"`                // kg per square metre
	LeanBodyMassKilogram         Null[Decimal] `json:"lean_body_mass_kilogram"`        // kg
	WaistCircumferenceCentimeter Null[Decimal] `json:"waist_circumference_centimeter"` // cm
	Source                       Source        `json:"source"`
	CreatedAt                    time.Time     `json:"created_at"` // first announcement
	UpdatedAt                    time.Time     `json:"updated_at"` // last change
}
