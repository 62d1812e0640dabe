package webhook

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// logKeeps bounds the number of completed messages in the log, logHolds their
// bytes. The newest are kept. Pending and failed messages always stay.
const logKeeps, logHolds = 10_000, 64 << 20

// A log keeps all messages that were sent except the oldest completed ones, which
// every endpoint that wants them has accepted. The Dispatcher's mu guards it.
type log struct {
	keepAll bool
	entries []*entry // in the order of their coming; nil where one was evicted
	gone    int      // of those places
	done    done
	bytes   int // of those in done
	horizon mark
	tallies map[Tally]int
}

// A Tally is the key by which evicted messages are counted.
type Tally struct {
	EventType string `json:"event_type"`
	User      string `json:"user"`
	UserID    string `json:"user_id"`
	Unwanted  bool   `json:"unwanted,omitempty"` // else they were accepted
}

func (t Tally) compare(other Tally) int {
	return cmp.Or(cmp.Compare(t.EventType, other.EventType), cmp.Compare(t.UserID, other.UserID), cmp.Compare(t.User, other.User), compareBools(t.Unwanted, other.Unwanted))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// An entry is a message in the log with its deliveries, in the order of the
// endpoints; none where no endpoint wanted it.
type entry struct {
	message    *Message
	deliveries []*delivery
	mark       mark
	place      int // in done; -1 outside
	size       int // as counted in the log's bytes
	index      int // in the log's entries; -1 once it is evicted
}

// A mark orders completed messages by age: the time at which a message was
// accepted, or sent if no endpoint wanted it. It depends on simulated time and the
// timeline only, so that every run keeps the same messages. The zero mark is the
// oldest.
type mark struct {
	At        time.Time `json:"at"`
	MessageAt time.Time `json:"message_at"`
	User      string    `json:"user"`
	Seq       int64     `json:"seq"`
	ID        string    `json:"id"`
}

func (m mark) before(other mark) bool {
	return cmp.Or(
		m.At.Compare(other.At), m.MessageAt.Compare(other.MessageAt), cmp.Compare(m.User, other.User), cmp.Compare(m.Seq, other.Seq), cmp.Compare(m.ID, other.ID),
	) < 0
}

// add takes in a message.
func (l *log) add(m *Message) *entry {
	en := &entry{message: m, place: -1, index: len(l.entries)}
	l.entries = append(l.entries, en)
	return en
}

// delivery returns the delivery to an endpoint, or nil.
func (en *entry) delivery(e *endpoint) *delivery {
	for _, made := range en.deliveries {
		if made.endpoint == e {
			return made
		}
	}
	return nil
}

// add takes in a delivery, in the order of the endpoints.
func (en *entry) add(made *delivery) {
	en.deliveries = append(en.deliveries, made)
	slices.SortFunc(en.deliveries, func(a, b *delivery) int { return cmp.Compare(a.endpoint.Ordinal, b.endpoint.Ordinal) })
}

// finished reports whether the message is completed, and since when.
func (en *entry) finished() (at time.Time, ok bool) {
	at = en.message.At
	for _, made := range en.deliveries {
		if made.Status != Success {
			return at, false
		}
		if made.Accepted.After(at) {
			at = made.Accepted
		}
	}
	return at, true
}

func (en *entry) bytes() int {
	n := len(en.message.Body)
	for _, made := range en.deliveries {
		for _, a := range made.Attempts {
			n += len(a.Answer) + len(a.Body)
		}
	}
	return n
}

// update records the state of a message and evicts the oldest completed messages if
// there are too many.
func (l *log) update(en *entry) {
	if en.index < 0 {
		return
	}
	if en.place >= 0 {
		heap.Remove(&l.done, en.place)
		l.bytes -= en.size
	}
	at, ok := en.finished()
	if !ok {
		return
	}
	m := en.message
	en.mark, en.size = mark{at, m.At, m.User, m.Seq, m.ID}, en.bytes()
	heap.Push(&l.done, en)
	l.bytes += en.size
	for !l.keepAll && len(l.done) > 0 && (len(l.done) > logKeeps || l.bytes > logHolds || l.done[0].mark.before(l.horizon)) {
		l.evict(heap.Pop(&l.done).(*entry))
	}
}

// evict removes a message. An attempt that is just ending may still use it.
func (l *log) evict(en *entry) {
	l.bytes -= en.size
	if l.horizon.before(en.mark) {
		l.horizon = en.mark
	}
	if l.tallies == nil {
		l.tallies = map[Tally]int{}
	}
	l.tallies[Tally{en.message.EventType, en.message.User, en.message.UserID, len(en.deliveries) == 0}]++
	l.entries[en.index], en.index = nil, -1 // at once, or as much again would stay as the log holds
	if l.gone++; l.gone > len(l.entries)/2 {
		l.entries = slices.DeleteFunc(l.entries, func(e *entry) bool { return e == nil })
		for i, e := range l.entries {
			e.index = i
		}
		l.gone = 0
	}
}

// sorted returns the messages in the log in the order of the timeline.
func (l *log) sorted() []*entry {
	entries := make([]*entry, 0, len(l.entries)-l.gone)
	for _, en := range l.entries {
		if en != nil {
			entries = append(entries, en)
		}
	}
	slices.SortStableFunc(entries, func(a, b *entry) int { return compareMessages(a.message, b.message) })
	return entries
}

// done is a heap of entries by their marks.
type done []*entry

func (d done) Len() int           { return len(d) }
func (d done) Less(i, j int) bool { return d[i].mark.before(d[j].mark) }
func (d done) Swap(i, j int) {
	d[i], d[j] = d[j], d[i]
	d[i].place, d[j].place = i, j
}
func (d *done) Push(x any) {
	en := x.(*entry)
	en.place = len(*d)
	*d = append(*d, en)
}
func (d *done) Pop() any {
	old := *d
	en := old[len(old)-1]
	old[len(old)-1] = nil
	*d = old[:len(old)-1]
	en.place = -1
	return en
}
