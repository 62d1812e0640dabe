package api

import (
	"net/url"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A span is the range from start_date to end_date. Both ends are inclusive.
type span struct{ from, to time.Time }

// dates returns the calendar dates whose midnight UTC is in the span. The
// deprecated key date of a record is compared with these.
func (s span) dates() (from, to vital.Date) {
	const day = 24 * time.Hour
	return vital.DateOf(s.from.UTC().Add(day - 1)), vital.DateOf(s.to.UTC())
}

// ceilUnix returns the first whole second in the span.
func (s span) ceilUnix() int64 {
	if s.from.Nanosecond() > 0 {
		return s.from.Unix() + 1
	}
	return s.from.Unix()
}

// ceilMicro returns the first whole microsecond at or after an instant, since 1970.
func ceilMicro(t time.Time) int64 {
	if t.Nanosecond()%1000 > 0 {
		return t.UnixMicro() + 1
	}
	return t.UnixMicro()
}

// floorSecond returns the second that contains a microsecond.
func floorSecond(micros int64) int64 {
	const second = 1_000_000
	s := micros / second
	if micros%second < 0 {
		s--
	}
	return s
}

// readSpan reads start_date, which is required, and end_date, which is now
// unless given. A bare date means all of that day (vital.md 7.7).
func readSpan(query url.Values, plainDates bool, now time.Time) (span, error) {
	var s span
	var problems []vital.Problem
	read := func(name string, into *time.Time, end bool) {
		t, ok := parseInstant(query.Get(name), plainDates, end)
		if !ok {
			msg := "invalid datetime format"
			if plainDates {
				msg = "invalid date format"
			}
			problems = append(problems, vital.Problem{Loc: []any{"query", name}, Msg: msg, Type: "value_error.datetime"})
		}
		*into = t
	}
	if query.Get("start_date") == "" {
		problems = append(problems, vital.Problem{Loc: []any{"query", "start_date"}, Msg: "field required", Type: "value_error.missing"})
	} else {
		read("start_date", &s.from, false)
	}
	s.to = now
	if query.Get("end_date") != "" {
		read("end_date", &s.to, true)
	}
	if len(problems) > 0 {
		return span{}, apierror.InvalidAll(problems...)
	}
	return s, nil
}

// instants are the accepted layouts of an instant beside a date. Without a zone it
// is in UTC.
var instants = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04"}

// parseInstant parses a date or an instant. A plus sign that a client did not
// escape arrives as a space and is accepted (vital.md 9.39).
func parseInstant(s string, plainDates, end bool) (time.Time, bool) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.Add(24*time.Hour - time.Second)
		}
		return t, true
	}
	if plainDates {
		return time.Time{}, false
	}
	if date := len(time.DateOnly); len(s) > date && s[date] == ' ' {
		s = s[:date] + "T" + s[date+1:] // as Python prints an instant
	}
	s = strings.Replace(s, " ", "+", 1)
	for _, layout := range instants {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
