package wire

// Races returns the words of vital.UserInfo.Race.
func Races() []string {
	return []string{
		"african_american_or_black", "asian", "indigenous_native_american_alaska_native", "other",
		"pacific_islander_or_hawaiian", "white_caucasian",
	}
}

// Ethnicities returns the words of vital.UserInfo.Ethnicity.
func Ethnicities() []string {
	return []string{"hispanic", "non_hispanic", "ashkenazi_jewish", "other"}
}

// SexualOrientations returns the words of vital.UserInfo.SexualOrientation.
func SexualOrientations() []string {
	return []string{"lesbian_gay_or_homosexual", "heterosexual_or_straight", "bisexual", "dont_know", "other"}
}

// GenderIdentities returns the words of vital.UserInfo.GenderIdentity.
func GenderIdentities() []string {
	return []string{
		"male", "female", "female_to_male_ftm_transgender_male_trans_man",
		"male_to_female_mtf_transgender_female_trans_woman", "genderqueer", "other",
	}
}
