package simulator

import (
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ManagementKey is the key of Vital's management API, for X-Management-Key.
func (s *Simulator) ManagementKey() string { return s.config.ManagementKey }

// OrgID is the organization whose key that is. All teams are its teams.
func (s *Simulator) OrgID() vital.ID {
	return world.OrganizationID(*s.config.Seed, s.config.ManagementKey)
}

// TeamID is the team of the simulator's own key.
func (s *Simulator) TeamID() vital.ID {
	t := s.teams.Last()
	if t == nil {
		return vital.ID{}
	}
	return t.World.Team()
}
