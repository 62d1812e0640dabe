package team

import (
	"context"
	"fmt"
	"sync"
)

// requests are the API requests under way that may cause events. A client has its
// answer before the events are sent, so that it may wait for them too early.
type requests struct {
	mu   sync.Mutex
	open map[chan struct{}]struct{} // closed when the request has ended
}

// BeginRequest notes a request under way that may cause events; the function that
// it returns ends it.
func (t *Team) BeginRequest() (end func()) {
	q := &t.requests
	ended := make(chan struct{})
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.open == nil {
		q.open = map[chan struct{}]struct{}{}
	}
	q.open[ended] = struct{}{}
	return func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.open, ended)
		close(ended)
	}
}

// underWay returns the requests that have not ended.
func (q *requests) underWay() (open []chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for ended := range q.open {
		open = append(open, ended)
	}
	return open
}

// wait returns when the requests have ended that are under way now.
func (q *requests) wait(ctx context.Context) error {
	for _, ended := range q.underWay() {
		select {
		case <-ended:
		case <-ctx.Done():
			return fmt.Errorf("wait for requests under way: %w", context.Cause(ctx))
		}
	}
	return nil
}

// Await calls done with the simulator's own team at first, and after every attempt
// that ends, until it returns true. It returns false when nothing more can come by
// itself, since time stands and no delivery or request is under way, or when ctx
// ends. The team is nil where it was never opened.
func (ts *Teams) Await(ctx context.Context, done func(*Team) bool) bool {
	for {
		t := ts.Last()
		if t == nil {
			return done(nil)
		}
		changed := t.Webhooks.Changed()
		var ended chan struct{} // nil while no request is under way
		if open := t.requests.underWay(); len(open) > 0 {
			ended = open[0]
		}
		still := t.driver.Speed() == 0 && ended == nil && t.Webhooks.Open() == 0
		if done(t) {
			return true
		}
		if still {
			return false
		}
		select {
		case <-changed:
		case <-ended:
		case <-ctx.Done():
			return done(ts.Last())
		}
	}
}
