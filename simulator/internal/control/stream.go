package control

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/feed"
)

// happenings are the types of events in the feed.
var happenings = []string{"message", "attempt", "request", "fault", "scenario", "step", "clock"}

// The stream adds two types: some events were missed, and the feed has ended
// because the team was reset.
const lost, over = "lost", "end"

type stream struct {
	Type        string `json:"type,omitempty" jsonschema:"wanted types, separated by commas: message, attempt, request, fault, scenario, step, clock (default: all)"`
	LastEventID string `json:"last_event_id,omitempty" jsonschema:"replaces the header Last-Event-ID for clients that cannot set it; 0 for all kept events"`
}

// silence is how long a stream without events waits before it writes a comment.
const silence = 15 * time.Second

var errSilence = errors.New("nothing has happened")

// watch writes the feed as server-sent events, from now on or after the last event
// that the client has seen.
func watch(c *call, in stream) error {
	var wanted []string
	if in.Type != "" {
		wanted = strings.Split(in.Type, ",")
	}
	for _, word := range wanted {
		if !slices.Contains(happenings, word) {
			return unknown("type", "event", word, happenings)
		}
	}
	f := c.team.Feed
	w := &eventWriter{call: c, feed: f, wanted: wanted}
	last := in.LastEventID
	if header := c.r.Header.Get("Last-Event-ID"); header != "" {
		last = header
	}
	at := f.Total()
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("Cache-Control", "no-store")
	c.w.WriteHeader(http.StatusOK)
	switch number, known := f.Number(last); {
	case last == "0":
		at = 0
	case known:
		at = number
	case last != "": // of another life
		w.event(0, lost, map[string]bool{"started_over": true})
		at = 0
	}
	if last == "" {
		w.event(at, "clock", c.team.Clock())
	}
	w.tell(at)
	return nil
}

// An eventWriter writes server-sent events until the client has gone.
type eventWriter struct {
	*call
	feed   *feed.Feed
	wanted []string // types; nil for all
	gone   bool
}

// tell writes the events of the feed after the first at, until the client goes or
// the feed ends.
func (w *eventWriter) tell(at int) {
	for {
		r := w.feed.After(at)
		if r.Missed > 0 {
			w.event(r.First-1, lost, map[string]int{"missed": r.Missed})
		}
		for i, e := range r.Events {
			if w.wanted == nil || slices.Contains(w.wanted, e.Type) {
				w.event(r.First+i, e.Type, e.Data)
			}
		}
		at = r.First - 1 + len(r.Events)
		if r.Next == nil {
			w.event(at, over, struct{}{})
		}
		if w.flush(); w.gone || r.Next == nil || !w.wait(r.Next) {
			return
		}
	}
}

// wait returns true when there are more events, and false when the client has gone.
func (w *eventWriter) wait(next <-chan struct{}) bool {
	for {
		ctx, cancel := context.WithTimeoutCause(w.ctx(), silence, errSilence)
		select {
		case <-next:
			cancel()
			return true
		case <-ctx.Done():
			cancel()
		}
		if !errors.Is(context.Cause(ctx), errSilence) {
			return false
		}
		w.write(": still here\n\n")
		if w.flush(); w.gone {
			return false
		}
	}
}

func (w *eventWriter) event(number int, eventType string, data any) {
	text, err := encode(data)
	if err != nil {
		panic(err) // everything that is published can be encoded
	}
	w.write(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", w.feed.ID(number), eventType, text))
}

func (w *eventWriter) write(text string) {
	if !w.gone {
		_, err := w.w.Write([]byte(text))
		w.gone = err != nil
	}
}

// flush sends what was written, if the writer can.
func (w *eventWriter) flush() {
	if err := http.NewResponseController(w.w).Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		w.gone = true
	}
}
