package vital

import (
	"encoding/json"
	"math"
	"strconv"
)

// The columns of a WorkoutStream. An element that is a gap, and a column that
// is nil, are null on the wire; a Null for each would double their size.
type (
	// IntColumn is a column of integers.
	IntColumn []int32
	// DecimalColumn is a column of decimals.
	DecimalColumn []Decimal
	// DegreesColumn is a column of coordinates.
	DegreesColumn []Degrees
)

// The gaps of each kind of column: the device had no value at that moment.
const (
	GapInt     int32   = math.MinInt32
	GapDecimal Decimal = math.MinInt64
	GapDegrees Degrees = math.MinInt32
)

// AppendJSON appends the list, or null for nil.
func (c IntColumn) AppendJSON(b []byte) []byte { return appendColumn(b, c, GapInt, appendInt) }

// AppendJSON appends the list, or null for nil.
func (c DecimalColumn) AppendJSON(b []byte) []byte {
	return appendColumn(b, c, GapDecimal, func(b []byte, d Decimal) []byte { return d.AppendJSON(b) })
}

// AppendJSON appends the list, or null for nil.
func (c DegreesColumn) AppendJSON(b []byte) []byte {
	return appendColumn(b, c, GapDegrees, func(b []byte, d Degrees) []byte { return d.AppendJSON(b) })
}

// MarshalJSON returns what AppendJSON appends.
func (c IntColumn) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// MarshalJSON returns what AppendJSON appends.
func (c DecimalColumn) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// MarshalJSON returns what AppendJSON appends.
func (c DegreesColumn) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// UnmarshalJSON reads a list with its gaps, or null.
func (c *IntColumn) UnmarshalJSON(b []byte) (err error) {
	*c, err = decodeColumn(b, GapInt)
	return err
}

// UnmarshalJSON reads a list with its gaps, or null.
func (c *DecimalColumn) UnmarshalJSON(b []byte) (err error) {
	*c, err = decodeColumn(b, GapDecimal)
	return err
}

// UnmarshalJSON reads a list with its gaps, or null.
func (c *DegreesColumn) UnmarshalJSON(b []byte) (err error) {
	*c, err = decodeColumn(b, GapDegrees)
	return err
}

func appendColumn[T comparable](b []byte, column []T, gap T, each func([]byte, T) []byte) []byte {
	if column == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, v := range column {
		if i > 0 {
			b = append(b, ',')
		}
		if v == gap {
			b = append(b, "null"...)
		} else {
			b = each(b, v)
		}
	}
	return append(b, ']')
}

func decodeColumn[T any](b []byte, gap T) ([]T, error) {
	var list []Null[T]
	if err := json.Unmarshal(b, &list); err != nil || list == nil {
		return nil, err
	}
	column := make([]T, len(list))
	for i, n := range list {
		if column[i] = n.V; !n.Valid {
			column[i] = gap
		}
	}
	return column, nil
}

func appendInt[T ~int | ~int8 | ~int32 | ~int64](b []byte, n T) []byte {
	return strconv.AppendInt(b, int64(n), 10)
}
