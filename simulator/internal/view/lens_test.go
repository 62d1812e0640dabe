package view_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const (
	minute = 60
	hour   = 3600
	day    = 86400
)

// A look is a lens with helpers that use the exported functions only.
type look struct {
	view.Lens
	n int
}

// newLook draws person number n. forced has additional uploads.
func newLook(tb testing.TB, n int, archetype, zone string, forced ...int64) *look {
	tb.Helper()
	return lookThrough(tb, view.NewCache(), n, archetype, zone, forced...)
}

func lookThrough(tb testing.TB, cache *view.Cache, n int, archetype, zone string, forced ...int64) *look {
	tb.Helper()
	return lookAt(tb, cache, "fitbit", n, archetype, zone, forced...)
}

func lookAt(tb testing.TB, cache *view.Cache, slug string, n int, archetype, zone string, forced ...int64) *look {
	tb.Helper()
	s := seed.New(uint64(n)).Child("view test")
	a, err := body.Named(archetype)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := a.Draw(s.Child("persona"), zone)
	if err != nil {
		tb.Fatal(err)
	}
	profile, ok := provider.Find(slug)
	if !ok {
		tb.Fatalf("no %s", slug)
	}
	return &look{view.NewLens(s, p, profile, forced, cache), n}
}

// stamp is the Stamp of the records in these tests.
var stamp = view.Stamp{ID: vital.ID{1}, UserID: vital.ID{2}, CreatedAt: time.Unix(0, 0), UpdatedAt: time.Unix(0, 0)}

// late is an instant by which all of a day was uploaded.
func (l *look) late(d vital.Date) int64 { return l.Persona.DayStart(d+1) + 5*day }

func (l *look) activity(tb testing.TB, d vital.Date, asOf int64) (*vital.Activity, view.Rev, bool) {
	tb.Helper()
	revs := view.Summaries[vital.ResourceActivity].Revs(&l.Lens, d, asOf, nil)
	if len(revs) > 1 {
		tb.Fatalf("%s: %d activities", d, len(revs))
	}
	if len(revs) == 0 {
		return nil, view.Rev{}, false
	}
	return view.Summaries[vital.ResourceActivity].Record(&l.Lens, revs[0], stamp).(*vital.Activity), revs[0], true
}

// A night is a record of sleep with its revision.
type night struct {
	*vital.Sleep
	rev view.Rev
}

func (l *look) sleeps(d vital.Date, asOf int64) (out []night) {
	for _, r := range view.Summaries[vital.ResourceSleep].Revs(&l.Lens, d, asOf, nil) {
		out = append(out, night{view.Summaries[vital.ResourceSleep].Record(&l.Lens, r, stamp).(*vital.Sleep), r})
	}
	return out
}

// heartrate returns the samples of a date that were uploaded in (lo, hi].
func (l *look) heartrate(d vital.Date, lo, hi int64) (out []view.Point) {
	view.Timeseries[vital.ResourceHeartrate].Each(&l.Lens, 0, d, lo, hi, func(p view.Point) { out = append(out, p) })
	return out
}

// points yields all samples of a date, source by source.
func (l *look) points(resource string, d vital.Date, yield func(view.Point)) {
	series, _ := l.Series(named(resource))
	for source := range series.Count() {
		series.Each(&l.Lens, source, d, 0, l.late(d), yield)
	}
}

// uploads returns the uploads in [from, to).
func (l *look) uploads(from, to int64) (out []int64) {
	for at := l.NextUpload(from); at < to; at = l.NextUpload(at + 1) {
		out = append(out, at)
	}
	return out
}

func date(y int, m time.Month, d int) vital.Date { return vital.DateFrom(y, m, d) }

// hardDates has dates on which a zone's clock changes, in both directions, and ordinary
// dates.
var hardDates = []struct {
	zone  string
	dates []vital.Date
}{
	{"Europe/London", []vital.Date{date(2026, 3, 29), date(2026, 10, 25), date(2024, 2, 29)}},
	{"America/New_York", []vital.Date{date(2026, 3, 8), date(2026, 11, 1), date(2025, 12, 31)}},
	{"Australia/Lord_Howe", []vital.Date{date(2026, 4, 5), date(2026, 10, 4)}},
	{"Asia/Kolkata", []vital.Date{date(2026, 3, 29), date(2026, 7, 1)}},
	{"Africa/Cairo", []vital.Date{date(2025, 4, 25), date(2025, 10, 31)}},
	{"Pacific/Auckland", []vital.Date{date(2026, 4, 5), date(2026, 9, 27)}},
	{"America/St_Johns", []vital.Date{date(2005, 4, 3), date(2005, 10, 30)}}, // changes at 00:01
	{"Pacific/Apia", []vital.Date{date(2011, 12, 30)}},                       // a date that the zone skipped
	{"Africa/Monrovia", []vital.Date{date(1972, 1, 7)}},                      // an offset with seconds until then
}

// people is the number of personas in the coherence tests.
const people = 200

// eachHard calls f with personas of all archetypes, every one on the days
// around a hard date of its zone.
func eachHard(t *testing.T, f func(t *testing.T, l *look, d vital.Date)) {
	t.Helper()
	eachPerson(t, func(t *testing.T, l *look, middle vital.Date) {
		for d := middle - 2; d <= middle+2; d++ {
			f(t, l, d)
		}
	})
}

func eachPerson(t *testing.T, f func(t *testing.T, l *look, middle vital.Date)) {
	t.Helper()
	archetypes := append([]string{""}, body.Archetypes()...)
	for n := range people {
		hard := hardDates[n%len(hardDates)]
		middle := hard.dates[n/len(hardDates)%len(hard.dates)]
		l := newLook(t, n, archetypes[n/len(hardDates)%len(archetypes)], hard.zone)
		f(t, l, middle)
		if t.Failed() {
			t.Fatalf("person %d in %s around %s", n, hard.zone, middle)
		}
	}
}

// forcedAround returns instants at which the person opens the app, some of them at night
// and on days without the device.
func forcedAround(n int, from, to int64) (forced []int64) {
	r := seed.New(uint64(n)).Child("forced").Stream()
	for at := from; at < to; at += int64(1 + r.Int(30*hour)) {
		forced = append(forced, at)
	}
	return forced
}

// named returns the resource with the name in events.
func named(name string) vital.ResourceID {
	r, ok := vital.ResourceNamed(name)
	if !ok {
		panic("no resource " + name)
	}
	return r.ID
}
