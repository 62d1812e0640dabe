package vital

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// A Null is a value or JSON null. Vital sends every key of a schema and null
// where it knows nothing; unlike a pointer, a Null costs no allocation.
type Null[T any] struct {
	V     T
	Valid bool
}

// Val returns a Null that holds v.
func Val[T any](v T) Null[T] { return Null[T]{V: v, Valid: true} }

// MarshalJSON encodes the value or null.
func (n Null[T]) MarshalJSON() ([]byte, error) {
	if !n.Valid {
		return []byte("null"), nil
	}
	return json.Marshal(n.V)
}

// UnmarshalJSON decodes a value or null.
func (n *Null[T]) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*n = Null[T]{}
		return nil
	}
	if err := json.Unmarshal(b, &n.V); err != nil {
		return err
	}
	n.Valid = true
	return nil
}

// A Decimal is a number with two decimals, kept as hundredths so that sums are
// exact and encoding is cheap: Decimal(9350) is 93.5 on the wire.
type Decimal int64

// Whole returns the decimal of a whole number.
func Whole(n int64) Decimal { return Decimal(n * 100) }

// DecimalOf returns the decimal nearest to f.
func DecimalOf(f float64) Decimal {
	if f < 0 {
		return -DecimalOf(-f)
	}
	return Decimal(f*100 + 0.5)
}

// Float returns the value as a float.
func (d Decimal) Float() float64 { return float64(d) / 100 }

// AppendJSON appends the shortest spelling: 93, 93.5 or 93.25.
func (d Decimal) AppendJSON(b []byte) []byte {
	if d < 0 {
		b = append(b, '-')
		d = -d
	}
	b = strconv.AppendInt(b, int64(d/100), 10)
	if f := d % 100; f != 0 {
		b = append(b, '.', byte('0'+f/10))
		if f%10 != 0 {
			b = append(b, byte('0'+f%10))
		}
	}
	return b
}

// MarshalJSON returns what AppendJSON appends.
func (d Decimal) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }

// maxDecimal bounds what is read, so that two decimals stay exact in a float.
const maxDecimal = 1e13

// UnmarshalJSON reads a JSON number below 10^13, rounded to two decimals. Null
// is an error: a number that may be missing is a Null[Decimal].
func (d *Decimal) UnmarshalJSON(b []byte) error {
	f, err := decodeNumber(b, func(f float64) bool { return -maxDecimal < f && f < maxDecimal })
	if err == nil {
		*d = DecimalOf(f)
	}
	return err
}

func decodeNumber(b []byte, inRange func(float64) bool) (float64, error) {
	if !json.Valid(b) { // ParseFloat knows more spellings: Inf, 0x1p4, 1_000
		return 0, fmt.Errorf("decode number %q: not JSON", b)
	}
	f, err := strconv.ParseFloat(string(bytes.TrimSpace(b)), 64)
	if err != nil {
		return 0, fmt.Errorf("decode number %s: %w", b, err)
	}
	if !inRange(f) {
		return 0, fmt.Errorf("decode number %s: out of range", b)
	}
	return f, nil
}
