package world

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
)

// A task is a planned action: to pull a chunk of history, or to poll a connection
// that has new data by then.
type task struct {
	At       int64           `json:"at"`
	User     int             `json:"user"` // index in World.order
	Provider provider.Number `json:"provider"`
	Link     int             `json:"link"`            // of which link; a task of an earlier one is void
	Chunk    *chunk          `json:"chunk,omitempty"` // nil: a sync

	user *user
}

// plan adds a task of a connection: to pull a chunk of history, or to sync if chunk
// is nil.
func (w *World) plan(at int64, u *user, c *connection, k *chunk) {
	heap.Push(&w.tasks, task{At: at, User: u.index, Provider: c.Provider, Link: c.Relinking, Chunk: k, user: u})
}

type taskHeap []task

func (h taskHeap) Len() int { return len(h) }

// Less orders tasks by time, then by user, so that the order of events does not
// depend on the order of planning.
func (h taskHeap) Less(i, j int) bool { return compareTasks(h[i], h[j]) < 0 }

func compareTasks(a, b task) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.user.ClientUserID, b.user.ClientUserID),
		cmp.Compare(a.Provider, b.Provider), compareChunks(a.Chunk, b.Chunk))
}

func (h taskHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *taskHeap) Push(x any)   { *h = append(*h, x.(task)) }
func (h *taskHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// compareChunks orders syncs before chunks, and chunks by resource.
func compareChunks(a, b *chunk) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Way, b.Way), cmp.Compare(a.Number, b.Number))
}

// Due returns when the next task is due.
func (w *World) Due() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.tasks) > 0 {
		if t := w.tasks[0]; t.valid() {
			return time.Unix(t.At, 0).UTC(), true
		}
		heap.Pop(&w.tasks)
	}
	return time.Time{}, false
}

// Run runs the tasks that are due at now and returns their events.
func (w *World) Run(now time.Time) []Change {
	w.mu.Lock()
	defer w.mu.Unlock()
	var changes []Change
	for len(w.tasks) > 0 && w.tasks[0].At <= now.Unix() {
		t := heap.Pop(&w.tasks).(task)
		if !t.valid() {
			continue
		}
		c := t.user.connection(t.Provider)
		if t.Chunk != nil {
			changes = w.pull(changes, t.At, t.user, c, *t.Chunk)
			continue
		}
		changes = w.syncAt(changes, t.At, t.user, c, false)
		w.planSync(t.user, t.user.connection(t.Provider))
	}
	return changes
}

// valid reports whether the task's link is still the present one and, for a sync,
// whether no later sync has happened.
func (t task) valid() bool {
	c := t.user.connection(t.Provider)
	return c != nil && c.connected() && c.Relinking == t.Link && (t.Chunk != nil || t.At > c.LastSync)
}

// planSync plans the next sync of a connection: the first poll after an upload or
// an edit.
func (w *World) planSync(u *user, c *connection) {
	if !c.connected() {
		return
	}
	lens := c.lens(u)
	since := max(c.LastSync, c.Sessions[len(c.Sessions)-1].From)
	next := lens.Next(since + 1)
	if slices.ContainsFunc(c.Covers, func(v cover) bool { return v.From > c.LastSync }) {
		next = since + 1 // what is there already is announced with the first poll
	}
	for _, e := range c.Edits {
		if e.At > c.LastSync && (next == 0 || e.At < next) {
			next = e.At
		}
	}
	if next == 0 {
		return // a recording that has come to its end
	}
	w.plan(c.pollSlot(next), u, c, nil)
}

func (u *user) connection(number provider.Number) *connection {
	for _, c := range u.Connections {
		if c.Provider == number {
			return c
		}
	}
	return nil
}

// publish replaces the user's connection to the same provider, or adds it.
func (u *user) publish(c *connection) {
	fresh := make([]*connection, 0, len(u.Connections)+1)
	found := false
	for _, old := range u.Connections {
		if old.Provider == c.Provider {
			old, found = c, true
		}
		fresh = append(fresh, old)
	}
	if !found {
		fresh = append(fresh, c)
	}
	u.Connections = fresh
}
