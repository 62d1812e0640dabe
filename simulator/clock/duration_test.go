package clock_test

import (
	"math"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

func TestDuration(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct {
		in     string
		want   time.Duration
		prints string
	}{
		{"0s", 0, "0s"},
		{"90s", 90 * time.Second, "1m30s"},
		{"15m", 15 * time.Minute, "15m"},
		{"6h", 6 * time.Hour, "6h"},
		{"1d", day, "1d"},
		{"2w", 14 * day, "2w"},
		{"14d", 14 * day, "2w"},
		{"15d", 15 * day, "15d"},
		{"90d", 90 * day, "90d"},
		{"1d12h", day + 12*time.Hour, "1d12h"},
		{"1w2d3h4m5s", 9*day + 3*time.Hour + 4*time.Minute + 5*time.Second, "9d3h4m5s"},
		{"36h", 36 * time.Hour, "1d12h"},
	} {
		got, err := clock.ParseDuration(tt.in)
		if err != nil || time.Duration(got) != tt.want || got.String() != tt.prints {
			t.Errorf("%s: got %s, %v, want %s", tt.in, got, err, tt.prints)
		}
		again, err := clock.ParseDuration(got.String())
		if err != nil || again != got {
			t.Errorf("%s: prints %s, which reads as %s (%v)", tt.in, got, again, err)
		}
	}
	for _, in := range []string{"", " ", "1", "d", "1D", "-1d", "+1d", "1.5d", "1d ", "1d 12h", "12h1d", "1d1d", "1µs", "99999999999999999999s", "15251w"} {
		if got, err := clock.ParseDuration(in); err == nil {
			t.Errorf("%q reads as %s", in, got)
		}
	}
}

func TestStringOfUnparsableDurations(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{"-1d1s": -24*time.Hour - time.Second, "1s500ms": 1500 * time.Millisecond} {
		if got := clock.Duration(d).String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	_ = clock.Duration(math.MinInt64).String() // must not hang or panic
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"1d12h", "2w", "90s", "1w2d3h4m5s", "0d", "1.5d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := clock.ParseDuration(s)
		if err != nil {
			return
		}
		if again, err := clock.ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("%q prints %s, which reads as %s (%v)", s, d, again, err)
		}
	})
}
