package simulator

import (
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ManagementKey returns the key for Vital's management API, sent as X-Management-Key.
func (s *Simulator) ManagementKey() string { return s.config.ManagementKey }

// OrgID returns the id of the organization of the management key. All teams
// belong to it.
func (s *Simulator) OrgID() vital.ID {
	return world.OrganizationID(*s.config.Seed, s.config.ManagementKey)
}

// TeamID returns the id of the simulator's own team.
func (s *Simulator) TeamID() vital.ID {
	t := s.teams.Last()
	if t == nil {
		return vital.ID{}
	}
	return t.World.Team()
}
