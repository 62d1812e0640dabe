package body

import "github.com/vitalsim/vitalsim/simulator/internal/seed"

// Closed forms for slow processes. A value at an instant is computed without the values
// before it, and only with additions, multiplications and divisions, which give the
// same results on every machine.

// signed returns the random number in [-1, 1) that a seed determines.
func signed(s seed.Seed) float64 { return float64(s>>11)/(1<<52) - 1 }

// wave returns a smooth random function of x in [-1, 1]. It has random values at
// multiples of the period and interpolates smoothly between them.
func wave(s seed.Seed, x, period int64) float64 {
	block := floorDiv(x, period)
	from, to := signed(s.At(block)), signed(s.At(block+1))
	return from + float64((to-from)*smooth(float64(x-block*period)/float64(period)))
}

// smooth rises from 0 to 1 as x does. Its slope is 0 at both ends and at most 1.5.
func smooth(x float64) float64 {
	x = clamp(x, 0, 1)
	return x * x * (3 - float64(2*x))
}

// sine returns the sine of an angle in turns, accurate to 0.002. It is a parabola with a
// correction.
func sine(turns float64) float64 {
	x := turns - float64(floor(turns))
	y := 16 * x * (0.5 - x)
	if x >= 0.5 {
		y = -16 * (x - 0.5) * (1 - x)
	}
	return y * (0.775 + float64(0.225*max(y, -y)))
}

// bend limits x to (lo, hi). It compresses values beyond a bound into the last soft
// units before it, so that they do not all become equal to the bound.
func bend(x, lo, hi, soft float64) float64 {
	if over := x - (hi - soft); over > 0 {
		return hi - soft + soft*over/(over+soft)
	}
	if under := lo + soft - x; under > 0 {
		return lo + soft - soft*under/(under+soft)
	}
	return x
}
