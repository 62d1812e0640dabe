package simulator

import (
	"context"
	"io"
)

// Snapshot writes the team as one file, from which Restore lets it live on, in
// this process or another one: its world, messages, endpoints, faults, journal,
// inbox and clock. It waits for deliveries that are open. The file holds signing
// secrets in clear. While an Advance or a scenario runs it is an error.
func (s *Simulator) Snapshot(w io.Writer) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	return t.Snapshot(context.Background(), w)
}

// Restore replaces the team by the one in a file that Snapshot has written: it
// has the same ids, serves the same bytes, and what it had planned goes on. What
// the simulator itself is configured with stays, such as the size of pages. A
// file that is damaged, or newer than this package, is an error, and the team
// stays as it is.
func (s *Simulator) Restore(r io.Reader) error { return s.teams.Restore("", r) }
