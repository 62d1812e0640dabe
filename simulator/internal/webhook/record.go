package webhook

import (
	"cmp"
	"slices"
)

// A record is an attempt that has ended.
type record struct {
	delivery *delivery
	attempt  Attempt
	last     bool // the schedule has no other
}

// inOrder sorts records as a timeline: time, user, sequence, endpoint,
// number, copy.
// It does not depend on which answer came first.
func inOrder(records []record) {
	slices.SortFunc(records, func(a, b record) int {
		return cmp.Or(a.attempt.At.Compare(b.attempt.At), compareTimeless(a.delivery.message(), b.delivery.message()),
			cmp.Compare(a.delivery.endpoint.Ordinal, b.delivery.endpoint.Ordinal), cmp.Compare(a.attempt.Number, b.attempt.Number), cmp.Compare(a.attempt.Copy, b.attempt.Copy))
	})
}

// Log returns all deliveries in the log with their attempts, sorted by time, user,
// sequence and endpoint.
func (d *Dispatcher) Log() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	var out []Delivery
	for _, en := range d.log.sorted() {
		out = append(out, en.snapshots()...)
	}
	return out
}
