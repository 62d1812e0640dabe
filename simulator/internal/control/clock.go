package control

import (
	"errors"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

func showClock(c *call, _ nothing) (team.Clock, error) { return c.team.Clock(), nil }

// An advance is a request to move the clock.
type advance struct {
	By string `json:"by" jsonschema:"a duration such as 90s, 6h or 1d12h"`
}

// moveClock moves the clock and returns when everything that fell due was attempted.
func moveClock(c *call, in advance) (team.Clock, error) {
	if in.By == "" {
		return team.Clock{}, refuse("by: missing; want a duration such as 90s, 6h or 1d12h")
	}
	d, err := clock.ParseDuration(in.By)
	if err != nil {
		return team.Clock{}, refuse("by %v", err)
	}
	switch err := c.team.Advance(c.ctx(), time.Duration(d)); {
	case errors.Is(err, clock.ErrLast):
		return team.Clock{}, refuse("by: %v", err)
	case err != nil:
		return team.Clock{}, err
	}
	return c.team.Clock(), nil
}

type speed struct {
	Speed *float64 `json:"speed" jsonschema:"simulated seconds per second; 0 stops the clock"`
}

func setSpeed(c *call, in speed) (team.Clock, error) {
	if in.Speed == nil {
		return team.Clock{}, refuse("speed: missing; 0 stops the clock, 1 is real time")
	}
	if err := c.team.SetSpeed(*in.Speed); err != nil {
		return team.Clock{}, refuse("%v", err)
	}
	return c.team.Clock(), nil
}

type reset struct {
	All bool `json:"all" jsonschema:"reset every team"`
}

// A Reset confirms a reset.
type Reset struct {
	Reset bool `json:"reset"`
}

// startOver resets one team, or all.
func startOver(c *call, in reset) (Reset, error) {
	if in.All {
		c.Teams.ResetAll()
	} else if err := c.Teams.Reset(c.r.Header.Get("X-Vital-Api-Key")); err != nil {
		return Reset{}, &problem{http.StatusUnauthorized, err.Error(), nil, nil}
	}
	return Reset{true}, nil
}
