package body_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestDaysAreContiguous(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		day := p.Day(d)
		if day.Start != p.DayStart(d) || day.End != p.DayStart(d+1) {
			t.Errorf("%s: [%d, %d), want [%d, %d)", d, day.Start, day.End, p.DayStart(d), p.DayStart(d+1))
		}
		n := int(day.End-day.Start+59) / 60
		if day.Pushes != nil && len(day.Pushes) != n {
			t.Errorf("%s: %d pushes, want %d", d, len(day.Pushes), n)
		}
		for what, got := range map[string]int{
			"minutes": day.Minutes(), "steps": len(day.Steps), "heart rate": len(day.HeartRate), "floors": len(day.Floors),
			"distance": len(day.Distance), "energy": len(day.ActiveKcal), "METs": len(day.METTenths),
		} {
			if got != n {
				t.Errorf("%s: %d %s, want %d", d, got, what, n)
			}
		}
		if n == 0 {
			return
		}
		if got := p.DateAt(day.Start); got != d {
			t.Errorf("%s starts on %s", d, got)
		}
		if got := p.DateAt(day.Start - 1); got >= d {
			t.Errorf("the second before %s is on %s", d, got)
		}
		if got := p.DateAt(day.End - 1); got != d && p.Zone != "America/St_Johns" {
			t.Errorf("%s ends on %s", d, got)
		}
		zone, err := time.LoadLocation(p.ZoneAt(day.Start))
		if err != nil {
			t.Fatal(err)
		}
		if _, want := time.Unix(day.Start, 0).In(zone).Zone(); p.OffsetAt(day.Start) != want {
			t.Errorf("%s: offset %d, want %d", d, p.OffsetAt(day.Start), want)
		}
	})
}

func TestDayLengths(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		zone    string
		d       vital.Date
		minutes int
	}{
		{"Europe/London", date(2026, 3, 29), 23 * 60},
		{"Europe/London", date(2026, 10, 25), 25 * 60},
		{"Europe/London", date(2026, 10, 26), 24 * 60},
		{"America/New_York", date(2026, 3, 8), 23 * 60},
		{"America/New_York", date(2026, 11, 1), 25 * 60},
		{"Australia/Lord_Howe", date(2026, 4, 5), 24*60 + 30},
		{"Australia/Lord_Howe", date(2026, 10, 4), 23*60 + 30},
		{"Asia/Kolkata", date(2026, 3, 29), 24 * 60},
		{"Africa/Cairo", date(2025, 4, 25), 23 * 60},  // 00:00 became 01:00
		{"Africa/Cairo", date(2025, 10, 30), 25 * 60}, // 24:00 became 23:00
		{"America/Asuncion", date(2022, 10, 2), 23 * 60},
		{"Pacific/Apia", date(2011, 12, 29), 24 * 60},
		{"Pacific/Apia", date(2011, 12, 30), 0},
		{"Pacific/Apia", date(2011, 12, 31), 24 * 60},
	} {
		p := draw(t, 3, "", tc.zone)
		if got := p.Day(tc.d).Minutes(); got != tc.minutes {
			t.Errorf("%s %s has %d minutes, want %d", tc.zone, tc.d, got, tc.minutes)
		}
	}
}

func TestDayStartsAfterSkippedMidnight(t *testing.T) {
	t.Parallel()
	p := draw(t, 1, "", "Africa/Cairo")
	got := time.Unix(p.DayStart(date(2025, 4, 25)), 0).In(p.Location).Format(time.RFC3339)
	if want := "2025-04-25T01:00:00+03:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
