package webhook

import (
	"cmp"
	"container/heap"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// A try is a scheduled attempt: it waits for its simulated time in the waiting heap of
// its endpoint, and then for its turn in one of the pools.
type try struct {
	First     bool            `json:"first,omitempty"`  // it takes its turn in the user's lane
	Manual    bool            `json:"manual,omitempty"` // somebody asked for it, beside the schedule
	Due       time.Time       `json:"due"`              // simulated, the earliest
	At        time.Time       `json:"at,omitzero"`      // simulated, when it was due and the rate limit allowed it
	Number    int             `json:"number,omitempty"` // of the attempt, from 1; given with its turn
	Drawn     bool            `json:"drawn,omitempty"`  // what happens to it is decided
	Tampering fault.Tampering `json:"tampering,omitzero"`
	Late      bool            `json:"late,omitempty"`     // it was put off, and its lane went on
	Overtake  int             `json:"overtake,omitempty"` // first attempts that it still waits for

	delivery  *delivery
	place     int  // in the heap; -1 outside
	withdrawn bool // it is not to be made any more
}

// compare compares tries by their due times, and by the timeline at one instant.
func (t *try) compare(other *try) int {
	return cmp.Or(t.Due.Compare(other.Due), compareMessages(t.delivery.message(), other.delivery.message()), cmp.Compare(t.Number, other.Number))
}

func (t *try) user() string { return t.delivery.message().User }

// pool returns the pool in which the try takes its turn.
func (t *try) pool() *pool {
	if t.First {
		return &t.delivery.endpoint.firsts
	}
	return &t.delivery.endpoint.retries
}

// waiting is a heap of tries by due time. Tries that are due at the same instant are
// in the order of the timeline, independent of when they were added.
type waiting []*try

func (w waiting) Len() int { return len(w) }

func (w waiting) Less(i, j int) bool {
	return w[i].compare(w[j]) < 0
}

func (w waiting) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].place, w[j].place = i, j
}

// Push is for container/heap; use add.
func (w *waiting) Push(x any) {
	t := x.(*try)
	t.place = len(*w)
	*w = append(*w, t)
}

// Pop is for container/heap.
func (w *waiting) Pop() any {
	old := *w
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*w = old[:len(old)-1]
	t.place = -1
	return t
}

func (w *waiting) add(t *try) { heap.Push(w, t) }

// remove removes a try if it is in the heap.
func (w *waiting) remove(t *try) {
	if t.place >= 0 {
		heap.Remove(w, t.place)
	}
}

// compareMessages compares messages by the order of the timeline: time, user, sequence.
func compareMessages(a, b *Message) int {
	return cmp.Or(a.At.Compare(b.At), compareTimeless(a, b))
}

func compareTimeless(a, b *Message) int {
	return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
}
