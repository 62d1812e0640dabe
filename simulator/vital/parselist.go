package vital

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
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
	if len(list) != len(HRZones{}) {
		return nil, fmt.Errorf("want %d whole numbers, not %d", len(HRZones{}), len(list))
	}
	return HRZones(list), nil
}

// parseStages takes a list of the numbers of sleep stages.
func parseStages(value any) (any, error) {
	v, err := parseInts(value)
	if err != nil {
		return nil, err
	}
	list := v.([]int)
	stages := make([]SleepStage, len(list))
	for i, n := range list {
		stages[i] = SleepStage(n)
		if int(stages[i]) != n || !slices.Contains(SleepStages(), stages[i]) {
			return nil, fmt.Errorf("item %d: want a stage of sleep (-1, 1, 2, 3, 4, 5), not %d", i+1, n)
		}
	}
	return stages, nil
}

// parseSport takes the slug of a sport.
func parseSport(value any) (any, error) {
	switch v := value.(type) {
	case Sport:
		return v, nil
	case string:
		if s, ok := SportNamed(v); ok {
			return s, nil
		}
		slugs := make([]string, len(Sports))
		for i, s := range Sports {
			slugs[i] = s.Slug
		}
		return nil, wanted("an object or one of "+strings.Join(slugs, ", "), value)
	}
	return nil, wanted("the slug of a sport or an object", value)
}
