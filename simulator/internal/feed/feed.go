// Package feed remembers the newest of what happens, for those who watch as it
// happens.
package feed

import (
	"strconv"
	"strings"
	"sync"
)

// Kept is how many events a feed remembers, the newest ones.
const Kept = 4096

// An Event is something that has happened.
type Event struct {
	Type string
	Data any // encoded as JSON where somebody watches; it is never changed
}

// A Feed is the events of one life of a team. It is safe for concurrent use,
// and never waits for those who watch.
type Feed struct {
	life string // tells this feed from others

	mu      sync.Mutex
	events  []Event // a ring once it is full
	total   int     // events so far
	closed  bool
	changed chan struct{} // closed with the next event; nil while nobody waits
}

// New is an empty feed; life tells it from others, in the ids of its events.
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
	f.tell()
}

// Close ends the feed: nothing more will happen.
func (f *Feed) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.tell()
}

// tell lets go who waits; f.mu is held.
func (f *Feed) tell() {
	if f.changed != nil {
		close(f.changed)
		f.changed = nil
	}
}

// A Reading is what happened after a place of the feed.
type Reading struct {
	Events []Event
	First  int             // the number of the first of them
	Missed int             // events before it that are not remembered any more
	Next   <-chan struct{} // closed when there is more; nil where there will be no more
}

// After reads what happened after so many events.
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

// Total is how many events there were so far.
func (f *Feed) Total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.total
}

// ID is the name of the event of a number, over all feeds.
func (f *Feed) ID(number int) string { return f.life + "-" + strconv.Itoa(number) }

// Number is that of the event with an id; false where it is another feed's.
func (f *Feed) Number(id string) (number int, ok bool) {
	life, text, found := strings.Cut(id, "-")
	number, err := strconv.Atoi(text)
	if !found || err != nil || life != f.life || number < 0 || number > f.Total() {
		return 0, false
	}
	return number, true
}
