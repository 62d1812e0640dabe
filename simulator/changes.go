package simulator

import (
	"context"
	"fmt"
	"net/http"
	"sync"
)

// changes are the API requests under way that may cause events. A client has
// its answer before its events leave, so it may ask for them too early.
type changes struct {
	mu   sync.Mutex
	open map[chan struct{}]string // closed when the request has ended; to its key
}

// begin notes a request; what it returns ends it.
func (c *changes) begin(r *http.Request) func() {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return func() {}
	}
	ended := make(chan struct{})
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = map[chan struct{}]string{}
	}
	c.open[ended] = r.Header.Get("X-Vital-Api-Key")
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.open, ended)
		close(ended)
	}
}

// underWay are the requests of a key that have not ended.
func (c *changes) underWay(key string) (open []chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for ended, of := range c.open {
		if of == key {
			open = append(open, ended)
		}
	}
	return open
}

// wait returns when those requests of a key have ended that are under way now.
func (c *changes) wait(ctx context.Context, key string) error {
	for _, ended := range c.underWay(key) {
		select {
		case <-ended:
		case <-ctx.Done():
			return fmt.Errorf("wait for requests under way: %w", context.Cause(ctx))
		}
	}
	return nil
}
