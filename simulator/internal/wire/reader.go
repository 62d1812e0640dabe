package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/google/uuid"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// readerFor is like parserFor, and includes types that can be read but not edited.
func readerFor(v any) parser {
	switch v.(type) {
	case vital.ID:
		return parseID
	case vital.Grouping:
		return parseGrouping
	case vital.Raw:
		return parseRaw
	case []int64:
		return parseInt64s
	case vital.IntColumn:
		return columnParser(vital.GapInt, func(v any) (int32, error) {
			n, err := parseInt(v)
			if err != nil {
				return 0, err
			}
			if i := n.(int); i > math.MinInt32 && i <= math.MaxInt32 {
				return int32(i), nil
			}
			return 0, errors.New("out of range")
		})
	case vital.DecimalColumn:
		return columnParser(vital.GapDecimal, func(v any) (vital.Decimal, error) { return parseNumber[vital.Decimal]("a number", v) })
	case vital.DegreesColumn:
		return columnParser(vital.GapDegrees, func(v any) (vital.Degrees, error) {
			return parseNumber[vital.Degrees]("degrees from -180 to 180", v)
		})
	}
	return parserFor(v)
}

func parseID(value any) (any, error) {
	if s, ok := value.(string); ok && len(s) == 36 {
		if id, err := uuid.Parse(s); err == nil {
			return id, nil
		}
	}
	return nil, wanted("a UUID", value)
}

// parseRaw takes anything. What was decoded has lost the order of its keys.
func parseRaw(value any) (any, error) {
	text, err := json.Marshal(value)
	return vital.Raw(text), err
}

func parseGrouping(value any) (any, error) {
	var g vital.Grouping
	list, ok := value.([]any)
	if !ok || len(list) > len(g) {
		return nil, wanted("a list of up to four words", value)
	}
	for i, v := range list {
		if word, ok := v.(string); ok {
			g[i] = vital.Val(word)
		} else if v != nil {
			return nil, wanted("a list of up to four words", v)
		}
	}
	return g, nil
}

func parseInt64s(value any) (any, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, wanted("a list of whole numbers", value)
	}
	out := make([]int64, len(list))
	for i, v := range list {
		n, err := parseInt(v)
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
		out[i] = int64(n.(int))
	}
	return out, nil
}

// columnParser reads a list whose gaps are null; a list that is null is a nil
// column.
func columnParser[T any](gap T, each func(any) (T, error)) parser {
	return func(value any) (any, error) {
		if value == nil {
			return []T(nil), nil
		}
		list, ok := value.([]any)
		if !ok {
			return nil, wanted("a list of numbers", value)
		}
		column := make([]T, len(list))
		for i, v := range list {
			column[i] = gap
			if v == nil {
				continue
			}
			var err error
			if column[i], err = each(v); err != nil {
				return nil, fmt.Errorf("item %d: %w", i+1, err)
			}
		}
		return column, nil
	}
}
