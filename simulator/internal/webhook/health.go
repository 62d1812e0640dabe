package webhook

import "time"

// An endpoint whose every attempt fails for failingFor is disabled. That time
// begins when failures lie failingSpan apart or more, within failingWithin
// (vital.md 6.5). All of it is simulated time.
const failingFor, failingSpan, failingWithin = 5 * 24 * time.Hour, 12 * time.Hour, 24 * time.Hour

// A health keeps the failures of an endpoint since its last success.
type health struct {
	// Failures are those of the last failingWithin, oldest first. One that has a
	// neighbour on each side less than failingSpan apart is left out: whatever
	// failingSpan long holds it holds one of them.
	Failures []time.Time `json:"failures,omitempty"`
	Since    time.Time   `json:"failing,omitzero"` // when the count began; zero before
}

// see counts an attempt and reports whether the endpoint has now failed for too long.
func (h *health) see(at time.Time, ok bool) (dead bool) {
	switch {
	case ok:
		*h = health{}
		return false
	case !h.Since.IsZero():
		return at.Sub(h.Since) >= failingFor
	}
	for len(h.Failures) > 0 && at.Sub(h.Failures[0]) > failingWithin {
		h.Failures = h.Failures[1:]
	}
	if len(h.Failures) > 0 && at.Sub(h.Failures[0]) >= failingSpan {
		h.Since, h.Failures = at, nil
		return false
	}
	if n := len(h.Failures); n > 1 && at.Sub(h.Failures[n-2]) <= failingSpan {
		h.Failures = h.Failures[:n-1]
	}
	h.Failures = append(h.Failures, at)
	return false
}
