// Package seed implements a tree of seeds for reproducible random values. Every value is
// derived from a path of names and numbers (user, provider, resource, day, …) below a
// root seed, so adding a field, a resource or a user changes no other value, and the
// order in which values are computed does not matter. [Seed.Child] and [Seed.At] descend
// the tree, [Seed.Stream] draws values at a node, and [Seed.Faker] draws names and
// addresses. No other package creates random generators.
package seed

import "math/bits"

// A Seed is a node of the tree. Equal paths from equal roots give equal seeds.
type Seed uint64

const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

// New returns the root of the tree with number n.
func New(n uint64) Seed { return Seed(mix(n ^ fnvOffset)) }

// Child returns the seed reached from s by the given names. The hash marks the end of
// each name, so ("ab", "c") and ("a", "bc") are different children.
func (s Seed) Child(names ...string) Seed {
	h := uint64(s) ^ fnvOffset
	for _, name := range names {
		for i := 0; i < len(name); i++ {
			h = (h ^ uint64(name[i])) * fnvPrime
		}
		h = (h ^ uint64(len(name)) ^ 0x1ff) * fnvPrime
		h = mix(h)
	}
	return Seed(mix(h))
}

// At returns the child of s for a number such as a date or an ordinal. It does not
// allocate.
func (s Seed) At(n int64) Seed {
	return Seed(mix(bits.RotateLeft64(uint64(s), 23) + mix(uint64(n)+0x9e3779b97f4a7c15)))
}

// mix applies the finalizer of splitmix64: every input bit affects every output bit.
func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}
