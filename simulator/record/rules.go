package record

import (
	"encoding/json"
	"regexp"
)

// A rule appends the replacement of a value that is not null.
type rule func(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error)

// ruleOf returns the rule for the values of a key, at any depth, or nil if
// they are scrubbed like any others.
func ruleOf(key string) rule {
	switch key {
	case "user_id":
		return exampleUser
	case "provider_id", "device_id":
		return disguiseID
	case "birth_date":
		return yearOnly
	case "value":
		return hideNote
	case "lat":
		return latitudes
	case "lng":
		return longitudes
	case "polyline", "summary_polyline":
		return lineFromOrigin
	}
	return nil
}

func exampleUser(_ *scrubber, dst []byte, _ json.RawMessage) ([]byte, error) {
	return appendText(dst, ExampleUserID.String()), nil
}

// disguiseID replaces an id given by a provider with one of the same form. A
// number becomes a string, as in the schema, because it may begin with a
// zero.
func disguiseID(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	switch value[0] {
	case '"':
		return s.text(dst, value, s.likeness)
	case '{', '[', 't', 'f':
		return s.value(dst, value)
	}
	return appendText(dst, s.likeness(string(value))), nil
}

var year = regexp.MustCompile(`^"\d{4}-`)

// yearOnly keeps the year of a date. Anything else becomes null.
func yearOnly(_ *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	head := year.Find(value)
	if head == nil {
		return append(dst, "null"...), nil
	}
	return append(append(dst, head...), `01-01"`...), nil
}

// hideNote drops the text of a note. Notes are the only samples with a string
// value.
func hideNote(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	if value[0] == '"' {
		return append(dst, `"note"`...), nil
	}
	return s.value(dst, value)
}

// sportName returns the name that replaces the title of a workout.
func sportName(object json.RawMessage) string {
	var workout struct {
		Sport struct {
			Name string `json:"name"`
		} `json:"sport"`
	}
	if json.Unmarshal(object, &workout) != nil || workout.Sport.Name == "" {
		return "Workout"
	}
	return workout.Sport.Name
}
