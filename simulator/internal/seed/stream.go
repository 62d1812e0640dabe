package seed

import "math/rand/v2"

// A Stream draws values at one node of the tree. It lives on the stack: the
// zero cost of making one is what allows a stream per user, day and purpose.
// Draws use additions and multiplications only, never a transcendental
// function, so they are the same on every machine.
type Stream struct{ pcg rand.PCG }

// Stream starts the stream of s at its first draw.
func (s Seed) Stream() Stream {
	return Stream{*rand.NewPCG(uint64(s), 0x76697461)}
}

// Uint64 is 64 random bits.
func (r *Stream) Uint64() uint64 { return r.pcg.Uint64() }

// Float is uniform in [0, 1).
func (r *Stream) Float() float64 { return float64(r.pcg.Uint64()>>11) / (1 << 53) }

// Between is uniform in [lo, hi).
func (r *Stream) Between(lo, hi float64) float64 { return lo + float64((hi-lo)*r.Float()) }

// Int is uniform in [0, n). n must be positive.
func (r *Stream) Int(n int) int { return int(r.Float() * float64(n)) }

// Chance is true with probability p.
func (r *Stream) Chance(p float64) bool { return r.Float() < p }

// Bell is a bell-shaped draw: mean, standard deviation, and never further than
// three deviations away (a sum of three uniform draws), so that the bounds a
// reader is promised hold for every persona.
func (r *Stream) Bell(mean, sd float64) float64 {
	return mean + float64(sd*2*(r.Float()+r.Float()+r.Float()-1.5))
}
