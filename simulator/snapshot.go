package simulator

import (
	"context"
	"io"
)

// Snapshot writes the team to one file: its world, messages, endpoints, faults,
// journal, inbox and clock. Restore continues from it, in this process or another
// one. Snapshot waits for open deliveries; while an Advance or a scenario runs it
// fails. The file holds signing secrets in clear.
func (s *Simulator) Snapshot(w io.Writer) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	return t.Snapshot(context.Background(), w)
}

// Restore replaces the team by the one in a file of Snapshot. The restored team
// has the same ids, serves the same bytes and continues deterministically. The
// configuration of the simulator, such as the page size, is kept. A damaged file,
// or one of a newer version, is an error, and the team is left unchanged.
func (s *Simulator) Restore(r io.Reader) error { return s.teams.Restore("", r) }
