package webhook

import "time"

// Schedule is how long Svix waits before each attempt: the first at once, the
// last about 27 h 35 min later (contract 6.5). A wait counts from the previous
// attempt, plus its timeout where it timed out.
var Schedule = [...]time.Duration{
	0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute,
	2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour,
}

// DefaultTimeout is how long an answer may take, in wall time (contract 6.5).
const DefaultTimeout = 15 * time.Second

// nextAttempt is when the attempt after a is due; false when a was the last.
func nextAttempt(a Attempt, timeout time.Duration) (time.Time, bool) {
	if a.Number >= len(Schedule) {
		return time.Time{}, false
	}
	due := a.At.Add(Schedule[a.Number])
	if a.TimedOut {
		due = due.Add(timeout)
	}
	return due, true
}
