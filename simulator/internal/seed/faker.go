package seed

import (
	"math/rand/v2"

	"github.com/brianvoe/gofakeit/v6"
)

// Faker returns a generator of names, e-mail addresses and device ids for s. It uses
// gofakeit with a source of its own because gofakeit's constructors reseed a global
// generator or use a random seed when given zero.
func (s Seed) Faker() *gofakeit.Faker {
	return gofakeit.NewCustom(pcgSource{rand.NewPCG(uint64(s), 0x66616b65)})
}

// pcgSource makes a PCG a Source64 of package math/rand.
type pcgSource struct{ *rand.PCG }

func (p pcgSource) Int63() int64 { return int64(p.PCG.Uint64() >> 1) }
func (p pcgSource) Seed(n int64) { p.PCG.Seed(uint64(n), 0x66616b65) }
