// Package seed is a tree of seeds. Every random value hangs on a path of names
// (user, provider, resource, day …), so adding a field, a resource or a user
// changes no other value, and the order in which values are asked for is
// irrelevant. It is the only package that makes random generators.
package seed

import "math/bits"

// A Seed is one node of the tree. Equal paths from equal roots are equal seeds.
type Seed uint64

const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

// New is the root of the tree that the user's number selects.
func New(n uint64) Seed { return Seed(mix(n ^ fnvOffset)) }

// Child is the seed at the names below s. Each name ends in a mark of its own,
// so ("ab", "c") and ("a", "bc") are different children.
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

// At is the seed at a number below s: a day, an ordinal. It allocates nothing.
func (s Seed) At(n int64) Seed {
	return Seed(mix(bits.RotateLeft64(uint64(s), 23) + mix(uint64(n)+0x9e3779b97f4a7c15)))
}

// mix is the finalizer of splitmix64: every input bit reaches every output bit.
func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}
