package seed_test

import (
	"math"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

func TestChildDependsOnlyOnNames(t *testing.T) {
	t.Parallel()
	root := seed.New(7)
	before := root.Child("sleep")
	root.Child("activity").Child("steps")
	if root.Child("sleep") != before {
		t.Error("a child depends on what else was asked for")
	}
	seen := map[seed.Seed]string{}
	for name, s := range map[string]seed.Seed{
		"root": root, "other root": seed.New(8), "ab,c": root.Child("ab", "c"), "a,bc": root.Child("a", "bc"), "abc": root.Child("abc"),
		"ab then c": root.Child("ab").Child("c"), "empty": root.Child(""), "none": root.Child(), "two empty": root.Child("", ""),
		"at 0": root.At(0), "at 1": root.At(1), "at -1": root.At(-1), "at 1 at 0": root.At(1).At(0), "at 0 at 1": root.At(0).At(1),
	} {
		if other, taken := seen[s]; taken {
			t.Errorf("%s and %s are the same seed", name, other)
		}
		seen[s] = name
	}
}

// TestValuesAreStable detects a change of the hash, which would change all generated data.
func TestValuesAreStable(t *testing.T) {
	t.Parallel()
	s := seed.New(42).Child("user", "ada").At(20458)
	r := s.Stream()
	got := []uint64{uint64(seed.New(0)), uint64(s), r.Uint64(), r.Uint64()}
	want := []uint64{17665956581633026203, 15080014053165565546, 8495249227725834545, 736533923405330889}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("value %d is %d, want %d", i, got[i], want[i])
		}
	}
}

func TestDrawsStayWithinBounds(t *testing.T) {
	t.Parallel()
	r := seed.New(1).Stream()
	var sum, bell, low, high float64
	counts := make([]int, 10)
	const n = 100_000
	for range n {
		f, b, x := r.Float(), r.Bell(50, 10), r.Between(-3, 5)
		if f < 0 || f >= 1 || b < 20 || b > 80 || x < -3 || x >= 5 {
			t.Fatalf("out of bounds: %v, %v, %v", f, b, x)
		}
		sum, bell = sum+f, bell+b
		low, high = min(low, b-50), max(high, b-50)
		counts[r.Int(10)]++
	}
	if math.Abs(sum/n-0.5) > 0.01 || math.Abs(bell/n-50) > 0.2 || low > -25 || high < 25 {
		t.Errorf("means %v and %v, spread %v to %v", sum/n, bell/n, low, high)
	}
	for i, c := range counts {
		if c < n/10-n/50 || c > n/10+n/50 {
			t.Errorf("%d was drawn %d times of %d", i, c, n)
		}
	}
}

func TestStreamsDoNotAllocate(t *testing.T) {
	var sink float64
	s := seed.New(1)
	if n := testing.AllocsPerRun(100, func() {
		r := s.At(3).Stream()
		sink += r.Float()
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFakerIsRepeatable(t *testing.T) {
	t.Parallel()
	s := seed.New(3).Child("identity")
	first := s.Faker().Name()
	s.Child("other").Faker().Name()
	if again := s.Faker().Name(); again != first || first == "" {
		t.Errorf("%q, then %q", first, again)
	}
	if other := seed.New(4).Child("identity").Faker().Name() + seed.New(5).Child("identity").Faker().Name(); other == first+first {
		t.Error("the seed is ignored")
	}
}
