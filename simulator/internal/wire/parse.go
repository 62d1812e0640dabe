package wire

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A parser reads what a YAML or JSON file yields into the type of a field.
type parser func(value any) (any, error)

// parserFor returns the parser for fields of v's type, or nil for an object.
func parserFor(v any) parser {
	if list, ok := words[reflect.TypeOf(v)]; ok {
		return func(value any) (any, error) { return parseWord(value, list) }
	}
	switch v.(type) {
	case int:
		return parseInt
	case vital.Decimal:
		return parseDecimal
	case vital.Fine:
		return parseFine
	case bool:
		return parseBool
	case vital.Date:
		return parseDate
	case time.Time:
		return parseTime
	case string:
		return parseString
	case []int:
		return parseInts
	case []vital.SleepStage:
		return parseStages
	case []vital.NoteTag:
		return parseTags
	case vital.HRZones:
		return parseZones
	case vital.Sport:
		return parseSport
	}
	return nil
}

func parseInt(value any) (any, error) {
	f, ok := number(value)
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return nil, wanted("a whole number", value)
	}
	return int(f), nil
}

func parseDecimal(value any) (any, error) { return parseNumber[vital.Decimal]("a number", value) }

func parseFine(value any) (any, error) { return parseNumber[vital.Fine]("a number", value) }

// parseNumber takes a number within the bounds of its type.
func parseNumber[T any, P interface {
	*T
	json.Unmarshaler
}](what string, value any) (parsed T, err error) {
	f, ok := number(value)
	if !ok || P(&parsed).UnmarshalJSON(strconv.AppendFloat(nil, f, 'g', -1, 64)) != nil {
		return parsed, wanted(what, value)
	}
	return parsed, nil
}

func parseBool(value any) (any, error) {
	if v, ok := value.(bool); ok {
		return v, nil
	}
	return nil, wanted("true or false", value)
}

func parseString(value any) (any, error) {
	if v, ok := value.(string); ok {
		return v, nil
	}
	return nil, wanted("a string", value)
}

func parseWord(value any, words []string) (any, error) {
	if v, ok := value.(string); ok && slices.Contains(words, v) {
		return v, nil
	}
	return nil, wanted("one of "+strings.Join(words, ", "), value)
}

// parseDate takes YYYY-MM-DD, or the midnight that YAML makes of it.
func parseDate(value any) (any, error) {
	switch v := value.(type) {
	case string:
		if d, err := vital.ParseDate(v); err == nil {
			return d, nil
		}
	case time.Time:
		if d := vital.DateOf(v); d.UTC().Equal(v) {
			return d, nil
		}
	case vital.Date:
		return v, nil
	}
	return nil, wanted("a date, YYYY-MM-DD", value)
}

// parseTime takes an RFC 3339 time with a zone.
func parseTime(value any) (any, error) {
	switch v := value.(type) {
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return t, nil
		}
	case time.Time:
		return v, nil
	}
	return nil, wanted("a time such as 2026-01-05T08:00:00Z", value)
}

// number returns any Go number as a float.
func number(value any) (float64, bool) {
	switch v := value.(type) {
	case vital.Decimal:
		return v.Float(), true
	case vital.Fine:
		return v.Float(), true
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	}
	switch v := reflect.ValueOf(value); {
	case value == nil:
		return 0, false
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.CanFloat():
		return v.Float(), true
	}
	return 0, false
}

func wanted(what string, value any) error {
	switch v := value.(type) {
	case nil:
		return fmt.Errorf("want %s, not null", what)
	case string:
		return fmt.Errorf("want %s, not %.60q", what, v)
	case map[string]any:
		return fmt.Errorf("want %s, not an object", what)
	case []any:
		return fmt.Errorf("want %s, not a list", what)
	}
	return fmt.Errorf("want %s, not %v", what, value)
}
