package api

import (
	"net/url"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/pydantic"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
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
	s := span{to: now}
	var problems []vital.Problem
	read := func(name string, into *time.Time, end bool) {
		var wrong *pydantic.Error
		if *into, wrong = parseInstant(query.Get(name), plainDates, end); wrong != nil {
			problems = append(problems, vital.Problem{Loc: []any{"query", name}, Msg: wrong.Msg, Type: wrong.Type})
		}
	}
	if query.Has("start_date") {
		read("start_date", &s.from, false)
	} else {
		problems = append(problems, rest.Pydantic.Missing.Problem("query", "start_date"))
	}
	if query.Has("end_date") {
		read("end_date", &s.to, true)
	}
	if len(problems) > 0 {
		return span{}, apierror.InvalidAll(problems...)
	}
	return s, nil
}

// parseInstant parses a date or, unless only dates are allowed, an instant. A bare
// date that is an end means the last second of its day.
func parseInstant(s string, plainDates, end bool) (time.Time, *pydantic.Error) {
	var t time.Time
	if plainDates {
		d, wrong := pydantic.Date(s)
		if wrong != nil {
			return t, wrong
		}
		t = d.UTC()
	} else {
		var wrong *pydantic.Error
		if t, wrong = pydantic.Datetime(s); wrong != nil {
			return t, wrong
		}
	}
	if end && (plainDates || pydantic.IsBareDate(s)) {
		t = t.Add(24*time.Hour - time.Second)
	}
	return t, nil
}
