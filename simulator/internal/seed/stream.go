package seed

import "math/rand/v2"

// A Stream draws values at one node of the tree. It is a small value that needs no
// allocation, so there can be a stream per user, day and purpose. Draws use only
// additions and multiplications and no transcendental functions, so they give the same
// values on every machine.
type Stream struct{ pcg rand.PCG }

// Stream returns a new stream for s.
func (s Seed) Stream() Stream {
	return Stream{*rand.NewPCG(uint64(s), 0x76697461)}
}

// Uint64 returns 64 random bits.
func (r *Stream) Uint64() uint64 { return r.pcg.Uint64() }

// Float returns a number from the uniform distribution over [0, 1).
func (r *Stream) Float() float64 { return float64(r.pcg.Uint64()>>11) / (1 << 53) }

// Between returns a number from the uniform distribution over [lo, hi).
func (r *Stream) Between(lo, hi float64) float64 { return lo + float64((hi-lo)*r.Float()) }

// Int returns an integer from the uniform distribution over [0, n). n must be positive.
func (r *Stream) Int(n int) int { return int(r.Float() * float64(n)) }

// Chance returns true with probability p.
func (r *Stream) Chance(p float64) bool { return r.Float() < p }

// Bell returns a number from a bell-shaped distribution with the given mean and standard
// deviation. As a sum of three uniform draws it is never more than three deviations from
// the mean, so documented bounds hold for every persona.
func (r *Stream) Bell(mean, sd float64) float64 {
	return mean + float64(sd*2*(r.Float()+r.Float()+r.Float()-1.5))
}
