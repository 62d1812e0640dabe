package seed

import (
	"math/rand/v2"

	"github.com/brianvoe/gofakeit/v6"
)

// Faker draws identity (names, e-mails, ids of devices) at one node of the
// tree. gofakeit's own constructors reseed globals or are random at zero, so
// this adapter is the only place that makes one.
func (s Seed) Faker() *gofakeit.Faker {
	return gofakeit.NewCustom(pcgSource{rand.NewPCG(uint64(s), 0x66616b65)})
}

// pcgSource is a PCG in the shape of the old math/rand's Source64.
type pcgSource struct{ *rand.PCG }

func (p pcgSource) Int63() int64 { return int64(p.PCG.Uint64() >> 1) }
func (p pcgSource) Seed(n int64) { p.PCG.Seed(uint64(n), 0x66616b65) }
