package vital

// A Source says where a record or a group of samples comes from (vital.md
// 4.1). Sport and WorkoutID are set for samples of a workout only. Name, Slug
// and Logo are deprecated and still served; the client reads Provider.
type Source struct {
	Provider  string       `json:"provider"`
	Type      string       `json:"type" wire:"default=unknown"`
	AppID     Null[string] `json:"app_id"`
	DeviceID  Null[ID]     `json:"device_id"`
	Sport     Null[string] `json:"sport"`
	WorkoutID Null[ID]     `json:"workout_id"`
	Name      string       `json:"name"`
	Slug      string       `json:"slug"`
	Logo      string       `json:"logo"`
}

// SourceTypes returns the words Source.Type may be (vital.md 4).
func SourceTypes() []string {
	return []string{
		"unknown", "phone", "watch", "app", "multiple_sources", "fingerprick", "cuff", "manual_scan",
		"automatic", "insulin_pump", "scale", "chest_strap", "ring", "lab", "exercise_machine", "earphone",
	}
}

func (s Source) knownType() string {
	if s.Type == "" {
		return "unknown"
	}
	return s.Type
}
