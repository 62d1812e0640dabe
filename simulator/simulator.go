package simulator

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A Simulator is a fake of Vital's backend: an http.Handler that serves the
// REST API, and the sender of the webhooks. Every API key has its own team, with
// users, clock, messages and inbox that no other key sees.
type Simulator struct {
	config  Config
	teams   *team.Teams
	metrics *team.Metrics
	handler http.Handler
	network *network.Router

	server   http.Server
	serving  sync.WaitGroup
	lastCall atomic.Int64 // of the API, wall time in nanoseconds

	unsimulated unsimulated
	timeline    timeline // of the simulator's own team

	mu    sync.Mutex
	url   string
	token string // that opens the control API; "" for none
}

// New returns a simulator. It is a handler and needs no listener; see Listen for
// one. Call Close when done.
func New(c Config) (*Simulator, error) {
	c, err := c.withDefaults()
	faults, wrong := parseFaults(c.Faults)
	if err := errors.Join(err, wrong); err != nil {
		return nil, fmt.Errorf("configure simulator: %w", err)
	}
	s := &Simulator{config: c, metrics: team.NewMetrics(), url: network.SimulatorURL, token: c.ControlToken}
	s.network = network.NewRouter(network.RouterConfig{
		Simulator: s, URL: s.URL, Application: c.Handler, Outside: c.Transport, Closed: c.idle != nil,
	})
	s.teams = team.NewTeams(team.Config{
		Seed: *c.Seed, Start: c.Start, UserSalt: c.UserSalt, RunID: c.RunID, Key: c.APIKey, ListedKeys: c.ListedKeys,
		Secret: webhook.Secret(c.Secret), Endpoints: c.endpoints(), Faults: faults, Speed: c.Speed, KeepAll: c.keepAll,
		PlaySpeed: c.PlaySpeed, PullDelay: c.PullDelay, MaxEventBytes: c.MaxEventBytes, Watcher: c.watcher(),
		Transport: s.network.Deliveries(), DeliveryTimeout: c.DeliveryTimeout, Wall: c.Wall, URL: s.URL, Metrics: s.metrics,
	})
	controlAPI := s.controlAPI()
	vitalAPI := s.frontDoor()
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, team.InboxPath):
			s.teams.ServeInbox(w, r)
			return
		case strings.HasPrefix(r.URL.Path, "/_sim/") || r.URL.Path == "/metrics":
			controlAPI.ServeHTTP(w, r)
			return
		case r.URL.Path == "/livez" || r.URL.Path == "/readyz":
			_, _ = io.WriteString(w, "ok\n")
			return
		}
		called := func() { s.lastCall.Store(c.Wall.Now().UnixNano()) }
		called()
		defer called()
		vitalAPI.ServeHTTP(w, r)
	})
	return s, nil
}

// ServeHTTP serves Vital's API.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Listen serves on the address until Close and returns at once. Port 0 picks a
// free port, which URL then names; a port in use is an error. If other machines
// can reach the address, the control API requires the ControlToken.
func (s *Simulator) Listen(addr string) error {
	if strings.HasSuffix(addr, ":") {
		return fmt.Errorf("listen: the address %q has no port; port 0 picks a free one", addr)
	}
	l, err := net.Listen("tcp", addr)
	if failed, ok := errors.AsType[*net.OpError](err); ok {
		err = failed.Err // without the address, which is in our own
	}
	if err != nil {
		return fmt.Errorf("listen at %s: %w", addr, err)
	}
	s.Serve(l)
	return nil
}

// Serve serves on an open listener until Close, which closes the listener. It
// returns at once.
func (s *Simulator) Serve(l net.Listener) {
	s.mu.Lock()
	s.url = "http://" + reachable(l.Addr())
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() && s.token == "" {
		s.token = rand.Text()
	}
	s.mu.Unlock()
	s.server.Handler = s
	s.server.ReadHeaderTimeout, s.server.IdleTimeout = 10*time.Second, 2*time.Minute
	s.serving.Go(func() {
		if err := s.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.config.Logger.Error("serve ended", "error", err)
		}
	})
}

// reachable returns the address by which this machine reaches a listener: the
// loopback address for one that listens on all addresses.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
}

// URL returns the base URL of the API. Without Listen it is reachable only in
// this process, through Transport.
func (s *Simulator) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url
}

// APIKey returns the key of the simulator's own team, in which scenarios play.
func (s *Simulator) APIKey() string { return s.config.APIKey }

// ControlToken returns the token for the control API and the metrics: that of the
// Config, or the one generated for a listener that other machines can reach. It
// is "" if none is needed.
func (s *Simulator) ControlToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token
}

// Secret returns the signing secret in clear.
func (s *Simulator) Secret() string { return s.config.Secret }

// Close stops serving and delivering, and returns when both have ended. Timeline,
// Inbox and Now can still be called.
func (s *Simulator) Close() error {
	err := s.server.Close()
	s.serving.Wait()
	s.teams.Close()
	s.network.Close()
	if s.config.idle != nil {
		s.config.idle()
	}
	return err
}

// Unused returns a sentence about everything so far that had no effect: a fault that
// never acted, an endpoint to which nothing was sent, and requests with a key whose team
// has no users.
func (s *Simulator) Unused() []string {
	return append(team.Unused(s.teams.All(), false), s.teams.WrongKeys()...)
}

// Finish closes the simulator and returns a report on the messages of all teams.
// Open attempts are ended and recorded first.
func (s *Simulator) Finish() *Report {
	_, _ = s.teams.Own() // so that its faults and endpoints count as unused; it fails only after Close
	_ = s.Close()        // of listeners, whose requests end with it
	all := &Report{Seed: *s.config.Seed, Start: s.config.Start, RunID: s.config.RunID}
	for _, t := range s.teams.All() {
		all.Timeline = append(all.Timeline, new(timeline).show(t.Webhooks.Log(), t.Webhooks.Added() > 1, clientUserID)...)
		all.Evicted += t.EvictedMessages()
	}
	all.Unused = s.Unused()
	return all
}
