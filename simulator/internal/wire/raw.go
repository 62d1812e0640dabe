package wire

// RawResources returns the resources with a raw endpoint, by their segment in its
// path, which is also the key of the answer's envelope (vital.md 2.4).
func RawResources() []string {
	return []string{"activity", "sleep", "workouts", "body", "profile", "devices"}
}
