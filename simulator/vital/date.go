package vital

import (
	"fmt"
	"time"
)

// A Date is a calendar date without a zone: the number of days since
// 1970-01-01. On the wire it is YYYY-MM-DD.
type Date int32

// DateOf returns the calendar date of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return DateFrom(y, m, d)
}

// DateFrom returns the date of a year, month and day; values out of range are
// normalized as time.Date does.
func DateFrom(y int, m time.Month, d int) Date {
	secs := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Date(floorDiv(secs, 86400))
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("parse date %q: want YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// UTC returns midnight UTC of the date.
func (d Date) UTC() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// String returns YYYY-MM-DD.
func (d Date) String() string { return string(d.AppendTo(nil)) }

// AppendJSON appends the date as a JSON string.
func (d Date) AppendJSON(b []byte) []byte {
	b = append(b, '"')
	b = d.AppendTo(b)
	return append(b, '"')
}

// MarshalJSON returns what AppendJSON appends.
func (d Date) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }

// MarshalText and UnmarshalText make a Date usable in flags, YAML and as a key.
func (d Date) MarshalText() ([]byte, error) { return d.AppendTo(nil), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
