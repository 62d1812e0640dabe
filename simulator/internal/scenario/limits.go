package scenario

import (
	"math"
	"strconv"
)

// Limits is the range of an expected count.
type Limits struct {
	AtLeast int
	AtMost  int // Unbounded if there is no upper limit
}

// Unbounded is the AtMost of Limits without an upper limit.
const Unbounded = math.MaxInt

func (l Limits) met(n int) bool { return l.AtLeast <= n && n <= l.AtMost }

// String formats the limits: at least 1, exactly 3, no.
func (l Limits) String() string {
	switch {
	case l.AtMost == 0:
		return "no"
	case l.AtLeast == l.AtMost:
		return "exactly " + strconv.Itoa(l.AtLeast)
	case l.AtMost != Unbounded && l.AtLeast == 0:
		return "at most " + strconv.Itoa(l.AtMost)
	case l.AtMost != Unbounded:
		return strconv.Itoa(l.AtLeast) + " to " + strconv.Itoa(l.AtMost)
	}
	return "at least " + strconv.Itoa(l.AtLeast)
}

// limits reads the expected count. The default is at least 1.
func (r *reader) limits() Limits {
	atLeast, hasLeast := r.Integer("at_least", 0, math.MaxInt)
	atMost, hasMost := r.Integer("at_most", 0, math.MaxInt)
	exactly, hasExactly := r.Integer("exactly", 0, math.MaxInt)
	switch {
	case hasExactly && (r.Has("at_least") || r.Has("at_most")):
		r.Errorf("exactly", "excludes at_least and at_most; keep one or the other")
	case hasExactly:
		return Limits{exactly, exactly}
	case hasLeast && hasMost && atLeast > atMost:
		r.Errorf("at_most", "%d is less than at_least, %d", atMost, atLeast)
	case hasLeast && hasMost:
		return Limits{atLeast, atMost}
	case hasMost:
		return Limits{0, atMost}
	case hasLeast:
		if atLeast == 0 {
			r.p.warnf(r.At("at_least"), "at_least: 0 is always met; write exactly: 0 to expect none")
		}
		return Limits{atLeast, Unbounded}
	}
	return Limits{1, Unbounded}
}
