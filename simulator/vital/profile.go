package vital

import "time"

// A Profile is what one source knows of the user as a person (vital.md 4.7).
// The endpoint answers it bare, without an envelope (vital.md 9.1).
type Profile struct {
	ID            ID           `json:"id"`
	UserID        ID           `json:"user_id"`
	Height        Null[int]    `json:"height"` // cm
	BirthDate     Null[Date]   `json:"birth_date"`
	WheelchairUse Null[bool]   `json:"wheelchair_use" wire:"true"` // true or null; false is written as null (vital.md 9.33)
	Gender        Null[Gender] `json:"gender"`
	Sex           Null[Sex]    `json:"sex"`
	Source        Source       `json:"source"`
	CreatedAt     time.Time    `json:"created_at"` // first announcement
	UpdatedAt     time.Time    `json:"updated_at"` // last change
}

// A Gender is a word of Profile.Gender (vital.md 4.7).
type Gender string

// The genders.
const (
	GenderFemale  Gender = "female"
	GenderMale    Gender = "male"
	GenderOther   Gender = "other"
	GenderUnknown Gender = "unknown"
)

// A Sex is a word of Profile.Sex. Unlike a Gender it is never unknown, but
// null (vital.md 4.7).
type Sex string

// The sexes.
const (
	SexFemale Sex = "female"
	SexMale   Sex = "male"
	SexOther  Sex = "other"
)
