package control

import (
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

func (c *call) clock() team.Clock { return team.Clock{Now: c.team.Now(), Speed: c.team.Speed()} }

func showClock(c *call, _ nothing) (team.Clock, error) { return c.clock(), nil }

// An advance says by how much a clock is to move.
type advance struct {
	By string `json:"by" jsonschema:"a duration such as 90s, 6h or 1d12h"`
}

// moveClock returns when all that fell due was attempted.
func moveClock(c *call, in advance) (team.Clock, error) {
	d, err := c.Duration(in.By)
	if err != nil {
		return team.Clock{}, refuse("by: %v", err)
	}
	if err := c.team.Advance(c.ctx(), d); err != nil {
		return team.Clock{}, err
	}
	return c.clock(), nil
}

type speed struct {
	Speed *float64 `json:"speed" jsonschema:"simulated seconds in a second; 0 lets time stand still"`
}

func setSpeed(c *call, in speed) (team.Clock, error) {
	if in.Speed == nil {
		return team.Clock{}, refuse("speed: missing; 0 stops the clock, 1 is real time")
	}
	if err := c.team.SetSpeed(*in.Speed); err != nil {
		return team.Clock{}, refuse("%v", err)
	}
	return c.clock(), nil
}

type reset struct {
	All bool `json:"all" jsonschema:"every team starts over"`
}

// A Reset says that it was done.
type Reset struct {
	Reset bool `json:"reset"`
}

// startOver is about one team, or about all.
func startOver(c *call, in reset) (Reset, error) {
	if in.All {
		c.ResetAll()
	} else if err := c.Reset(c.r.Header.Get("X-Vital-Api-Key")); err != nil {
		return Reset{}, &problem{http.StatusUnauthorized, err.Error(), nil, nil}
	}
	return Reset{true}, nil
}
