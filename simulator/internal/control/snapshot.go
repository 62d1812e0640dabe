package control

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// A Snapshotter is a team that can be written as one file.
type Snapshotter interface {
	// Snapshot waits for what is under way before it writes.
	Snapshot(ctx context.Context, w io.Writer) error
}

// maxSnapshot bounds the file of a team.
const maxSnapshot = 256 << 20

// takeSnapshot answers once the file is whole: an error can come until then.
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

// restoreTeam reads the file as it comes.
func restoreTeam(c *call, _ nothing) (team.Clock, error) {
	if c.r.ContentLength > maxSnapshot {
		return team.Clock{}, overLimit(maxSnapshot)
	}
	key := c.r.Header.Get("X-Vital-Api-Key")
	err := c.Restore(key, http.MaxBytesReader(nil, orEmpty(c.r.Body), maxSnapshot))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return team.Clock{}, overLimit(tooLarge.Limit)
	}
	if err != nil {
		return team.Clock{}, c.unprocessable(err)
	}
	if c.team, err = c.Team(key); err != nil { // the new one
		return team.Clock{}, err
	}
	return c.clock(), nil
}
