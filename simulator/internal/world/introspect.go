package world

import (
	"bytes"
	"encoding/hex"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Filter selects the users and connections of an introspection; zero values
// select all.
type Filter struct {
	User     vital.ID
	Provider string
	After    vital.ID // users come in the order of their ids, after this one
	Limit    int
}

// IntrospectResources returns the statistics of each resource (vital.md 2.3), and
// the user after whom the next page begins, which is zero after the last page.
func (w *World) IntrospectResources(f Filter) (out []vital.UserResources, next vital.ID) {
	users, next := w.introspected(f)
	for _, s := range users {
		row := vital.UserResources{UserID: s.user.id}
		for _, c := range s.connections {
			var resources vital.Object[vital.ResourceStatistics]
			for i := range c.Covers {
				name := c.Covers[i].Resource.String()
				resources = append(resources, vital.Member[vital.ResourceStatistics]{Name: name, Value: c.statistics(s.user, &c.Covers[i])})
			}
			row.Providers = append(row.Providers, vital.Member[vital.Object[vital.ResourceStatistics]]{Name: c.profile.Slug, Value: resources})
		}
		out = append(out, row)
	}
	return out, next
}

// introspected returns the users of a page with their matching connections.
func (w *World) introspected(f Filter) (out []snapshot, next vital.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	users := slices.Clone(w.order)
	slices.SortFunc(users, func(a, b *user) int { return bytes.Compare(a.id[:], b.id[:]) })
	for _, u := range users {
		if u.DeletedAt != 0 || f.User != (vital.ID{}) && u.id != f.User || bytes.Compare(u.id[:], f.After[:]) <= 0 {
			continue
		}
		s := snapshot{user: u}
		for _, c := range u.Connections {
			if f.Provider == "" || c.profile.Slug == f.Provider {
				s.connections = append(s.connections, c)
			}
		}
		if len(s.connections) == 0 {
			continue
		}
		if len(out) == f.Limit {
			return out, out[len(out)-1].user.id
		}
		out = append(out, s)
	}
	return out, vital.ID{}
}

// statistics returns the present amount and range of a resource's data.
func (c *connection) statistics(u *user, v *cover) (r vital.ResourceStatistics) {
	if at := max(c.LastSync, c.LastPull); at > 0 {
		r.LastAttempt = vital.Val(vital.LastAttempt{Timestamp: time.Unix(at, 0).UTC(), Status: vital.AttemptSuccess})
	}
	r.SentCount = vital.Val(v.Sent)
	if oldest, newest := c.dataRange(u, v); newest > 0 {
		r.OldestData, r.NewestData = vital.Val(time.Unix(oldest, 0).UTC()), vital.Val(time.Unix(newest, 0).UTC())
	}
	return r
}

// dataRange returns the first and the last day with readable records, or the
// instants of the first and the last readable sample.
func (c *connection) dataRange(u *user, v *cover) (oldest, newest int64) {
	lens := c.lens(u)
	for day := c.oldest(v); day <= u.persona.DateAt(c.newestPast()); day++ {
		first, last := c.extent(&lens, v, day, c.asOf(v, day, c.LastSync))
		if last == 0 {
			continue
		}
		if oldest == 0 {
			oldest = first
		}
		newest = last
	}
	return oldest, newest
}

// extent returns the first and last instant of a day's data as of an instant;
// zero if there is none.
func (c *connection) extent(lens *view.Lens, v *cover, day vital.Date, asOf int64) (first, last int64) {
	if asOf == 0 {
		return 0, 0
	}
	resource := v.Resource
	if series, ok := lens.Series(resource); ok {
		for source := range series.Count() {
			c.points(lens, v, series, source, day, 0, lens.Cutoff(resource, source, asOf), asOf, func(p view.Point) {
				if first == 0 || p.Unix < first {
					first = p.Unix
				}
				last = max(last, p.Unix)
			})
		}
		return first, last
	}
	if resource == vital.ResourceWorkoutStream {
		resource = vital.ResourceWorkouts
	}
	summary, ok := lens.Summary(resource)
	if !ok {
		return 0, 0
	}
	if records := c.revised(lens, v, summary, day, asOf, nil); len(records) > 0 {
		return day.UTC().Unix(), day.UTC().Unix()
	}
	return 0, 0
}

// IntrospectPulls returns the progress of the pulls of history (vital.md 2.3).
func (w *World) IntrospectPulls(now time.Time, f Filter) (out []vital.UserPulls, next vital.ID) {
	users, next := w.introspected(f)
	for _, s := range users {
		row := vital.UserPulls{UserID: s.user.id}
		for _, c := range s.connections {
			pulls := vital.ProviderPulls{NotPulled: []string{}}
			for i := range c.Covers {
				v := &c.Covers[i]
				name := v.Resource.String()
				if v.History.Scheduled == 0 {
					pulls.NotPulled = append(pulls.NotPulled, name)
					continue
				}
				pulls.Pulled = append(pulls.Pulled, vital.Member[vital.PullStatistics]{Name: name, Value: c.pullStatistics(s.user, v, now.Unix())})
			}
			row.Providers = append(row.Providers, vital.Member[vital.ProviderPulls]{Name: c.profile.Slug, Value: pulls})
		}
		out = append(out, row)
	}
	return out, next
}

func (c *connection) pullStatistics(u *user, v *cover, now int64) vital.PullStatistics {
	h := v.History
	floating := c.profile.FloatingTime
	trace := u.seed.Child("trace", c.profile.Slug, v.Resource.String()).At(h.Scheduled)
	id := newID(trace)
	p := vital.PullStatistics{
		Status:     vital.PullScheduled,
		RangeStart: vital.Val(windowBounds(u, v.Resource, floating, h.From)),
		RangeEnd:   vital.Val(windowBounds(u, v.Resource, floating, h.To)),
		Timeline:   vital.PullTimeline{ScheduledAt: time.Unix(h.Scheduled, 0).UTC()},
		Release:    "vitalsim",
		TraceID:    vital.Val(hex.EncodeToString(id[:])),
	}
	end := c.Sessions[len(c.Sessions)-1].To
	stopped := end != 0 && end < h.Ended
	if now >= h.Started && !(stopped && end < h.Started) {
		p.Status = vital.PullInProgress
		p.Timeline.StartedAt = vital.Val(time.Unix(h.Started, 0).UTC())
	}
	switch {
	case stopped:
		p.Status = vital.PullFailure
		p.ErrorDetails = vital.Val(vital.PullNonRetriable)
	case now >= h.Ended:
		p.Status = vital.PullSuccess
		p.Timeline.EndedAt = vital.Val(time.Unix(h.Ended, 0).UTC())
	}
	lens := c.lens(u)
	for day := h.From; day < h.To; day++ {
		if _, last := c.extent(&lens, v, day, c.asOf(v, day, c.LastSync)); last > 0 {
			p.DaysWithData++
		}
	}
	return p
}
