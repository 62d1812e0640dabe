package view_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// answer has everything that a provider reports of a day.
func answer(l *look, d vital.Date) string {
	var b []byte
	summaries, series := supplied(l.Profile)
	for _, name := range summaries {
		for _, r := range view.Summaries[named(name)].Revs(&l.Lens, d, l.late(d), nil) {
			b = append(b, entry(l, name, r)...)
		}
	}
	for _, name := range series {
		resource, _ := vital.ResourceNamed(name)
		encoder := wire.NewSampleEncoder(&resource)
		series, _ := l.Series(named(name))
		for source := range series.Count() {
			series.Each(&l.Lens, source, d, 0, l.late(d), func(p view.Point) {
				b = p.AppendTo(b, &encoder)
			})
		}
	}
	return string(b)
}

// TestOrderOfCallsChangesNoValue reads days forwards through one cache and backwards
// through another, with other people and providers in between.
func TestOrderOfCallsChangesNoValue(t *testing.T) {
	t.Parallel()
	const days = 12
	first := date(2026, 3, 24)
	shared := view.NewCache()
	slugs := simulated()
	for i, slug := range slugs {
		l := lookAt(t, view.NewCache(), slug, 1, "", "Europe/London")
		var want []string
		for d := first; d < first+days; d++ {
			want = append(want, answer(l, d))
		}
		again := lookAt(t, shared, slug, 1, "", "Europe/London")
		other := lookAt(t, shared, slugs[(i+1)%len(slugs)], 2, "", "Asia/Kolkata")
		for j := days - 1; j >= 0; j-- {
			d := first + vital.Date(j)
			answer(other, d)
			if got := answer(again, d); got != want[j] {
				t.Errorf("%s of %s: asked backwards\n%.300s\nforwards\n%.300s", slug, d, got, want[j])
			}
		}
	}
}

// TestLastAndNextUploadAgree checks that LastUpload and NextUpload agree, with additional
// uploads and without.
func TestLastAndNextUploadAgree(t *testing.T) {
	t.Parallel()
	for i, slug := range simulated() {
		for n := range 6 {
			zone, middle := hardDates[(n+i)%6].zone, hardDates[(n+i)%6].dates[0]
			plain := lookAt(t, view.NewCache(), slug, n, "", zone)
			from, to := plain.Persona.DayStart(middle-4), plain.Persona.DayStart(middle+5)
			forced := forcedAround(n, from, to)
			l := lookAt(t, view.NewCache(), slug, n, "", zone, forced...)
			want := slices.Concat(plain.uploads(from, to), forced)
			slices.Sort(want)
			want = slices.Compact(want)
			if got := l.uploads(from, to); !slices.Equal(got, want) {
				t.Fatalf("%s, person %d: uploads %v, want the device's and the forced %v", slug, n, got, want)
			}
			for j, at := range want {
				if l.LastUpload(at) != at || j > 0 && l.LastUpload(at-1) != want[j-1] {
					t.Errorf("%s, person %d: the last upload at %d is %d, before it %d", slug, n, at, l.LastUpload(at), l.LastUpload(at-1))
				}
			}
			if got := l.LastUpload(0); got != 0 {
				t.Errorf("%s, person %d: the last upload before anything is %d", slug, n, got)
			}
		}
	}
}

// TestUploadsLieWithinLookBack checks that no data of any provider waits longer than three
// days for its upload.
func TestUploadsLieWithinLookBack(t *testing.T) {
	t.Parallel()
	slowest := int64(0)
	for i, slug := range simulated() {
		for n := range 40 {
			l := lookAt(t, view.NewCache(), slug, n, "", hardDates[i%6].zone)
			first := date(2026, 1, 1) + vital.Date(n)
			at := l.NextUpload(l.Persona.DayStart(first))
			for to := l.Persona.DayStart(first + 40); at < to; {
				next := l.NextUpload(at + 1)
				slowest = max(slowest, next-at)
				at = next
			}
		}
	}
	if slowest > 3*day || slowest < 2*day {
		t.Errorf("the slowest sample waits %.2f days, want two to three", float64(slowest)/day)
	}
}
