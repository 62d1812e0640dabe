package body

import "github.com/vitalsim/vitalsim/simulator/internal/seed"

// Closed forms that make slow processes: any moment costs the same, none is
// reached from another, and only additions, multiplications and divisions are
// used, so that they are the same on every machine.

// signed is the random number of a seed in [-1, 1).
func signed(s seed.Seed) float64 { return float64(s>>11)/(1<<52) - 1 }

// wave is a smooth random function of x in [-1, 1]: random values at every
// multiple of the period and a soft passage between them.
func wave(s seed.Seed, x, period int64) float64 {
	block := floorDiv(x, period)
	from, to := signed(s.At(block)), signed(s.At(block+1))
	return from + float64((to-from)*smooth(float64(x-block*period)/float64(period)))
}

// smooth passes from 0 to 1 while x does, level at both ends; its steepest
// slope is 1.5.
func smooth(x float64) float64 {
	x = clamp(x, 0, 1)
	return x * x * (3 - float64(2*x))
}

// sine of so many turns, within 0.002: a parabola and a correction.
func sine(turns float64) float64 {
	x := turns - float64(floor(turns))
	y := 16 * x * (0.5 - x)
	if x >= 0.5 {
		y = -16 * (x - 0.5) * (1 - x)
	}
	return y * (0.775 + float64(0.225*max(y, -y)))
}

// bend presses x into (lo, hi): the last stretch before a bound takes up what
// would lie beyond, so that no bound collects a heap of equal values.
func bend(x, lo, hi, soft float64) float64 {
	if over := x - (hi - soft); over > 0 {
		return hi - soft + soft*over/(over+soft)
	}
	if under := lo + soft - x; under > 0 {
		return lo + soft - soft*under/(under+soft)
	}
	return x
}
