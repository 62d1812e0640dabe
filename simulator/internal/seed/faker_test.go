package seed_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

func identity(s seed.Seed) string {
	f := s.Faker()
	return strings.Join([]string{f.Name(), f.Email(), f.Regex("[A-Z0-9]{6}"), f.Username(), f.UUID()}, " | ")
}

// TestFakerValuesAreStable detects a change of the library or of its source.
func TestFakerValuesAreStable(t *testing.T) {
	t.Parallel()
	const want = `Zander Brekke | elveranitzsche@nienow.com | E1300O | Roberts5641 | 718c1264-91b4-4fcc-b6b8-a1844aee3df8`
	if got := identity(seed.New(42).Child("identity")); got != want {
		t.Errorf("drew %q, want %q", got, want)
	}
}

// TestFakerIgnoresGlobalState checks that neither reseeding the library nor concurrent
// draws from its global generator or other nodes change the values of a node.
func TestFakerIgnoresGlobalState(t *testing.T) {
	t.Parallel()
	s := seed.New(3).Child("identity")
	want := identity(s)
	for _, n := range []int64{0, 1, 42} {
		gofakeit.Seed(n)
		gofakeit.Name()
		if got := identity(s); got != want {
			t.Errorf("after gofakeit.Seed(%d) it draws %q, before %q", n, got, want)
		}
	}
	var all sync.WaitGroup
	for i := range int64(20) {
		all.Go(func() {
			identity(s.At(i))
			if got := identity(s); got != want {
				t.Errorf("beside others it draws %q, alone %q", got, want)
			}
		})
	}
	all.Wait()
}

// TestFakersDiffer checks that nodes have different fakers, including at seed zero, and
// that a faker does not affect the stream of its node.
func TestFakersDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]int64{}
	for i := range int64(500) {
		s := seed.Seed(0)
		if i > 0 {
			s = seed.New(0).At(i)
		}
		id := identity(s)
		if other, taken := seen[id]; taken || id != identity(s) {
			t.Errorf("nodes %d and %d are both %q", other, i, id)
		}
		seen[id] = i
	}
	r, undisturbed := seed.New(8).Stream(), seed.New(8).Stream()
	identity(seed.New(8))
	if r.Uint64() != undisturbed.Uint64() {
		t.Error("a faker takes from the stream of its node")
	}
}
