package pydantic

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var numeric = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`)

// watershed is the largest number that is a time in seconds; above it are
// milliseconds.
const watershed = 20_000_000_000

// unix reads a Unix time. It returns false if s is not a number.
func unix(s string) (t time.Time, cause string, ok bool) {
	if !numeric.MatchString(s) {
		return t, "", false
	}
	var seconds, micros int64
	if !strings.Contains(s, ".") {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n == math.MinInt64 {
			return t, "", false
		}
		seconds = n
		if n > watershed || n < -watershed {
			seconds, micros = floorDiv(n, 1000)
			micros *= 1000
		}
	} else {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return t, "", false
		}
		scale := 1.0
		if math.Abs(x) > watershed {
			scale = 1000
		}
		whole := math.Floor(x)
		if whole > math.MaxInt64/2 || whole < math.MinInt64/2 {
			whole = math.Copysign(math.MaxInt64/2, whole)
		}
		var part int64
		seconds, part = floorDiv(int64(whole), int64(scale))
		micros = int64(math.Round((float64(part) + x - math.Floor(x)) / scale * 1e6))
	}
	const first, last = -62167219200, 253402300799 // of the years 0 and 9999
	switch {
	case seconds > last:
		return t, "dates after 9999 are not supported as unix timestamps", true
	case seconds < first:
		return t, "dates before 0000 are not supported as unix timestamps", true
	}
	return time.Unix(seconds, micros*1000).UTC(), "", true
}

// floorDiv returns the quotient, rounded down, and the remainder of a division.
func floorDiv(n, by int64) (quotient, rest int64) {
	quotient, rest = n/by, n%by
	if rest < 0 {
		quotient, rest = quotient-1, rest+by
	}
	return quotient, rest
}
