package control

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// maxSnapshot bounds the file of a team.
const maxSnapshot = 256 << 20

// takeSnapshot writes the file to memory first, since writing can fail.
func takeSnapshot(c *call, _ nothing) error {
	var file bytes.Buffer
	if err := c.team.Snapshot(c.ctx(), &file); err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/octet-stream")
	c.w.Header().Set("Content-Disposition", `attachment; filename="team.vitalsim"`)
	_, _ = c.w.Write(file.Bytes()) // the client may have gone
	return nil
}

// restoreTeam replaces the team by the one in the body.
func restoreTeam(c *call, _ nothing) (team.Clock, error) {
	if c.r.ContentLength > maxSnapshot {
		return team.Clock{}, overLimit(maxSnapshot)
	}
	key := c.r.Header.Get("X-Vital-Api-Key")
	err := c.Teams.Restore(key, http.MaxBytesReader(nil, orEmpty(c.r.Body), maxSnapshot))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return team.Clock{}, overLimit(tooLarge.Limit)
	}
	if err != nil {
		return team.Clock{}, unprocessable(err)
	}
	if c.team, err = c.open(key); err != nil { // the restored one
		return team.Clock{}, err
	}
	return c.team.Clock(), nil
}
