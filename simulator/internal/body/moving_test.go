package body_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var locations sync.Map // by name

// offsetIn returns the offset of a zone at an instant.
func offsetIn(tb testing.TB, zone string, unix int64) int {
	tb.Helper()
	loc, ok := locations.Load(zone)
	if !ok {
		var err error
		if loc, err = time.LoadLocation(zone); err != nil {
			tb.Fatal(err)
		}
		locations.Store(zone, loc)
	}
	_, offset := time.Unix(unix, 0).In(loc.(*time.Location)).Zone()
	return offset
}

// checkDays compares consecutive dates with the clock.
func checkDays(t *testing.T, p *body.Persona, from, to vital.Date) (turns int) {
	t.Helper()
	for d := from; d < to; d++ {
		start, end := p.DayStart(d), p.DayStart(d+1)
		turned := p.ZoneOn(d) != p.ZoneOn(d-1) || p.ZoneOn(d) != p.ZoneOn(d+1)
		turns += int(share(p.ZoneOn(d) != p.ZoneOn(d-1)))
		if hours := float64(end-start) / 3600; hours < 22 && !turned && start != end || hours > 26 && !turned || hours > 37 || end < start {
			t.Fatalf("%s in %s has %v hours", d, p.ZoneOn(d), hours)
		}
		if start == end {
			continue
		}
		if end-start < 12*3600 {
			t.Errorf("%s in %s has %d seconds", d, p.ZoneOn(d), end-start)
		}
		if got := p.DateAt(start - 1); got >= d || got < d-2 {
			t.Errorf("the second before %s is on %s", d, got)
		}
		if got, want := p.ZoneAt(end-1), p.ZoneOn(d); got != want {
			t.Errorf("%s ends in %s, at its end it is %s", d, want, got)
		}
		sets := 0
		for at := start; at < end; at += 5400 {
			zone := p.ZoneAt(at)
			if offset := p.OffsetAt(at); offset != offsetIn(t, zone, at) || p.DateAt(at) != d || vital.Date((at+int64(offset))/86400) != d {
				t.Fatalf("%s, %d s in: it is %s, offset %d in %s", d, at-start, p.DateAt(at), offset, zone)
			}
			if at > start && p.ZoneAt(at-5400) != zone {
				sets++
			}
		}
		if sets > 1 {
			t.Errorf("%s: the clock is set %d times", d, sets)
		}
	}
	return turns
}

// TestDaysOfTravellersAreContiguous covers years of travellers from homes in all hard
// zones, including a date that a zone skipped.
func TestDaysOfTravellersAreContiguous(t *testing.T) {
	t.Parallel()
	homes := []string{"Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"}
	for n, home := range homes {
		p := drawFrom(t, parse(t, mine+"trips_per_year: 12\n"), n, home)
		if turns := checkDays(t, p, date(2025, 3, 1), date(2026, 12, 1)); turns < 20 {
			t.Errorf("from %s: %d turns", home, turns)
		}
	}
	for n := range 20 {
		p := drawFrom(t, parse(t, mine+"trips_per_year: 12\n"), n, "Pacific/Apia")
		checkDays(t, p, date(2011, 12, 1), date(2012, 1, 30))
	}
	for n := range 12 {
		p, _ := traveller(t, n)
		checkDays(t, p, date(2026, 1, 20), date(2026, 4, 5))
		checkDays(t, p, date(2026, 6, 20), date(2026, 7, 20))
		checkDays(t, p, date(2026, 10, 10), date(2026, 11, 10))
	}
}

func TestTripsAreInOtherZones(t *testing.T) {
	t.Parallel()
	away, trips := 0, 0
	for n := range 20 {
		p := drawFrom(t, parse(t, mine+"trips_per_year: 6\ndestinations: [Asia/Tokyo, America/New_York, Pacific/Kiritimati]\n"), n, "Europe/London")
		for d := date(2025, 1, 1); d < date(2026, 1, 1); d++ {
			trip, ok := p.Trip(d)
			if !ok {
				if p.ZoneOn(d) != "Europe/London" {
					t.Fatalf("%s: at home in %s", d, p.ZoneOn(d))
				}
				continue
			}
			away++
			trips += int(share(d == trip.First))
			if length := trip.Last - trip.First + 1; d < trip.First || d > trip.Last || length < 3 || length > 9 || p.ZoneOn(d) != trip.Zone || trip.Zone == "Pacific/Kiritimati" {
				t.Fatalf("%s: on %+v in %s", d, trip, p.ZoneOn(d))
			}
		}
	}
	if trips < 80 || trips > 160 || away < 4*trips {
		t.Errorf("20 people were on %d trips in a year, %d days, want about 120", trips, away)
	}
}

func TestPhaseMovesToOtherZone(t *testing.T) {
	t.Parallel()
	text := mine + "time_zone: Europe/London\nphases:\n  - {from: 2026-03-02, time_zone: Asia/Kolkata}\n  - {from: 2026-06-01, fitness: 0.6}\n"
	p, plain := drawFrom(t, parse(t, text), 1, ""), drawFrom(t, parse(t, mine), 1, "Europe/London")
	for d, want := range map[vital.Date]string{
		date(2026, 3, 1): "Europe/London", date(2026, 3, 2): "Asia/Kolkata", date(2026, 7, 1): "Asia/Kolkata", date(1980, 1, 1): "Europe/London",
	} {
		if got := p.ZoneOn(d); got != want {
			t.Errorf("%s ends in %s, want %s", d, got, want)
		}
	}
	if got := time.Unix(p.DayStart(date(2026, 3, 2)), 0).UTC().Format(time.RFC3339); got != "2026-03-01T21:15:00Z" { // half of 5:30 before midnight, local time
		t.Errorf("the date of the move begins at %s", got)
	}
	for d := date(2026, 2, 1); d < date(2026, 2, 27); d++ { // an alarm rings on the last day
		checkSame(t, d, all(plain, d), all(p, d))
	}
	if other := drawFrom(t, parse(t, text), 1, "Europe/Lisbon"); other.Zone != "Europe/Lisbon" || other.ZoneOn(date(2026, 3, 2)) != "Asia/Kolkata" {
		t.Errorf("the zone that is asked for is not the first: %s", other.Zone)
	}
	stays := drawFrom(t, parse(t, mine+"time_zone: Europe/London\nphases: [{from: 2026-03-02, fitness: 0.6}]\n"), 1, "Asia/Tokyo")
	if got := stays.ZoneOn(date(2026, 7, 1)); got != "Asia/Tokyo" {
		t.Errorf("a phase without a zone moves to %s", got)
	}
	for n := range 40 { // drawn homes are near enough
		p, err := parse(t, mine+"phases: [{from: 2026-03-02, time_zone: Asia/Tokyo}]\n").Draw(seed.New(uint64(n)), "")
		if err != nil || strings.HasPrefix(p.Zone, "America/") {
			t.Errorf("persona %d lives in %s: %v", n, p.Zone, err)
		}
	}
	_, err := parse(t, mine+"phases: [{from: 2026-03-02, time_zone: Pacific/Auckland}]\n").Draw(seed.New(1), "Europe/London")
	if want := "phase from 2026-03-02: Pacific/Auckland is 13 hours from Europe/London, want less than 11.5; put a phase"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestSleepAdaptsToNewZone(t *testing.T) {
	t.Parallel()
	var first, later mean // bed time against home's, minutes by the local clock
	for n := range 60 {
		p := drawFrom(t, parse(t, mine+"phases: [{from: 2026-03-02, time_zone: Asia/Dubai}]\n"), n, "Europe/London")
		clock := func(d vital.Date) float64 {
			start := p.Nights(d)[0].Start
			return float64((start+int64(p.OffsetAt(start))+43200)%86400) / 60
		}
		usual := (clock(date(2026, 2, 20)) + clock(date(2026, 2, 13))) / 2
		first.add(clock(date(2026, 3, 4)) - usual)
		later.add(clock(date(2026, 3, 20)) - usual)
	}
	if first.value() < 15 || later.value() > 15 || later.value() < -15 {
		t.Errorf("to bed %.0f minutes later in the first nights, %.0f after weeks", first.value(), later.value())
	}
}
