// Package feed keeps the newest events of a team for readers that follow them live.
package feed

import (
	"strconv"
	"strings"
	"sync"
)

// Kept is the number of events that a feed keeps, the newest ones.
const Kept = 4096

// An Event is one entry of a feed.
type Event struct {
	Type string
	Data any // encoded as JSON where somebody watches; it is never changed
}

// A Feed holds the events of a team from its start to its next reset. It is safe for
// concurrent use and never waits for readers.
type Feed struct {
	life string // tells this feed from others

	mu      sync.Mutex
	events  []Event // a ring once it is full
	total   int     // events so far
	closed  bool
	changed chan struct{} // closed with the next event; nil while nobody waits
}

// New returns an empty feed. The ids of its events contain life, which distinguishes
// them from those of other feeds.
func New(life string) *Feed { return &Feed{life: life} }

// Publish adds an event.
func (f *Feed) Publish(eventType string, data any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return
	}
	if e := (Event{eventType, data}); len(f.events) < Kept {
		f.events = append(f.events, e)
	} else {
		f.events[f.total%Kept] = e
	}
	f.total++
	f.notify()
}

// Close ends the feed.
func (f *Feed) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.notify()
}

// notify wakes waiting readers; f.mu is held.
func (f *Feed) notify() {
	if f.changed != nil {
		close(f.changed)
		f.changed = nil
	}
}

// A Reading holds the events after a position of the feed.
type Reading struct {
	Events []Event
	First  int             // the number of the first of them
	Missed int             // events before it that are not remembered any more
	Next   <-chan struct{} // closed when there is more; nil where there will be no more
}

// After returns the events after the first n.
func (f *Feed) After(n int) (r Reading) {
	f.mu.Lock()
	defer f.mu.Unlock()
	from := max(n, f.total-len(f.events))
	r.First, r.Missed = from+1, from-n
	for i := from; i < f.total; i++ {
		r.Events = append(r.Events, f.events[i%Kept])
	}
	if f.closed {
		return r
	}
	if f.changed == nil {
		f.changed = make(chan struct{})
	}
	r.Next = f.changed
	return r
}

// Total returns the number of events so far.
func (f *Feed) Total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.total
}

// ID returns the id of the event with a number, unique over all feeds.
func (f *Feed) ID(number int) string { return f.life + "-" + strconv.Itoa(number) }

// Number returns the number of the event with an id; false if it belongs to another
// feed.
func (f *Feed) Number(id string) (number int, ok bool) {
	life, text, found := strings.Cut(id, "-")
	number, err := strconv.Atoi(text)
	if !found || err != nil || life != f.life || number < 0 || number > f.Total() {
		return 0, false
	}
	return number, true
}
