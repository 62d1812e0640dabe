package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// A follower prints what a simulator sends and refuses while it serves: a line per
// attempt and per refused request. When nothing more comes for a moment, it prints
// when the next thing is due.
type follower struct {
	layout
	key    string        // of the first team; the lines of others name theirs
	active chan struct{} // gets a value when something was printed

	mu  sync.Mutex
	w   io.Writer
	day string    // of the last line
	now time.Time // simulated, of the last line
}

func newFollower(w io.Writer, colour colourFlag, key string) *follower {
	l := newLayout(w, colour, []string{"historical.data.respiratory_rate.created"}, []string{"app-user-1"})
	return &follower{layout: l, key: key, w: w, active: make(chan struct{}, 1)}
}

// Attempted prints an attempt.
func (f *follower) Attempted(key string, e simulator.Entry, a simulator.Attempt) {
	f.print(key, a.At, e.EventType, e.ClientUserID, e.Carries.Summary, attemptText(a), a.OK)
}

// Served prints a request that was refused.
func (f *follower) Served(key string, r simulator.Request) {
	if r.Status > 0 && r.Status < 400 {
		return
	}
	answer := "no answer"
	if r.Status > 0 {
		answer = fmt.Sprint(r.Status)
	}
	if r.Fault != "" {
		answer += " (fault " + r.Fault + ")"
	}
	if why := cmp.Or(r.Hint, detail(r.Response)); why != "" && r.Fault == "" {
		answer += ": " + why
	}
	f.print(key, r.At, r.Method+" "+cmp.Or(r.Route, r.Path), r.ClientUserID, "", answer, false)
}

// detail returns the detail of a refusal of Vital's API as text.
func detail(body string) string {
	var refusal struct{ Detail any }
	if json.Unmarshal([]byte(body), &refusal) != nil {
		return shortText(strings.Join(strings.Fields(body), " "), maxResponse)
	}
	var problems []string
	list, _ := refusal.Detail.([]any)
	for _, item := range list {
		problem, _ := item.(map[string]any)
		var loc []string
		at, _ := problem["loc"].([]any)
		for _, part := range at {
			loc = append(loc, fmt.Sprint(part))
		}
		problems = append(problems, fmt.Sprintf("%s: %v", strings.Join(loc, "."), problem["msg"]))
	}
	if text, ok := refusal.Detail.(string); ok {
		return text
	}
	return strings.Join(problems, "; ")
}

// print prints a line, and the day above it if it is another one.
func (f *follower) print(key string, at time.Time, what, user, carries, answer string, good bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if key != "" && key != f.key {
		answer += " [" + key + "]"
	}
	if at.IsZero() { // a request that opened no team has no simulated time
		at = f.now
	}
	f.now = at
	if day := f.layout.day(at); day != f.day {
		f.day = day
		fmt.Fprintf(f.w, "\n%s\n", day)
	}
	fmt.Fprintln(f.w, f.line(at, what, user, carries, answer, good))
	select {
	case f.active <- struct{}{}:
	default:
	}
}

// Times of wall time: after which a follower takes nothing more to come, and the
// shortest wait of which it speaks.
const quietTime, longWait = time.Second, 5 * time.Second

// follow prints when the next thing is due, each time that nothing more comes for a
// moment, until ctx ends.
func (f *follower) follow(ctx context.Context, sim *simulator.Simulator) {
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.active:
		}
		if clock.System.Sleep(ctx, quietTime) != nil {
			return
		}
		if len(f.active) > 0 {
			continue
		}
		due, ok := sim.Due()
		now, speed := sim.Now(), sim.Speed()
		if !ok || due.Equal(last) || speed > 0 && due.Sub(now).Seconds()/speed < longWait.Seconds() {
			continue
		}
		last = due
		f.mu.Lock()
		fmt.Fprintf(f.w, "%s\n", nextDue(sim.URL(), now, due, speed))
		f.mu.Unlock()
	}
}

// nextDue says when the next thing is due and which command brings it now.
func nextDue(url string, now, due time.Time, speed float64) string {
	at := due.Format(time.TimeOnly)
	if now.Format(time.DateOnly) != due.Format(time.DateOnly) {
		at = stamp(due)
	}
	left := due.Sub(now).Truncate(time.Second) + time.Second
	when := "time stands still"
	if speed > 0 {
		when = fmt.Sprintf("in %s", clock.Duration(time.Duration(left.Seconds()/speed)*time.Second))
	}
	return fmt.Sprintf("next at %s (%s): vitalsim clock advance %s%s brings it now", at, when, clock.Duration(left), atURL(url))
}
