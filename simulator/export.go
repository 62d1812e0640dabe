package simulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/network"
	"github.com/vitalsim/vitalsim/simulator/record"
)

// ExportOptions are the destination and extent of an export. Dir is required.
type ExportOptions struct {
	Dir       string
	Overwrite bool         // allows a folder that is not empty
	Raw       bool         // also what the providers themselves have sent, where a fixture brought it
	Progress  func(string) // is told each file as it is written; nil for none
}

// Export writes the present data of a user of the team, as clients can read it,
// as a fixture folder. The user is named by its client_user_id or user id.
func (s *Simulator) Export(ctx context.Context, user string, o ExportOptions) (record.Summary, error) {
	made, err := record.User(ctx, record.Config{
		Client:   &http.Client{Transport: s.network.Deliveries()},
		Upstream: network.SimulatorURL, Key: s.config.APIKey, User: user, Dir: o.Dir, Overwrite: o.Overwrite, Raw: o.Raw,
		Now: s.Now, Progress: o.Progress,
	})
	if cause := errors.Unwrap(err); cause != nil { // without the words of a recording
		err = fmt.Errorf("export %s: %w", user, cause)
	}
	return made, err
}

// ExportScenario plays a scenario without sending anything and exports one of
// its users as of the scenario's end. The user is named as in the scenario.
func ExportScenario(ctx context.Context, sc *Scenario, c Config, user string, o ExportOptions) (record.Summary, error) {
	names := make([]string, len(sc.Users))
	clientUserID := ""
	for i, u := range sc.Users {
		if names[i] = u.Name; u.Name == user {
			clientUserID = u.ClientUserID
		}
	}
	if clientUserID == "" {
		return record.Summary{}, fmt.Errorf("export %s: %s has no such user%s", user, sc.Name, near.HintOrList(user, names))
	}
	s, err := newQuiet(c.For(sc))
	if err != nil {
		return record.Summary{}, err
	}
	defer s.Close()
	if _, err := s.play(ctx, sc, nil, true); err != nil {
		return record.Summary{}, err
	}
	return s.Export(ctx, clientUserID, o)
}
