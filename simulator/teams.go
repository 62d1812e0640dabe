package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// team opens the universe of a key for a request.
func (s *Simulator) team(key string) (api.Team, error) {
	u, err := s.open(key)
	if err != nil {
		return api.Team{}, err
	}
	return api.Team{World: u.world, Now: u.clock.Now, Send: func(changes []world.Change) { u.send(changes) }}, nil
}

// open is the universe of a key that a client has sent. The answer to a refused
// key is Vital's own; why it was refused stands in the hint.
func (s *Simulator) open(key string) (*universe, error) {
	refused := func(why string) (*universe, error) {
		return nil, vital.Unauthorized("invalid token").WithHint("%s", why)
	}
	listed := len(s.config.ListedKeys) == 0 || key == s.config.APIKey || slices.Contains(s.config.ListedKeys, key)
	switch {
	case strings.HasPrefix(key, "pk_"):
		return refused("this is a production key; never give one to a fake. Use a sandbox key, such as sk_us_anything")
	case !isSandboxKey(key):
		return refused("sandbox keys begin with sk_us_ or sk_eu_; any such key opens a team of its own")
	case !listed:
		return refused("only listed keys open teams here, and this one is not listed")
	}
	return s.universe(key)
}

var errClosed = errors.New("open team: the simulator is closed; make a new one")

func (s *Simulator) universe(key string) (*universe, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if u, ok := s.universes[key]; ok {
		return u, nil
	}
	if len(s.universes) >= maxUniverses {
		return nil, vital.TooManyRequests("Too Many Requests").WithHint("%d API keys are in use, which is the limit", maxUniverses)
	}
	config := s.config
	if n := s.resets[key]; n > 0 && config.RunID != "" {
		config.RunID += fmt.Sprintf("-%d", n) // or receivers would take what follows for repeats
	}
	u, err := newUniverse(config, s.faults, key, s.cache, s.url, s)
	if err != nil {
		return nil, err
	}
	s.universes[key] = u
	s.byTeam[u.world.Team().String()] = u
	s.keys[u.world.Team().String()] = key
	return u, nil
}

// reset lets the team of a key start over; "" is the simulator's own.
func (s *Simulator) reset(key string) error {
	if key == "" {
		key = s.config.APIKey
	}
	if _, err := s.open(key); err != nil {
		return err
	}
	s.mu.Lock()
	u := s.universes[key]
	s.forget(key)
	s.mu.Unlock()
	if u != nil {
		u.close()
	}
	return nil
}

// resetAll lets every team start over.
func (s *Simulator) resetAll() {
	s.mu.Lock()
	var closing []*universe
	for key, u := range s.universes {
		closing = append(closing, u)
		s.forget(key)
	}
	s.mu.Unlock()
	for _, u := range closing {
		u.close()
	}
}

// forget drops a universe; s.mu is held.
func (s *Simulator) forget(key string) {
	if u := s.universes[key]; u != nil {
		delete(s.byTeam, u.world.Team().String())
		delete(s.universes, key)
		s.resets[key]++
	}
}

func parseDuration(text string) (time.Duration, error) {
	d, err := clock.ParseDuration(text)
	return time.Duration(d), err
}
