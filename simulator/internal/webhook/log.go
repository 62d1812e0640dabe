package webhook

import (
	"cmp"
	"slices"
)

// An entry is a message in the log with its deliveries, in the order of the
// endpoints; none where no endpoint wanted it.
type entry struct {
	message    *Message
	deliveries []*delivery
}

func (e *entry) snapshots() []Delivery {
	if len(e.deliveries) == 0 {
		return []Delivery{{Message: e.message, Status: Unwanted}}
	}
	out := make([]Delivery, len(e.deliveries))
	for i, d := range e.deliveries {
		out[i] = d.snapshot()
	}
	return out
}

// Log is every delivery so far with its attempts, sorted by time, user,
// sequence and endpoint.
func (d *Dispatcher) Log() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	entries := slices.Clone(d.log)
	slices.SortStableFunc(entries, func(a, b *entry) int { return compareMessages(a.message, b.message) })
	out := make([]Delivery, 0, len(entries))
	for _, e := range entries {
		out = append(out, e.snapshots()...)
	}
	return out
}

// A record is an attempt that has ended.
type record struct {
	delivery *delivery
	attempt  Attempt
}

// inOrder sorts records as a timeline: time, user, sequence, endpoint, number.
// It does not depend on which answer came first.
func inOrder(records []record) {
	slices.SortFunc(records, func(a, b record) int {
		x, y := a.delivery.message(), b.delivery.message()
		return cmp.Or(a.attempt.At.Compare(b.attempt.At), cmp.Compare(x.User, y.User), cmp.Compare(x.Seq, y.Seq), cmp.Compare(x.ID, y.ID),
			cmp.Compare(a.delivery.endpoint.ordinal, b.delivery.endpoint.ordinal), cmp.Compare(a.attempt.Number, b.attempt.Number))
	})
}
