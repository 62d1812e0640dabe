package vital

import "math"

// Degrees is a latitude or longitude, kept in millionths, which are a tenth of
// a metre on the ground: Degrees(51_507_350) is 51.50735 on the wire.
type Degrees int32

const maxDegrees = 180

// DegreesOf returns the position nearest to f, which is between -180 and 180.
func DegreesOf(f float64) Degrees { return Degrees(math.Round(f * 1e6)) }

// Float returns the value as a float.
func (d Degrees) Float() float64 { return float64(d) / 1e6 }

// AppendJSON appends the shortest spelling, of at most six decimals.
func (d Degrees) AppendJSON(b []byte) []byte { return appendMillionths(b, int64(d)) }

// MarshalJSON returns what AppendJSON appends.
func (d Degrees) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }

// UnmarshalJSON reads a JSON number from -180 to 180, rounded to six decimals.
// Null is an error.
func (d *Degrees) UnmarshalJSON(b []byte) error {
	f, err := decodeNumber(b, func(f float64) bool { return math.Abs(f) <= maxDegrees })
	if err == nil {
		*d = DegreesOf(f)
	}
	return err
}
