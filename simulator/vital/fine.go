package vital

import (
	"math"
	"strconv"
)

// A Fine is a number with six decimals, kept as millionths: Fine(95_000) is
// 0.095 on the wire. Samples and nutrients are so small at times that the two
// decimals of a [Decimal] would lose them: the caffeine of a cup in grams, the
// voltage of a heart in millivolts.
type Fine int64

// FineOf returns the number nearest to f.
func FineOf(f float64) Fine { return Fine(math.Round(f * 1e6)) }

// Fine returns the same number.
func (d Decimal) Fine() Fine { return Fine(d) * 10_000 }

// Decimal returns the number rounded to two decimals.
func (f Fine) Decimal() Decimal {
	if f < 0 {
		return -(-f).Decimal()
	}
	return Decimal((f + 5_000) / 10_000)
}

// Float returns the value as a float.
func (f Fine) Float() float64 { return float64(f) / 1e6 }

// AppendJSON appends the shortest spelling, of at most six decimals.
func (f Fine) AppendJSON(b []byte) []byte { return appendMillionths(b, int64(f)) }

// MarshalJSON returns what AppendJSON appends.
func (f Fine) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil), nil }

// maxFine bounds what is read, so that six decimals stay exact in a float.
const maxFine = 1e9

// UnmarshalJSON reads a JSON number below 10^9, rounded to six decimals. Null
// is an error.
func (f *Fine) UnmarshalJSON(b []byte) error {
	v, err := decodeNumber(b, func(v float64) bool { return math.Abs(v) < maxFine })
	if err == nil {
		*f = FineOf(v)
	}
	return err
}

func appendMillionths(b []byte, n int64) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/1e6, 10)
	f := n % 1e6
	if f == 0 {
		return b
	}
	b = append(b, '.')
	for unit := int64(1e5); f > 0; unit /= 10 {
		b = append(b, byte('0'+f/unit))
		f %= unit
	}
	return b
}
