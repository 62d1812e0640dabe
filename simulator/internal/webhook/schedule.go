package webhook

import "time"

// Schedule is how long Svix waits before each attempt: the first at once, the
// last about 27 h 35 min later (vital.md 6.5). A wait counts from the previous
// attempt, plus its timeout where it timed out.
var Schedule = [...]time.Duration{
	0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute,
	2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour,
}

// DefaultTimeout is how long an answer may take, in wall time (vital.md 6.5).
const DefaultTimeout = 15 * time.Second

// nextAttempt is when the attempt on a rung of the schedule is due, after the
// one before it; false above the last rung. A receiver can ask for a longer
// wait, never for a shorter one.
func nextAttempt(rung int, a Attempt, timeout time.Duration) (time.Time, bool) {
	if rung >= len(Schedule) {
		return time.Time{}, false
	}
	due := a.At.Add(Schedule[rung])
	if a.TimedOut {
		due = due.Add(timeout)
	}
	if asked := a.At.Add(a.retryAfter); asked.After(due) {
		due = asked
	}
	return due, true
}
