package vital

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/codec"
)

const (
	daySeconds = 86400
	firstDay   = -719528 // 0000-01-01
	lastDay    = 2932896 // 9999-12-31
)

// AppendTime appends t as Vital writes instants: UTC, whole seconds, the
// literal +00:00 (vital.md 7.6).
func AppendTime(b []byte, t time.Time) []byte {
	unix := t.Unix()
	day := floorDiv(unix, daySeconds)
	b = append(Date(day).AppendTo(b), 'T')
	b = codec.AppendClock(b, int(unix-day*daySeconds))
	return append(b, "+00:00"...)
}

// appendKeyTime appends a key and an instant in quotes.
func appendKeyTime(b []byte, key string, t time.Time) []byte {
	b = append(append(b, key...), '"')
	return append(AppendTime(b, t), '"')
}

// appendKeyInstant appends a key, with the quote that opens its value, and the
// instant of a sample. Unlike others it is told to the microsecond, if it does
// not lie on a whole second.
func appendKeyInstant(b []byte, key string, t time.Time) []byte {
	b = append(b, key...)
	unix, micro := t.Unix(), t.Nanosecond()/1000
	day := floorDiv(unix, daySeconds)
	b = append(Date(day).AppendTo(b), 'T')
	b = codec.AppendClock(b, int(unix-day*daySeconds))
	if micro != 0 {
		b = codec.AppendMicro(b, micro)
	}
	return append(b, `+00:00"`...)
}

// AppendTo appends YYYY-MM-DD to b.
func (d Date) AppendTo(b []byte) []byte {
	if d < firstDay || d > lastDay {
		return d.UTC().AppendFormat(b, time.DateOnly)
	}
	y, m, day := d.civil()
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	return append(b, '-', byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// civil returns the year, month and day of a date from the year 0 on. The year is
// taken to begin in March, so that the leap day is its last; 146097 days are
// 400 years.
func (d Date) civil() (year, month, day int) {
	n := int(d) + 719468 // days since 0000-03-01
	era := n / 146097
	if n < 0 {
		era = -1
	}
	n -= era * 146097
	y := (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*y + y/4 - y/100
	m := (5*n + 2) / 153 // 0 is March
	day = n - (153*m+2)/5 + 1
	year = y + era*400
	if m < 10 {
		return year, m + 3, day
	}
	return year + 1, m - 9, day
}
