package seed_test

import (
	"fmt"
	"math/bits"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// TestOrderOfDescentChangesNoValue descends the same paths in two orders.
func TestOrderOfDescentChangesNoValue(t *testing.T) {
	t.Parallel()
	users, purposes := []string{"ada", "ben", "cy", ""}, []string{"sleep", "steps", "zone"}
	draw := func(reverse bool) map[string]uint64 {
		root := seed.New(99)
		us, ps := slices.Clone(users), slices.Clone(purposes)
		if reverse {
			slices.Reverse(us)
			slices.Reverse(ps)
			us = append(us, "someone new") // a sibling that was not there before
		}
		out := map[string]uint64{}
		for _, u := range us {
			for _, p := range ps {
				for day := range int64(5) {
					r := root.Child("user", u).Child(p).At(day).Stream()
					out[fmt.Sprint(u, "/", p, "/", day)] = r.Uint64()
				}
			}
		}
		return out
	}
	forwards, backwards := draw(false), draw(true)
	for path, want := range forwards {
		if got := backwards[path]; got != want {
			t.Errorf("%s is %d, and %d when asked in another order", path, want, got)
		}
	}
}

// TestNameBoundariesMatter checks that the same letters split into other names give
// another node.
func TestNameBoundariesMatter(t *testing.T) {
	t.Parallel()
	root := seed.New(0)
	seen := map[seed.Seed]string{}
	add := func(name string, s seed.Seed) {
		t.Helper()
		if other, taken := seen[s]; taken {
			t.Errorf("%s and %s are the same seed", name, other)
		}
		seen[s] = name
	}
	for _, names := range [][]string{
		{"ab", "c"}, {"a", "bc"}, {"abc"}, {"a", "b", "c"}, {"", "abc"}, {"abc", ""}, {"ab", "", "c"}, {"c", "ab"}, {"cba"},
		{"a\x00", "bc"}, {"a", "\x00bc"}, {"a\x00bc"}, {"\x00"}, {"\x00\x00"}, {"\x00", "\x00"}, {"\xff"}, {"ABC"}, {"abc "},
	} {
		add(fmt.Sprintf("%q", names), root.Child(names...))
	}
	for n := range int64(50_000) {
		add(fmt.Sprint("at ", n), root.At(n))
		add(fmt.Sprint("at ", -n-1), root.At(-n-1))
		add(fmt.Sprintf("child %d", n), root.Child(fmt.Sprint(n)))
		add(fmt.Sprintf("root %d", n), seed.New(uint64(n)+1))
	}
}

// TestNeighbouringNodesAreUnrelated checks that a change of one bit, character or day
// changes about half of the bits of a draw.
func TestNeighbouringNodesAreUnrelated(t *testing.T) {
	t.Parallel()
	draw := func(s seed.Seed) uint64 {
		r := s.Stream()
		return r.Uint64()
	}
	const n = 4000
	for name, pair := range map[string]func(i int) (a, b seed.Seed){
		"roots": func(i int) (a, b seed.Seed) { return seed.New(uint64(i)), seed.New(uint64(i) ^ 1) },
		"days":  func(i int) (a, b seed.Seed) { return seed.New(5).At(int64(i)), seed.New(5).At(int64(i + 1)) },
		"names": func(i int) (a, b seed.Seed) {
			return seed.New(5).Child(fmt.Sprint("user ", i)), seed.New(5).Child(fmt.Sprint("user ", i+1))
		},
		"depths": func(i int) (a, b seed.Seed) { s := seed.New(uint64(i)); return s, s.Child() },
	} {
		sum := 0
		for i := range n {
			a, b := pair(i)
			sum += bits.OnesCount64(draw(a) ^ draw(b))
		}
		if mean := float64(sum) / n; mean < 31.5 || mean > 32.5 {
			t.Errorf("%s: %.2f of 64 bits differ", name, mean)
		}
	}
}
