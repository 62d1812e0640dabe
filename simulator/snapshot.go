package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/store"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// Snapshot writes the team as one file, from which Restore lets it live on, in
// this process or another one: its world, messages, endpoints, faults, journal,
// inbox and clock. It waits for deliveries that are open. The file holds signing
// secrets in clear. While an Advance or a scenario runs it is an error.
func (s *Simulator) Snapshot(w io.Writer) error {
	return s.snapshot(context.Background(), s.config.APIKey, w)
}

// Restore replaces the team by the one in a file that Snapshot has written: it
// has the same ids, serves the same bytes, and what it had planned goes on. What
// the simulator itself is configured with stays, such as the size of pages. A
// file that is damaged, or newer than this package, is an error, and the team
// stays as it is.
func (s *Simulator) Restore(r io.Reader) error { return s.restore(s.config.APIKey, r) }

func (s *Simulator) snapshot(ctx context.Context, key string, w io.Writer) error {
	if key == "" {
		key = s.config.APIKey
	}
	u, err := s.open(key)
	if err != nil {
		return err
	}
	state, err := u.save(ctx)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return store.Write(w, state)
}

// errUnsettled says that something was under way.
var errUnsettled = errors.New("events are on their way")

// inboxAlias stands for the URL of the team's own inbox, which is another one in
// every process.
const inboxAlias = "inbox:"

// save is all of a team at one moment: when no delivery is open, and no event
// of the world is on its way to the deliveries.
func (u *universe) save(ctx context.Context) (state *store.Universe, err error) {
	if u.stage.shown().Playing {
		return nil, errPlaying
	}
	capture := func() (err error) {
		state, err = u.capture()
		return err
	}
	for {
		err = u.clock.Still(ctx, capture)
		if !errors.Is(err, errUnsettled) && !errors.Is(err, webhook.ErrOpen) {
			return state, err
		}
		if err := u.wall.Sleep(ctx, time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// capture is save where time stands.
func (u *universe) capture() (*store.Universe, error) {
	o := u.origin
	out := &store.Universe{
		Seed: o.Seed, Key: o.Key, Start: o.Start, UserSalt: o.UserSalt, RunID: o.RunID, Now: u.clock.Now(), Speed: u.driver.Speed(),
	}
	var folders map[string]*Fixture
	var err error
	out.World, folders = u.world.Save()
	if out.Webhooks, err = u.dispatcher.Save(); err != nil {
		return nil, err
	}
	out.Faults = u.faults.Save()
	if n := u.world.Events(); n != out.World.Seq || n != u.handed.Load() {
		return nil, errUnsettled
	}
	for i, e := range out.Webhooks.Endpoints {
		if strings.HasSuffix(e.URL, u.inboxPath()) {
			out.Webhooks.Endpoints[i].URL = inboxAlias
		}
	}
	for _, sum := range slices.Sorted(maps.Keys(folders)) {
		out.Fixtures = append(out.Fixtures, store.Fixture{Sum: sum, Name: folders[sum].Name, Packed: folders[sum].Packed()})
	}
	out.Inbox, out.Journal = u.inbox.Save(), u.journal.Save()
	if b := u.behaviour.shown(); b.Times > 0 {
		out.Behaves = store.Behaviour{Answer: int(b.Answer), Times: b.Times, RetryAfter: b.RetryAfter}
	}
	if app := u.application(); app != nil {
		saved := app.Save()
		out.App = &saved
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	out.Names = maps.Clone(u.names)
	return out, nil
}

// errInUse is the answer to a file whose team is in use under another key.
var errInUse = errors.New("restore: its team is in use under another API key of this simulator, and two cannot have the same ids; restore it there")

func (s *Simulator) restore(key string, r io.Reader) error {
	if key == "" {
		key = s.config.APIKey
	}
	if _, err := s.open(key); err != nil {
		return err
	}
	state, err := store.Read(r)
	if err != nil {
		return err
	}
	u, err := s.loadUniverse(key, state)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	old, err := s.replace(key, u)
	if err != nil {
		u.close()
		return err
	}
	old.close()
	return nil
}

// replace puts a team into the place of that of a key, which it returns.
func (s *Simulator) replace(key string, u *universe) (old *universe, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	team := u.world.Team().String()
	old = s.universes[key]
	switch other := s.byTeam[team]; {
	case s.closed, old == nil: // somebody lets it start over at this moment
		return nil, errClosed
	case other != nil && other != old:
		return nil, errInUse
	}
	delete(s.byTeam, old.world.Team().String())
	s.universes[key], s.byTeam[team], s.keys[team] = u, u, key
	return old, nil
}

// loadUniverse is a team as it was saved.
func (s *Simulator) loadUniverse(key string, state *store.Universe) (*universe, error) {
	u := blankUniverse(origin{state.Seed, state.Key, state.Start, state.UserSalt, state.RunID}, s.config, key, s)
	folders := map[string]*fixture.Folder{}
	for _, f := range state.Fixtures {
		folder, err := fixture.Unpack(f.Name, f.Packed)
		if err != nil {
			return nil, err
		}
		folders[f.Sum] = folder
	}
	var err error
	if u.world, err = world.Load(u.worldConfig(s), state.World, folders); err != nil {
		return nil, err
	}
	if err := u.faults.Load(state.Faults); err != nil {
		return nil, err
	}
	if u.inbox, err = webhook.LoadInbox(state.Inbox); err != nil {
		return nil, err
	}
	inbox := s.URL() + u.inboxPath()
	for i, e := range state.Webhooks.Endpoints {
		if e.URL == inboxAlias {
			state.Webhooks.Endpoints[i].URL = inbox
		}
	}
	if u.dispatcher, err = webhook.Load(u.deliveries(s.config, s), state.Webhooks); err != nil {
		return nil, err
	}
	u.journal.Load(state.Journal)
	u.handed.Store(state.World.Seq)
	u.told = state.Faults.Arrived
	maps.Copy(u.names, state.Names)
	if b := state.Behaves; b.Times > 0 {
		u.behaviour.behave(control.Behaviour{Answer: control.Reply(b.Answer), Times: b.Times, RetryAfter: b.RetryAfter})
	}
	if err := s.loadApplication(u, state); err != nil {
		return nil, err
	}
	return u, u.begin(state.Now, state.Speed)
}

func (s *Simulator) loadApplication(u *universe, state *store.Universe) error {
	if state.App == nil {
		return nil
	}
	app, err := s.application(u)
	if err != nil {
		return err
	}
	if err := app.Load(*state.App); err != nil {
		return err
	}
	u.app = app
	return nil
}
