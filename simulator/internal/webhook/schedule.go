package webhook

import "time"

// Schedule holds Svix's delays before each attempt: the first is immediate, the last
// about 27 h 35 min later (vital.md 6.5). A delay counts from the previous attempt,
// plus its timeout if it timed out.
var Schedule = [...]time.Duration{
	0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute,
	2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour,
}

// DefaultTimeout bounds the response time, in wall time (vital.md 6.5).
const DefaultTimeout = 15 * time.Second

// nextAttempt returns when the attempt after a is due; false after the last one. A
// receiver can request a longer delay, never a shorter one.
func nextAttempt(rung int, a Attempt, timeout time.Duration) (time.Time, bool) {
	if rung >= len(Schedule) {
		return time.Time{}, false
	}
	due := a.At.Add(Schedule[rung])
	if a.TimedOut {
		due = due.Add(timeout)
	}
	if asked := a.At.Add(a.RetryAfter); asked.After(due) {
		due = asked
	}
	return due, true
}
