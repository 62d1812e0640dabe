// Package pydantic reads text as Pydantic 2 does, with which Vital's APIs are built:
// dates, datetimes and UUIDs, and the words of the errors. It has two exceptions,
// both in offsets of datetimes: +00 may lack its minutes, and a plus that a client
// did not escape arrives as a space (vital.md 9.39).
package pydantic

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Error is the reason why a text was refused, in Pydantic's words.
type Error struct{ Type, Msg string }

func (e *Error) Error() string { return e.Msg }

// fail returns an error of a type whose message ends with a cause.
func fail(typ, msg, cause string) *Error { return &Error{typ, msg + ", " + cause} }

// Causes of errors that are used more than once.
const (
	tooShort  = "input is too short"
	extra     = "unexpected extra characters at the end of the input"
	yearZero  = "year 0 is out of range"
	notDate   = "Input should be a valid date or datetime"
	notTime   = "Input should be a valid datetime or date"
	notUUID   = "Input should be a valid UUID"
	badMinute = "invalid timezone minute"
)

// Datetime reads a datetime, a date as its midnight, or a Unix time in seconds or
// milliseconds. Without an offset it is in UTC.
func Datetime(s string) (time.Time, *Error) {
	t, cause := datetime(s)
	if cause != "" {
		day, why := date(s)
		if why == "" && len(s) > dateLen {
			why = extra
		}
		if why == "" {
			t, cause = day, ""
		} else if !strings.HasPrefix(cause, "dates ") {
			cause = why
		}
	}
	switch {
	case cause != "":
		return time.Time{}, fail("datetime_from_date_parsing", notTime, cause)
	case t.Year() == 0:
		return time.Time{}, fail("datetime_parsing", "Input should be a valid datetime", yearZero)
	}
	return t, nil
}

// Date reads a date, or a datetime or a Unix time that is a midnight.
func Date(s string) (vital.Date, *Error) {
	t, cause := date(s)
	if cause != "" || len(s) != dateLen {
		if t, cause = datetime(s); cause != "" {
			return 0, fail("date_from_datetime_parsing", notDate, cause)
		}
		if h, m, sec := t.Clock(); h != 0 || m != 0 || sec != 0 || t.Nanosecond() != 0 {
			return 0, &Error{"date_from_datetime_inexact", "Datetimes provided to dates should have zero time - e.g. be exact dates"}
		}
	}
	if t.Year() == 0 {
		return 0, fail("date_parsing", "Input should be a valid date in the format YYYY-MM-DD", yearZero)
	}
	return vital.DateOf(t), nil
}

// IsBareDate reports whether s has the form of a date without a time.
func IsBareDate(s string) bool {
	_, cause := date(s)
	return cause == "" && len(s) == dateLen
}

const dateLen = len(time.DateOnly)

// date reads the date that s begins with.
func date(s string) (t time.Time, cause string) {
	if len(s) < dateLen {
		return t, tooShort
	}
	year, ok := digits(s[:4])
	if !ok {
		return t, "invalid character in year"
	}
	if s[4] != '-' {
		return t, "invalid date separator, expected `-`"
	}
	month, ok := digits(s[5:7])
	if !ok {
		return t, "invalid character in month"
	}
	if s[7] != '-' {
		return t, "invalid date separator, expected `-`"
	}
	day, ok := digits(s[8:10])
	switch {
	case !ok:
		return t, "invalid character in day"
	case month < 1 || month > 12:
		return t, "month value is outside expected range of 1-12"
	}
	t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return t, "day value is outside expected range"
	}
	return t, ""
}

// datetime reads a datetime or a Unix time.
func datetime(s string) (t time.Time, cause string) {
	if t, cause, ok := unix(s); ok {
		return t, cause
	}
	day, cause := date(s)
	if cause != "" {
		return t, cause
	}
	if len(s) == dateLen {
		return t, tooShort
	}
	if !strings.ContainsRune("Tt _", rune(s[dateLen])) {
		return t, "invalid datetime separator, expected `T`, `t`, `_` or space"
	}
	clock, rest, cause := timeOfDay(s[dateLen+1:])
	if cause != "" {
		return t, cause
	}
	offset, rest, cause := zone(rest)
	switch {
	case cause != "":
		return t, cause
	case rest != "":
		return t, extra
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.FixedZone("", offset)).Add(clock), ""
}

// timeOfDay reads HH:MM, with seconds and a fraction of them if they follow.
func timeOfDay(s string) (d time.Duration, rest, cause string) {
	if len(s) < 5 {
		return 0, "", tooShort
	}
	hour, ok := digits(s[:2])
	if !ok {
		return 0, "", "invalid character in hour"
	}
	if s[2] != ':' {
		return 0, "", "invalid time separator, expected `:`"
	}
	minute, ok := digits(s[3:5])
	switch {
	case !ok:
		return 0, "", "invalid character in minute"
	case hour > 23:
		return 0, "", "hour value is outside expected range of 0-23"
	case minute > 59:
		return 0, "", "minute value is outside expected range of 0-59"
	}
	d = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
	rest, ok = strings.CutPrefix(s[5:], ":")
	if !ok {
		return d, rest, ""
	}
	if len(rest) < 2 {
		return 0, "", "invalid character in second"
	}
	second, ok := digits(rest[:2])
	switch {
	case !ok:
		return 0, "", "invalid character in second"
	case second > 59:
		return 0, "", "second value is outside expected range of 0-59"
	}
	d += time.Duration(second) * time.Second
	fraction, rest, cause := fractionOf(rest[2:])
	return d + fraction, rest, cause
}

// fractionOf reads the fraction of a second that s may begin with, to microseconds.
func fractionOf(s string) (d time.Duration, rest, cause string) {
	if s == "" || s[0] != '.' && s[0] != ',' {
		return 0, s, ""
	}
	rest = strings.TrimLeft(s[1:], "0123456789")
	text := s[1 : len(s)-len(rest)]
	if text == "" {
		return 0, "", "second fraction digits missing after `.`"
	}
	micros, _ := digits((text + "000000")[:6])
	return time.Duration(micros) * time.Microsecond, rest, ""
}

// zone reads the offset that s may begin with, in seconds.
func zone(s string) (offset int, rest, cause string) {
	sign := 1
	switch {
	case s == "":
		return 0, "", ""
	case s[0] == 'Z' || s[0] == 'z':
		return 0, s[1:], ""
	case s[0] == ' ': // a plus that was not escaped
		if offset, rest, cause = zone("+" + s[1:]); cause != "" || rest != "" {
			return 0, "", "invalid timezone sign"
		}
		return offset, rest, ""
	case s[0] == '+':
		s = s[1:]
	case s[0] == '-':
		sign, s = -1, s[1:]
	case strings.HasPrefix(s, "−"): // U+2212
		sign, s = -1, strings.TrimPrefix(s, "−")
	default:
		return 0, "", "invalid timezone sign"
	}
	if len(s) < 2 {
		return 0, "", "invalid timezone hour"
	}
	hour, ok := digits(s[:2])
	if !ok {
		return 0, "", "invalid timezone hour"
	}
	s = s[2:]
	minute := 0
	if s != "" {
		s = strings.TrimPrefix(s, ":")
		if len(s) < 2 {
			return 0, "", badMinute
		}
		if minute, ok = digits(s[:2]); !ok {
			return 0, "", badMinute
		}
		s = s[2:]
	}
	switch {
	case minute > 59:
		return 0, "", "timezone minute value is outside expected range of 0-59"
	case hour > 23:
		return 0, "", "timezone offset must be less than 24 hours"
	}
	return sign * (hour*3600 + minute*60), s, ""
}

// digits reads a number of digits alone.
func digits(s string) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

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

// UUID reads a UUID: with or without dashes, in braces with dashes, or as a URN.
func UUID(s string) (vital.ID, *Error) {
	inner := unwrap(s)
	groups := strings.Split(inner, "-")
	if cause := wrongUUID(inner, groups, len(s)-len(inner)); cause != "" {
		return vital.ID{}, fail("uuid_parsing", notUUID, cause)
	}
	var id vital.ID
	hex := strings.Join(groups, "")
	for i := range id {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		id[i] = byte(n)
	}
	return id, nil
}

// unwrap returns what is inside of braces or of a URN.
func unwrap(s string) string {
	if rest, ok := strings.CutPrefix(s, "{"); ok && strings.HasSuffix(rest, "}") {
		return strings.TrimSuffix(rest, "}")
	}
	return strings.TrimPrefix(s, "urn:uuid:")
}

// Lengths of UUIDs with and without dashes, and of braces.
const dashedLen, plainLen, braces = 36, 32, 2

// wrongUUID returns what is wrong with a UUID, or "". The wrapping is the length of
// what is around it. Pydantic counts it in some places.
func wrongUUID(inner string, groups []string, wrapping int) string {
	before := wrapping
	switch {
	case len(inner) == dashedLen:
		before = 0
	case wrapping == braces:
		before = 1
	}
	for i, c := range inner {
		if !strings.ContainsRune("0123456789abcdefABCDEF-", c) {
			return fmt.Sprintf("invalid character: found `%c` at %d", c, before+i+1)
		}
	}
	switch {
	case len(groups) == 1 && wrapping == 0 && len(inner) == plainLen:
		return ""
	case len(groups) == 1 && wrapping == 0:
		return fmt.Sprintf("invalid length: expected length 32 for simple format, found %d", len(inner))
	case len(groups) != 5:
		return fmt.Sprintf("invalid group count: expected 5, found %d", len(groups))
	}
	for i, want := range []int{8, 4, 4, 4, 12} {
		found := len(groups[i])
		if found == want {
			continue
		}
		if i == 4 {
			found += wrapping
		}
		return fmt.Sprintf("invalid group length in group %d: expected %d, found %d", i, want, found)
	}
	return ""
}
