package vital

// UserInfo is what is known of a user as a patient: the answer of
// GET /v2/user/{user_id}/info/latest, and with the same keys the body of
// PATCH /v2/user/{user_id}/info, which wants an Email that is one (vital.md
// 2.1).
type UserInfo struct {
	FirstName         string          `json:"first_name"`
	LastName          string          `json:"last_name"`
	Email             string          `json:"email"`
	PhoneNumber       string          `json:"phone_number"`
	Gender            string          `json:"gender"` // free text, unlike a Profile's
	DOB               Date            `json:"dob"`
	Address           Address         `json:"address"`
	MedicalProxy      Null[Guarantor] `json:"medical_proxy"`
	Race              Null[string]    `json:"race"`               // one of Races
	Ethnicity         Null[string]    `json:"ethnicity"`          // one of Ethnicities
	SexualOrientation Null[string]    `json:"sexual_orientation"` // one of SexualOrientations
	GenderIdentity    Null[string]    `json:"gender_identity"`    // one of GenderIdentities
}

// An Address is where a person lives (vital.md 2.1). In a request second_line
// and access_notes may be missing.
type Address struct {
	FirstLine   string       `json:"first_line"`
	SecondLine  Null[string] `json:"second_line"`
	Country     string       `json:"country"`
	Zip         string       `json:"zip"` // not zip_code (vital.md 9.5)
	City        string       `json:"city"`
	State       string       `json:"state"`
	AccessNotes Null[string] `json:"access_notes"`
}

// A Guarantor answers for a patient: UserInfo.MedicalProxy.
type Guarantor struct {
	FirstName       string       `json:"first_name"`
	LastName        string       `json:"last_name"`
	Address         Address      `json:"address"`
	PhoneNumber     string       `json:"phone_number"`
	HouseholdIncome Null[int]    `json:"household_income"`
	HouseholdSize   Null[int]    `json:"household_size"`
	Email           Null[string] `json:"email"`
}
