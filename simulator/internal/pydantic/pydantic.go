// Package pydantic reads text as Pydantic 2 does, with which Vital's APIs are built:
// dates, datetimes and UUIDs, and the words of the errors. It has two exceptions,
// both in offsets of datetimes: +00 may lack its minutes, and a plus that a client
// did not escape arrives as a space (vital.md 9.39).
package pydantic

import (
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
