package view_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The tests in this file read every resource of every provider as of random instants.

// simulated lists the providers that can be connected.
func simulated() (slugs []string) {
	return slices.DeleteFunc(provider.Slugs(), func(slug string) bool { return !view.SimulatesProvider(slug) })
}

// supplied lists the summaries and timeseries of a provider, in the table's order.
func supplied(p *provider.Profile) (summaries, series []string) {
	for _, r := range vital.Resources {
		if _, ok := view.Summaries[r.ID]; ok && view.Supplies(p, r.ID) {
			summaries = append(summaries, r.Name)
		}
		if _, ok := view.Timeseries[r.ID]; ok && view.Supplies(p, r.ID) {
			series = append(series, r.Name)
		}
	}
	return summaries, series
}

// personas lists personas that together have data of every resource.
var personas = []string{"", "cycle-tracker", "cardiac-patient", "wheelchair-user"}

// eachSlug calls f with lenses of every provider on days around hard dates, with
// additional uploads.
func eachSlug(t *testing.T, people int, f func(t *testing.T, l *look, middle vital.Date)) {
	t.Helper()
	for i, slug := range simulated() {
		for n := range people {
			hard := hardDates[(n+i)%len(hardDates)]
			middle := hard.dates[n/len(hardDates)%len(hard.dates)]
			persona := personas[n%len(personas)]
			plain := lookAt(t, view.NewCache(), slug, n, persona, hard.zone)
			from, to := plain.Persona.DayStart(middle-4), plain.Persona.DayStart(middle+5)
			f(t, lookAt(t, view.NewCache(), slug, n, persona, hard.zone, forcedAround(n, from, to)...), middle)
			if t.Failed() {
				t.Fatalf("person %d of %s in %s around %s", n, slug, hard.zone, middle)
			}
		}
	}
}

// entry is a record without the values that come from package world.
func entry(l *look, resource string, r view.Rev) string {
	s := stamp
	s.Sibling = func(vital.ResourceID) vital.ID { return vital.ID{3} }
	return string(view.Summaries[named(resource)].Record(&l.Lens, r, s).AppendJSON(nil))
}

// instants are the times of a record but for date, which is a calendar date's
// midnight UTC in some resources, and the stamps.
var instants = regexp.MustCompile(`"(?:bedtime_stop|bedtime_start|session_end|session_start|time_start|time_end|timestamp)":"([^"]+)"`)

func TestNoRecordIsInFuture(t *testing.T) {
	t.Parallel()
	seen, timed := map[string]int{}, 0
	eachSlug(t, 5, func(t *testing.T, l *look, middle vital.Date) {
		from, to := l.Persona.DayStart(middle-2), l.Persona.DayStart(middle+3)
		r := seed.New(uint64(l.n)).Child("as of").Stream()
		summaries, _ := supplied(l.Profile)
		for _, name := range summaries {
			s := view.Summaries[named(name)]
			for d := middle - 3 - s.Reach; d <= middle+2+s.Ahead; d++ {
				asOf := from + int64(r.Int(int(to-from)))
				for _, rev := range view.Summaries[named(name)].Revs(&l.Lens, d, asOf, nil) {
					seen[name]++
					if rev.Date != d || rev.First <= 0 || rev.First > rev.Last || rev.Last > asOf {
						t.Errorf("%s of %s as of %d: %+v", name, d, asOf, rev)
					}
					if name != "profile" && (l.LastUpload(rev.First) != rev.First || l.LastUpload(rev.Last) != rev.Last) {
						t.Errorf("%s of %s: revisions at %d and %d are no uploads", name, d, rev.First, rev.Last)
					}
					for _, found := range instants.FindAllStringSubmatch(entry(l, name, rev), -1) {
						at, err := time.Parse(time.RFC3339, found[1])
						if err != nil || at.Unix() > rev.First {
							t.Errorf("%s of %s, first there at %d: %s (%v)", name, d, rev.First, found[0], err)
						}
						timed++
					}
				}
			}
		}
	})
	if len(seen) != len(view.Summaries) || timed < 500 {
		t.Errorf("seen were %v, with %d times", seen, timed)
	}
}

// TestRecordsChangeOnlyWithRevisions follows records from instant to instant. They never
// disappear, keep their first revision, and change only when their last revision does.
func TestRecordsChangeOnlyWithRevisions(t *testing.T) {
	t.Parallel()
	changed, same := 0, 0
	eachSlug(t, 5, func(t *testing.T, l *look, middle vital.Date) {
		from, to := l.Persona.DayStart(middle-1), l.Persona.DayStart(middle+3)
		r := seed.New(uint64(l.n)).Child("follow").Stream()
		summaries, _ := supplied(l.Profile)
		type known struct {
			rev  view.Rev
			text string
		}
		before := map[string]known{}
		for asOf := from; asOf < to; asOf += int64(1 + r.Int(4*hour)) {
			now := map[string]known{}
			for _, name := range summaries {
				for d := middle - 1; d <= middle+1; d++ {
					for _, rev := range view.Summaries[named(name)].Revs(&l.Lens, d, asOf, nil) {
						now[fmt.Sprint(name, " ", d, " ", rev.Ordinal)] = known{rev, entry(l, name, rev)}
					}
				}
			}
			for key, old := range before {
				k, ok := now[key]
				switch {
				case !ok:
					t.Errorf("%s is gone at %d", key, asOf)
				case k.rev.First != old.rev.First || k.rev.Last < old.rev.Last:
					t.Errorf("%s as of %d: revisions %+v, then %+v", key, asOf, old.rev, k.rev)
				case k.rev.Last == old.rev.Last && k.text != old.text:
					t.Errorf("%s as of %d changed without a revision:\n%s\n%s", key, asOf, old.text, k.text)
				case k.rev.Last > old.rev.Last:
					changed++
				default:
					same++
				}
			}
			before = now
		}
	})
	if changed < 300 || same < 1000 {
		t.Errorf("%d changed, %d stayed the same", changed, same)
	}
}

// TestSamplesComeOnceInAnyPieces checks that reading a timeseries in pieces that are cut
// at any instants, not only at uploads, loses and repeats no sample.
func TestSamplesComeOnceInAnyPieces(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: cuts the days of every provider")
	}
	seen := map[string]int{}
	eachSlug(t, 9, func(t *testing.T, l *look, middle vital.Date) {
		_, series := supplied(l.Profile)
		for _, name := range series {
			seen[name] += l.cut(t, name, middle-1, middle+1)
		}
	})
	for name, h := range habits { // rare events and conditions
		to := date(2026, 4, 30)
		if h.days >= 20 {
			to = date(2026, 4, 1) // over the change of clocks
		}
		for _, p := range provider.All() {
			if view.Supplies(p, named(name)) {
				seen[name] += h.of(t, p).cut(t, name, date(2026, 3, 10), to)
			}
		}
	}
	for id := range view.Timeseries {
		name := id.String()                                                                                          // over trips and nights at work
		for n, persona := range map[int]string{1: "frequent-traveller", 2: "frequent-traveller", 3: "night-shift"} { // to Chicago, and to Sydney
			l := lookAt(t, view.NewCache(), supplying(name)[0].Slug, n, persona, "Europe/London")
			if n < 3 && !l.travels(date(2026, 3, 20), date(2026, 4, 5)) {
				t.Errorf("person %d stays at home", n)
			}
			l.cut(t, name, date(2026, 3, 20), date(2026, 4, 5))
		}
	}
	for id := range view.Timeseries {
		name := id.String()
		if seen[name] == 0 {
			t.Errorf("%d samples of %s", seen[name], name)
		}
	}
}

// travels reports whether the person is in another zone on any of the dates.
func (l *look) travels(from, to vital.Date) bool {
	for d := from; d <= to; d++ {
		if l.Persona.ZoneAt(l.Persona.DayStart(d)+day/2) != l.Persona.Zone {
			return true
		}
	}
	return false
}

// cut reads a timeseries of some dates in pieces and returns the number of samples.
func (l *look) cut(t *testing.T, name string, from, to vital.Date) (n int) {
	t.Helper()
	r := seed.New(uint64(l.n)).Child("cuts", name).Stream()
	s, _ := l.Series(named(name))
	for source := range s.Count() {
		last := int64(-1 << 60)
		for d := from; d <= to; d++ {
			each := func(lo, hi int64) (out []view.Point) {
				s.Each(&l.Lens, source, d, lo, hi, func(p view.Point) { out = append(out, p) })
				return out
			}
			var pieces []view.Point
			lo := int64(0)
			for hi := l.Persona.DayStart(d) - int64(r.Int(day)); lo < l.late(d); hi += int64(1 + r.Int(5*hour)) {
				for _, p := range each(lo, hi) {
					if !l.Profile.FloatingTime && p.Unix+int64(p.Duration) > hi {
						t.Errorf("%s of %s: %+v is there at %d", name, d, p, hi)
					}
					pieces = append(pieces, p)
				}
				lo = hi
			}
			whole := each(0, l.late(d))
			byTime := func(a, b view.Point) int { return cmp.Compare(a.Micros(), b.Micros()) }
			slices.SortStableFunc(pieces, byTime) // a long interval ends after a short one that began later
			if !slices.EqualFunc(pieces, whole, view.Point.Equal) {
				t.Errorf("%s of %s: %d samples in pieces, %d in one", name, d, len(pieces), len(whole))
			}
			for _, p := range whole {
				if p.Micros() <= last {
					t.Errorf("%s of %s: a sample at %d after one at %d", name, d, p.Micros(), last)
				}
				want := vital.Null[int]{}
				if !l.Profile.FloatingTime && l.Profile.Offset == provider.KnownOffset {
					want = vital.Val(l.Persona.OffsetAt(p.Unix))
				}
				if p.Offset != want {
					t.Errorf("%s of %s: offset %v at %d, want %v", name, d, p.Offset, p.Unix, want)
				}
				last = max(last, p.Micros())
				n++
			}
		}
	}
	return n
}
