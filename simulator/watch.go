package simulator

import (
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A Watcher follows what all teams of a simulator send and answer. Its methods may
// be called at the same time, and must not call the simulator.
type Watcher interface {
	// Attempted is called when an attempt to deliver a message has ended.
	Attempted(key string, e Entry, a Attempt)
	// Served is called when a request to one of Vital's APIs was answered. The key
	// is empty if the request opened no team.
	Served(key string, r Request)
}

// watcher returns the Watcher for the teams; nil for none.
func (c Config) watcher() team.Watcher {
	if c.Watcher == nil {
		return nil
	}
	return watcher{c.Watcher}
}

// A watcher passes on what teams do in the types of this package.
type watcher struct{ Watcher }

// Attempted passes on an attempt.
func (w watcher) Attempted(t *team.Team, d webhook.Delivery, a webhook.Attempt) {
	w.Watcher.Attempted(t.Key, entry(d.Message, t.UserName(d.User)), attempt(d, a))
}

// Served passes on a request.
func (w watcher) Served(t *team.Team, q journal.Request) {
	key := ""
	if t != nil {
		key = t.Key
	}
	w.Watcher.Served(key, Request(q))
}
