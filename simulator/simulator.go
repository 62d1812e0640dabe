package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// maxUniverses bounds how many keys can be in use.
const maxUniverses = 10_000

// A Simulator is a fake of Vital's backend: an http.Handler that serves the
// REST API, and the sender of its webhooks. Every API key has a team of its
// own, with users, clock, messages and inbox that no other key sees.
type Simulator struct {
	config  Config
	cache   *view.Cache
	handler http.Handler

	server   http.Server
	serving  sync.WaitGroup
	lastCall atomic.Int64 // of the API, wall time in nanoseconds

	mu        sync.Mutex
	url       string
	universes map[string]*universe
	byTeam    map[string]*universe
	closed    bool
}

// New is a simulator. It needs no listener: it is a handler. Close it when done.
func New(c Config) (*Simulator, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("configure simulator: %w", err)
	}
	s := &Simulator{config: c, cache: view.NewCache(), universes: map[string]*universe{}, byTeam: map[string]*universe{}, url: inProcess}
	vitalAPI := api.New(api.Config{Team: s.team, PageSize: c.PageSize, Logger: c.Logger})
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest, ok := strings.CutPrefix(r.URL.Path, "/_sim/"); ok {
			s.control(w, r, rest)
			return
		}
		s.lastCall.Store(c.Wall.Now().UnixNano())
		vitalAPI.ServeHTTP(w, r)
		s.lastCall.Store(c.Wall.Now().UnixNano())
	})
	return s, nil
}

// ServeHTTP serves Vital's API.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// control serves the simulator's own routes: so far the inboxes, one per team.
func (s *Simulator) control(w http.ResponseWriter, r *http.Request, path string) {
	team, ok := strings.CutPrefix(path, "inbox/")
	s.mu.Lock()
	u := s.byTeam[team]
	s.mu.Unlock()
	if !ok || u == nil || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	u.inbox.ServeHTTP(w, r)
}

// Listen serves on the address until Close; port 0 picks a free one. URL then
// says where. A taken port is an error at once.
func (s *Simulator) Listen(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.mu.Lock()
	s.url = "http://" + l.Addr().String()
	s.mu.Unlock()
	s.server.Handler = s
	s.server.ReadHeaderTimeout = 10 * time.Second
	s.serving.Go(func() {
		if err := s.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.config.Logger.Error("serve ended", "error", err)
		}
	})
	return nil
}

// URL is the base URL of the API; without Listen it leads nowhere but to this
// process.
func (s *Simulator) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url
}

// APIKey is the key of the team that scenarios play in.
func (s *Simulator) APIKey() string { return s.config.APIKey }

// Secret is the signing secret, in clear.
func (s *Simulator) Secret() string { return s.config.Secret }

// Close stops serving and delivering, and returns when both have ended.
func (s *Simulator) Close() error {
	err := s.server.Close()
	s.serving.Wait()
	s.mu.Lock()
	s.closed = true
	universes := s.universes
	s.universes = map[string]*universe{}
	s.mu.Unlock()
	for _, u := range universes {
		u.dispatcher.Close()
	}
	return err
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

// team opens the universe of a key for a request.
func (s *Simulator) team(key string) (api.Team, error) {
	if !isSandboxKey(key) {
		// Vital's own words; why it was refused stands in the hint.
		refused := vital.Unauthorized("invalid token")
		if strings.HasPrefix(key, "pk_") {
			return api.Team{}, refused.WithHint("this is a production key; never give one to a fake. Use a sandbox key, such as sk_us_anything")
		}
		return api.Team{}, refused.WithHint("sandbox keys begin with sk_us_ or sk_eu_; any such key opens a team of its own")
	}
	u, err := s.universe(key)
	if err != nil {
		return api.Team{}, err
	}
	return api.Team{World: u.world, Now: u.clock.Now, Send: u.send}, nil
}

func (s *Simulator) universe(key string) (*universe, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u, ok := s.universes[key]; ok {
		return u, nil
	}
	if s.closed {
		return nil, errors.New("open team: the simulator is closed")
	}
	if len(s.universes) >= maxUniverses {
		return nil, vital.TooManyRequests("Too Many Requests").WithHint("%d API keys are in use, which is the limit", maxUniverses)
	}
	u, err := newUniverse(s.config, key, s.cache, s.url, s)
	if err != nil {
		return nil, err
	}
	s.universes[key] = u
	s.byTeam[u.world.Team().String()] = u
	return u, nil
}
