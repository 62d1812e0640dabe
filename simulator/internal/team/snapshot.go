package team

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/store"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// Snapshot writes the team as one file, from which Teams.Restore lets it go on. It
// waits for deliveries that are open. While a scenario plays it is ErrPlaying.
func (t *Team) Snapshot(ctx context.Context, w io.Writer) error {
	state, err := t.save(ctx)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return store.Write(w, state)
}

// errUnsettled means that something was under way.
var errUnsettled = errors.New("events are on their way")

// inboxAlias replaces the URL of the team's own inbox, which differs between
// processes.
const inboxAlias = "inbox:"

// save returns the state of the team at a moment when no delivery is open, and no
// event of the world is on its way to the deliveries.
func (t *Team) save(ctx context.Context) (state *store.Team, err error) {
	if t.player.state().Playing {
		return nil, ErrPlaying
	}
	capture := func() (err error) {
		state, err = t.capture()
		return err
	}
	for {
		err = t.clock.Still(ctx, capture)
		if !errors.Is(err, errUnsettled) && !errors.Is(err, webhook.ErrOpen) {
			return state, err
		}
		if err := t.teams.config.Wall.Sleep(ctx, time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// capture returns the state of the team; time must stand still.
func (t *Team) capture() (*store.Team, error) {
	o := t.origin
	out := &store.Team{
		Seed: o.Seed, Key: o.Key, Start: o.Start, UserSalt: o.UserSalt, RunID: o.RunID, Now: t.clock.Now(), Speed: t.driver.Speed(),
	}
	var folders map[string]*fixture.Folder
	var err error
	out.World, folders = t.World.Save()
	if out.Webhooks, err = t.Webhooks.Save(); err != nil {
		return nil, err
	}
	out.Faults = t.Faults.Save()
	if n := t.World.Events(); n != out.World.Seq || n != t.handed.Load() {
		return nil, errUnsettled
	}
	for i, e := range out.Webhooks.Endpoints {
		if strings.HasSuffix(e.URL, t.inboxPath()) {
			out.Webhooks.Endpoints[i].URL = inboxAlias
		}
	}
	for _, sum := range slices.Sorted(maps.Keys(folders)) {
		out.Fixtures = append(out.Fixtures, store.Fixture{Sum: sum, Name: folders[sum].Name, Packed: folders[sum].Packed()})
	}
	out.Inbox, out.Journal = t.Inbox.Save(), t.Journal.Save()
	if b := t.behaviour.shown(); b.Times > 0 {
		out.Behaves = store.Behaviour{Answer: int(b.Answer), Times: b.Times, RetryAfter: b.RetryAfter}
	}
	if app := t.application(); app != nil {
		saved := app.Save()
		out.App = &saved
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	out.Names = maps.Clone(t.names)
	return out, nil
}

// load returns a team as it was saved.
func load(ts *Teams, key string, state *store.Team) (*Team, error) {
	if err := checkSaved(state); err != nil {
		return nil, err
	}
	t := blank(ts, key, origin{state.Seed, state.Key, state.Start, state.UserSalt, state.RunID})
	folders := map[string]*fixture.Folder{}
	for _, f := range state.Fixtures {
		folder, err := fixture.Unpack(f.Name, f.Packed)
		if err != nil {
			return nil, err
		}
		folders[f.Sum] = folder
	}
	var err error
	if t.World, err = world.Load(t.worldConfig(), state.World, folders); err != nil {
		return nil, err
	}
	if err := t.Faults.Load(state.Faults); err != nil {
		return nil, err
	}
	if t.Inbox, err = webhook.LoadInbox(state.Inbox); err != nil {
		return nil, err
	}
	inbox := ts.config.URL() + t.inboxPath()
	for i, e := range state.Webhooks.Endpoints {
		if e.URL == inboxAlias {
			state.Webhooks.Endpoints[i].URL = inbox
		}
	}
	t.Webhooks, err = webhook.Load(t.deliveries(), state.Webhooks)
	if err != nil {
		return nil, err
	}
	t.Journal.Load(state.Journal)
	t.handed.Store(state.World.Seq)
	t.told = state.Faults.Arrived
	maps.Copy(t.names, state.Names)
	if b := state.Behaves; b.Times > 0 {
		t.behaviour.set(Behaviour{Answer: Reply(b.Answer), Times: b.Times, RetryAfter: b.RetryAfter})
	}
	if err := t.loadApplication(state); err != nil {
		return nil, err
	}
	return t, t.begin(state.Now, state.Speed)
}

// checkSaved returns an error if a saved team cannot have been one.
func checkSaved(state *store.Team) error {
	switch {
	case !IsSandboxKey(state.Key):
		return errors.New("its key is no sandbox key")
	case clock.Within(state.Start) != nil:
		return fmt.Errorf("its start %w", clock.Within(state.Start))
	case clock.Within(state.Now) != nil:
		return fmt.Errorf("its time %w", clock.Within(state.Now))
	case state.Now.Before(state.Start):
		return errors.New("its time is before its start")
	case !(state.Speed >= 0 && state.Speed <= clock.MaxSpeed):
		return fmt.Errorf("its speed is %v", state.Speed)
	}
	return state.World.Check(state.Start, state.Now)
}

func (t *Team) loadApplication(state *store.Team) error {
	if state.App == nil {
		return nil
	}
	app, err := t.newApplication()
	if err != nil {
		return err
	}
	if err := app.Load(*state.App); err != nil {
		return err
	}
	t.app = app
	return nil
}
