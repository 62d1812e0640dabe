package wire

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// parseInts takes a list of whole numbers.
func parseInts(value any) (any, error) {
	list := reflect.ValueOf(value)
	if k := list.Kind(); k != reflect.Slice && k != reflect.Array {
		return nil, wanted("a list of whole numbers", value)
	}
	ints := make([]int, list.Len())
	for i := range ints {
		n, err := parseInt(list.Index(i).Interface())
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
		ints[i] = n.(int)
	}
	return ints, nil
}

// parseZones takes a list of six whole numbers.
func parseZones(value any) (any, error) {
	v, err := parseInts(value)
	if err != nil {
		return nil, err
	}
	list := v.([]int)
	if len(list) != len(vital.HRZones{}) {
		return nil, fmt.Errorf("want %d whole numbers, not %d", len(vital.HRZones{}), len(list))
	}
	return vital.HRZones(list), nil
}

var stages = []vital.SleepStage{
	vital.StageUnknown, vital.StageDeep, vital.StageLight, vital.StageREM, vital.StageAwake, vital.StageManual,
}

// parseStages takes a list of the numbers of sleep stages.
func parseStages(value any) (any, error) {
	v, err := parseInts(value)
	if err != nil {
		return nil, err
	}
	list := v.([]int)
	out := make([]vital.SleepStage, len(list))
	for i, n := range list {
		out[i] = vital.SleepStage(n)
		if int(out[i]) != n || !slices.Contains(stages, out[i]) {
			return nil, fmt.Errorf("item %d: want a stage of sleep (-1, 1, 2, 3, 4, 5), not %d", i+1, n)
		}
	}
	return out, nil
}

// parseSport takes the slug of a sport.
func parseSport(value any) (any, error) {
	switch v := value.(type) {
	case vital.Sport:
		return v, nil
	case string:
		if s, ok := vital.SportNamed(v); ok {
			return s, nil
		}
		slugs := make([]string, len(vital.Sports))
		for i, s := range vital.Sports {
			slugs[i] = s.Slug
		}
		return nil, wanted("an object or one of "+strings.Join(slugs, ", "), value)
	}
	return nil, wanted("the slug of a sport or an object", value)
}

// parseTags takes a list of the tags of a note, or null.
func parseTags(value any) (any, error) {
	if value == nil {
		return []vital.NoteTag(nil), nil
	}
	list, ok := value.([]any)
	if !ok {
		return nil, wanted("a list of words or null", value)
	}
	tags := make([]vital.NoteTag, len(list))
	for i, v := range list {
		word, err := parseWord(v, words[enum[vital.NoteTag]()])
		if err != nil {
			return nil, err
		}
		tags[i] = vital.NoteTag(word.(string))
	}
	return slices.Clip(tags), nil
}
