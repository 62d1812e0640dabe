package record

import (
	"encoding/json"
	"regexp"
)

// A rule appends what takes the place of a value that is not null.
type rule func(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error)

// ruleOf is the rule of a key, wherever it stands; nil for those whose values
// are scrubbed as any.
func ruleOf(key string) rule {
	switch key {
	case "user_id":
		return exampleUser
	case "provider_id", "device_id":
		return sameLook
	case "birth_date":
		return yearOnly
	case "value":
		return noNote
	case "lat":
		return latitudes
	case "lng":
		return longitudes
	case "polyline", "summary_polyline":
		return movedLine
	}
	return nil
}

func exampleUser(_ *scrubber, dst []byte, _ json.RawMessage) ([]byte, error) {
	return appendText(dst, ExampleUserID.String()), nil
}

// sameLook disguises the ids that providers give. A number becomes a string,
// as the schema has it: it may begin with a zero.
func sameLook(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	switch value[0] {
	case '"':
		return s.text(dst, value, s.likeness)
	case '{', '[', 't', 'f':
		return s.value(dst, value)
	}
	return appendText(dst, s.likeness(string(value))), nil
}

var year = regexp.MustCompile(`^"\d{4}-`)

// yearOnly keeps the year of a date, and nothing of what is none.
func yearOnly(_ *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	head := year.Find(value)
	if head == nil {
		return append(dst, "null"...), nil
	}
	return append(append(dst, head...), `01-01"`...), nil
}

// noNote drops the text of a note: the only samples whose value is a string.
func noNote(s *scrubber, dst []byte, value json.RawMessage) ([]byte, error) {
	if value[0] == '"' {
		return append(dst, `"note"`...), nil
	}
	return s.value(dst, value)
}

// sportName is what a workout is called instead of its title.
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
