package simulator

import (
	"context"
	"time"
)

// Reset lets the team start over: no users, no messages, an empty inbox, and
// the clock at its start.
func (s *Simulator) Reset() error { return s.teams.Reset(s.config.APIKey) }

// Now returns the team's simulated time.
func (s *Simulator) Now() time.Time {
	t := s.teams.Last()
	if t == nil {
		return time.Time{}
	}
	return t.Now()
}

// Due returns when the next event or retry of the team is due; ok is false if
// nothing is. A poll that finds nothing new sends no event.
func (s *Simulator) Due() (at time.Time, ok bool) {
	if t := s.teams.Last(); t != nil {
		return t.Due()
	}
	return time.Time{}, false
}

// Speed returns how many simulated seconds pass for the team in a second of wall
// time; 0 if time stands still.
func (s *Simulator) Speed() float64 {
	if t := s.teams.Last(); t != nil {
		return t.Speed()
	}
	return 0
}

// Advance moves the team's clock and returns when everything that fell due has
// been attempted, including the events of API requests that came before. A
// second Advance at the same time fails with clock.ErrBusy.
func (s *Simulator) Advance(ctx context.Context, d time.Duration) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	return t.Advance(ctx, d)
}

// Linger waits until no API request has come for d of wall time, for receivers
// that answer a webhook first and fetch its data later.
func (s *Simulator) Linger(ctx context.Context, d time.Duration) error {
	wall := s.config.Wall
	since := wall.Now()
	for {
		quiet := since
		if last := time.Unix(0, s.lastCall.Load()); last.After(quiet) {
			quiet = last
		}
		left := quiet.Add(d).Sub(wall.Now())
		if left <= 0 {
			return nil
		}
		if err := wall.Sleep(ctx, left); err != nil {
			return err
		}
	}
}
