package seed_test

import (
	"math"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// TestDrawsAreStable pins every kind of draw at one node. The goldens of whole days
// depend on them.
func TestDrawsAreStable(t *testing.T) {
	t.Parallel()
	r := seed.New(42).Child("golden").Stream()
	got := []float64{r.Float(), r.Between(10, 20), float64(r.Int(1000)), r.Bell(100, 15), r.Bell(0, 1)}
	want := []float64{0.3928595047867164, 11.5599200091561, 470, 77.12433103073815, 0.04033619417549694}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("draw %d is %v, want %v", i, got[i], want[i])
		}
	}
	if a, b := r.Chance(0), r.Chance(1); a || !b {
		t.Errorf("a chance of 0 is %v, of 1 %v", a, b)
	}
}

// TestCopiedStreamIsIndependent checks that a copy of a Stream has its own position.
func TestCopiedStreamIsIndependent(t *testing.T) {
	t.Parallel()
	a := seed.New(1).Stream()
	a.Uint64()
	b := a
	if x, y := a.Uint64(), b.Uint64(); x != y {
		t.Errorf("a copy draws %d, the original %d", y, x)
	}
	fresh := seed.New(1).Stream()
	again := seed.New(1).Stream()
	for range 100 {
		if x, y := fresh.Uint64(), again.Uint64(); x != y {
			t.Fatal("a stream is not repeatable")
		}
	}
}

// TestBell checks the mean and the deviation of Bell, the share of values within one
// deviation, and the bound of three deviations.
func TestBell(t *testing.T) {
	t.Parallel()
	const n, mean, sd = 200_000, -7.0, 2.5
	r := seed.New(11).Stream()
	var sum, squares float64
	within, above := 0, 0
	for range n {
		x := r.Bell(mean, sd)
		if math.Abs(x-mean) > 3*sd {
			t.Fatalf("%v is more than three deviations away", x)
		}
		sum, squares = sum+x, squares+(x-mean)*(x-mean)
		if math.Abs(x-mean) < sd {
			within++
		}
		if x > mean {
			above++
		}
	}
	if m := sum / n; math.Abs(m-mean) > 0.03 {
		t.Errorf("mean %v, want %v", m, mean)
	}
	if s := math.Sqrt(squares / n); math.Abs(s-sd) > 0.03 {
		t.Errorf("deviation %v, want %v", s, sd)
	}
	if share := float64(within) / n; share < 0.65 || share > 0.69 {
		t.Errorf("%.3f lie within one deviation", share)
	}
	if share := float64(above) / n; math.Abs(share-0.5) > 0.005 {
		t.Errorf("%.3f lie above the mean", share)
	}
	if x := r.Bell(5, 0); x != 5 {
		t.Errorf("without deviation it draws %v", x)
	}
}

// TestUniform checks that draws are uniform and include the ends of their range as
// documented.
func TestUniform(t *testing.T) {
	t.Parallel()
	const n, cells = 160_000, 16
	for name, draw := range map[string]func(*seed.Stream) float64{
		"Float":         (*seed.Stream).Float,
		"Between":       func(r *seed.Stream) float64 { return (r.Between(-3, 5) + 3) / 8 },
		"Int":           func(r *seed.Stream) float64 { return float64(r.Int(1<<20)) / (1 << 20) },
		"Uint64":        func(r *seed.Stream) float64 { return float64(r.Uint64()>>32) / (1 << 32) },
		"low bits":      func(r *seed.Stream) float64 { return float64(r.Uint64()&0xffff) / (1 << 16) },
		"first of each": nil,
	} {
		r := seed.New(3).Child(name).Stream()
		counts := [cells]int{}
		for i := range int64(n) {
			if draw == nil {
				s := seed.New(3).Child(name).At(i).Stream()
				counts[int(s.Float()*cells)]++
				continue
			}
			x := draw(&r)
			if x < 0 || x >= 1 {
				t.Fatalf("%s: %v is out of range", name, x)
			}
			counts[int(x*cells)]++
		}
		chi := 0.0
		for _, c := range counts {
			d := float64(c) - n/cells
			chi += d * d / (n / cells)
		}
		if chi > 37.7 { // one in a thousand at 15 degrees of freedom
			t.Errorf("%s: chi squared %.1f of %v", name, chi, counts)
		}
	}
	r := seed.New(4).Stream()
	yes := 0
	for range n {
		if r.Chance(0.3) {
			yes++
		}
		if x := r.Int(1); x != 0 {
			t.Fatalf("Int(1) is %d", x)
		}
	}
	if share := float64(yes) / n; math.Abs(share-0.3) > 0.005 {
		t.Errorf("a chance of 0.3 came %.3f of the time", share)
	}
}

// TestStreamOfPathDoesNotAllocate covers all kinds of paths. It is not parallel because it
// counts the allocations of the whole process.
func TestStreamOfPathDoesNotAllocate(t *testing.T) {
	root := seed.New(1)
	var sink uint64
	if n := testing.AllocsPerRun(200, func() {
		for day := range int64(10) {
			r := root.Child("user", "ada").At(day).Child("heart").Stream()
			sink += r.Uint64() + uint64(r.Bell(1, 1)) + uint64(r.Int(5))
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	_ = sink
}
