package simulator

import "github.com/vitalsim/vitalsim/simulator/internal/webhook"

// Stats say how full the log of the team is, as the control API tells.
func (s *Simulator) Stats() webhook.Stats { return s.teams.Last().Webhooks.Stats() }
