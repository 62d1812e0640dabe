package body_test

import (
	"flag"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Options for comparisons that include unexported fields. There is one *time.Location per
// zone, so pointers can be compared.
var (
	everything  = cmp.Exporter(func(reflect.Type) bool { return true })
	samePersona = cmp.Options{everything, cmp.Comparer(func(a, b *time.Location) bool { return a == b })}
	sameDay     = everything
)

// differ returns cmp.Diff of two values. As cmp.Diff is slow, it compares them by
// reflect.DeepEqual first.
func differ(want, got any, opts ...cmp.Option) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got, opts...)
}

func draw(tb testing.TB, n int, archetype, zone string) *body.Persona {
	tb.Helper()
	a, err := body.Named(archetype)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := a.Draw(seed.New(uint64(n)), zone)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// wall returns the local time of the persona at an instant, in minutes after midnight.
func wall(p *body.Persona, unix int64) int {
	return int(((unix+int64(p.OffsetAt(unix)))%86400+86400)%86400) / 60
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
	{"Australia/Lord_Howe", []vital.Date{date(2026, 4, 5), date(2026, 10, 4), date(1999, 1, 1)}},
	{"Asia/Kolkata", []vital.Date{date(2026, 3, 29), date(2026, 7, 1)}},
	{"Africa/Cairo", []vital.Date{date(2025, 4, 25), date(2025, 10, 31), date(2026, 4, 24)}},
	{"Asia/Beirut", []vital.Date{date(2025, 3, 30), date(2025, 10, 26)}},
	{"America/Asuncion", []vital.Date{date(2022, 10, 2), date(2023, 3, 26)}},
	{"Europe/Helsinki", []vital.Date{date(2026, 3, 29), date(2026, 10, 25)}},
	{"America/St_Johns", []vital.Date{date(2005, 4, 3), date(2005, 10, 30)}}, // changes at 00:01
	{"Pacific/Apia", []vital.Date{date(2011, 12, 30)}},                       // a date that the zone skipped
	{"Africa/Monrovia", []vital.Date{date(1972, 1, 7)}},                      // an offset with seconds until then
	{"Europe/Paris", []vital.Date{date(1911, 3, 11)}},                        // a night 9 min 21 s longer than its clock
	{"UTC", []vital.Date{date(1969, 12, 31), date(2100, 2, 28)}},
}

// thorough selects all hard days instead of a fixed fifth of them.
var thorough = flag.Bool("thorough", false, "test every persona on every hard day, not only a fifth of them")

// eachHard calls f with personas of all archetypes in all hard zones, every one on
// the days around one hard date of its zone, and with travellers on the days
// around their flights.
func eachHard(t *testing.T, f func(t *testing.T, p *body.Persona, d vital.Date)) {
	t.Helper()
	archetypes := append([]string{""}, body.Archetypes()...)
	step := 5
	if *thorough {
		step = 1
	}
	for n := 0; n < len(hardDates)*len(archetypes); n += step {
		hard := hardDates[n%len(hardDates)]
		p := draw(t, n, archetypes[n/len(hardDates)%len(archetypes)], hard.zone)
		middle := hard.dates[n/len(hardDates)%len(hard.dates)]
		for d := middle - 2; d <= middle+2; d++ {
			f(t, p, d)
		}
		if t.Failed() {
			t.Fatalf("persona %d in %s around %s", n, p.Zone, middle)
		}
	}
	for n := 0; n < 24; n += step {
		p, turns := traveller(t, n)
		for _, turn := range turns {
			for d := turn - 2; d <= turn+2; d++ {
				f(t, p, d)
			}
		}
		if t.Failed() {
			t.Fatalf("traveller %d from %s around one of %s", n, p.Zone, turns)
		}
	}
}

// traveller returns a persona who travels as often as possible, lives in one of the hard
// zones and moves from it, and some dates that end in another zone than the date before.
func traveller(tb testing.TB, n int) (p *body.Persona, turns []vital.Date) {
	tb.Helper()
	const travels = `trips_per_year: 12
phases:
  - {from: 2026-02-01, time_zone: Europe/Athens}
  - {from: 2026-02-02, time_zone: Atlantic/Azores}
  - {from: 2026-07-01, time_zone: Asia/Almaty}
  - {from: 2026-07-02, time_zone: Pacific/Kiritimati}
  - {from: 2026-07-03, time_zone: Asia/Karachi}
  - {from: 2026-10-25, time_zone: Africa/Cairo}
`
	homes := []string{"Europe/London", "Asia/Kolkata", "Africa/Cairo", "Asia/Beirut", "Europe/Helsinki", "UTC", "Africa/Johannesburg", "America/Sao_Paulo"}
	p = drawFrom(tb, parse(tb, mine+travels), n, homes[n%len(homes)])
	for d := date(2026, 1, 1); len(turns) < 6; d++ {
		if p.ZoneOn(d) != p.ZoneOn(d-1) {
			turns = append(turns, d)
		}
	}
	return p, append(turns, date(2026, 7, 2), date(2026, 10, 25), date(2026, 3, 29))
}

// ordinary calls f with personas of the general population on 28 days each.
func ordinary(t *testing.T, personas int, f func(p *body.Persona, d *body.Day)) {
	t.Helper()
	for n := range personas {
		p := draw(t, n, "", "")
		for d := date(2026, 5, 4); d < date(2026, 6, 1); d++ {
			f(p, p.Day(d))
		}
	}
}

func sum[T uint8 | uint16](values []T) int {
	n := 0
	for _, v := range values {
		n += int(v)
	}
	return n
}

// mean collects an average.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(x float64)  { m.sum += x; m.n++ }
func (m *mean) value() float64 { return m.sum / float64(max(m.n, 1)) }
