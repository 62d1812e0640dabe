package world

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
)

// A task is something that happens by itself at a known time: a chunk of
// history is pulled, or a connection is polled with something to find.
type task struct {
	at       int64
	user     *user
	provider provider.Number
	link     int    // of which link; a task of an earlier one is void
	chunk    *chunk // nil: a sync
}

type taskHeap []task

func (h taskHeap) Len() int { return len(h) }

// Less orders by time, then user, so that the order of events does not depend
// on the order in which things were planned.
func (h taskHeap) Less(i, j int) bool { return compareTasks(h[i], h[j]) < 0 }

func compareTasks(a, b task) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.user.clientID, b.user.clientID),
		cmp.Compare(a.provider, b.provider), compareChunks(a.chunk, b.chunk))
}

func (h taskHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *taskHeap) Push(x any)   { *h = append(*h, x.(task)) }
func (h *taskHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// compareChunks puts syncs first, then chunks by resource.
func compareChunks(a, b *chunk) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(a.resource, b.resource), cmp.Compare(a.way, b.way), cmp.Compare(a.number, b.number))
}

// Due is when the next task falls due.
func (w *World) Due() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.tasks) > 0 {
		if t := w.tasks[0]; t.valid() {
			return time.Unix(t.at, 0).UTC(), true
		}
		heap.Pop(&w.tasks)
	}
	return time.Time{}, false
}

// Run does the tasks that are due at now and returns their events.
func (w *World) Run(now time.Time) []Change {
	w.mu.Lock()
	defer w.mu.Unlock()
	var changes []Change
	for len(w.tasks) > 0 && w.tasks[0].at <= now.Unix() {
		t := heap.Pop(&w.tasks).(task)
		if !t.valid() {
			continue
		}
		c := t.user.connection(t.provider)
		if t.chunk != nil {
			changes = w.pull(changes, t.at, t.user, c, *t.chunk)
			continue
		}
		changes = w.syncAt(changes, t.at, t.user, c, false)
		w.planSync(t.user, t.user.connection(t.provider))
	}
	return changes
}

// valid is whether the task's link still is the present one, and a sync still
// lies ahead of the last.
func (t task) valid() bool {
	c := t.user.connection(t.provider)
	return c != nil && c.connected() && c.relinking == t.link && (t.chunk != nil || t.at > c.lastSync)
}

// planSync plans the next sync of a connection: the first poll that will find
// something, an upload or an edit.
func (w *World) planSync(u *user, c *connection) {
	if !c.connected() {
		return
	}
	lens := c.lens(u)
	since := max(c.lastSync, c.sessions[len(c.sessions)-1].from)
	next := lens.Next(since + 1)
	if slices.ContainsFunc(c.covers, func(v cover) bool { return v.from > c.lastSync }) {
		next = since + 1 // what is there already is announced with the first poll
	}
	for _, e := range c.edits {
		if e.at > c.lastSync && (next == 0 || e.at < next) {
			next = e.at
		}
	}
	if next == 0 {
		return // a recording that has come to its end
	}
	heap.Push(&w.tasks, task{at: c.pollSlot(next), user: u, provider: c.profile.Number, link: c.relinking})
}

func (u *user) connection(number provider.Number) *connection {
	for _, c := range u.connections {
		if c.profile.Number == number {
			return c
		}
	}
	return nil
}

// publish replaces the user's connection to the same provider, or adds it.
func (u *user) publish(c *connection) {
	fresh := make([]*connection, 0, len(u.connections)+1)
	found := false
	for _, old := range u.connections {
		if old.profile.Number == c.profile.Number {
			old, found = c, true
		}
		fresh = append(fresh, old)
	}
	if !found {
		fresh = append(fresh, c)
	}
	u.connections = fresh
}
