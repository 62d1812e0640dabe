package clock

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// First and Last bound simulated time. People, providers and formats of instants are
// simulated for this time only.
var (
	First = time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
	Last  = time.Date(2200, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// ErrLast is the error of an advance beyond Last.
var ErrLast = errors.New("simulated time ends on " + Last.Format(time.DateOnly))

// Within returns an error if t is before First or after Last.
func Within(t time.Time) error {
	if t.Before(First) || t.After(Last) {
		return fmt.Errorf("%s is not between %s and %s", t.UTC().Format(time.RFC3339), First.Format(time.DateOnly), Last.Format(time.DateOnly))
	}
	return nil
}

// ParseStart parses the time at which a simulated clock starts: an RFC 3339
// time, a date (midnight UTC), or now plus or minus a duration, such as
// now-10d. The last form suits receivers that request the last days by their
// own clock.
func ParseStart(text string, now time.Time) (time.Time, error) {
	t, err := parseStart(text, now)
	if err == nil {
		err = Within(t)
	}
	if err != nil {
		return time.Time{}, err
	}
	return t, nil
}

func parseStart(text string, now time.Time) (time.Time, error) {
	if rest, ok := strings.CutPrefix(text, "now"); ok {
		now = now.UTC().Truncate(time.Second)
		if rest == "" {
			return now, nil
		}
		d, err := ParseDuration(rest[1:])
		switch {
		case err != nil:
			return time.Time{}, fmt.Errorf("%q: duration %w", text, err)
		case rest[0] == '-':
			return now.Add(-time.Duration(d)), nil
		case rest[0] == '+':
			return now.Add(time.Duration(d)), nil
		}
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q: want an RFC 3339 time such as 2026-01-05T08:00:00Z, a date, now, or now-10d", text)
}
