package simulator

import (
	"net/http"
	"strings"
	"sync"

	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// controlAPI returns the handler of the control API.
func (s *Simulator) controlAPI() http.Handler {
	return control.Guard(s.ControlToken, control.New(control.Config{
		Teams: s.teams, Metrics: s.metrics, EventTypes: catalog.EventTypes(), CheckPath: faultCatalog().CheckPath, Fault: parseFault,
		Fixture: s.requestedFixture, Persona: s.requestedPersona, Scenarios: shippedScenarios, Scenario: s.parseRequested,
		Report: func(r *team.Report) control.Report { return newReport(r) },
	}))
}

// parseRequested parses the scenario of a control request. It can name the fixtures
// and personas that control requests can name.
func (s *Simulator) parseRequested(file, text string) (*scenario.Scenario, error) {
	c := words()
	c.Fixture, c.PersonaFile = namedFixture(s.requestedFixture), settledPersona(s.requestedPersona)
	return scenario.Parse(file, []byte(text), c)
}

// shippedScenarios returns the shipped scenarios with their texts.
var shippedScenarios = sync.OnceValue(func() []control.Scenario {
	all := []control.Scenario{}
	for _, name := range ScenarioNames() {
		text, err := scenarios.FS.ReadFile(name + ".yaml")
		if err != nil {
			panic(err) // the shipped files end in .yaml
		}
		sc, err := ParseScenario(name+".yaml", text)
		if err != nil {
			panic(err) // a test loads each of them
		}
		all = append(all, control.Scenario{Name: name, About: strings.TrimSpace(sc.About), Text: string(text)})
	}
	return all
})
