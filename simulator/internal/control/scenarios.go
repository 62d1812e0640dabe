package control

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// Scenarios are what can be played.
type Scenarios struct {
	Shipped func() []Scenario
	// Check is what is wrong with a text; file is what errors call it.
	Check func(file, text string) Checked
}

// A Player plays scenarios in a team, one at a time.
type Player interface {
	// Play returns when the scenario has ended. It ends with ctx, and with
	// StopPlaying. The report may be there beside an error.
	Play(ctx context.Context, s Script) (Report, error)
	// StartPlaying returns at once.
	StartPlaying(s Script) error
	Playing() Playing
	StopPlaying()
}

// A Scenario is one that ships.
type Scenario struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Text  string `json:"text,omitempty"`
}

// A Script is a scenario to be played: a shipped one by its name, or a text.
type Script struct{ Name, Text string }

// A Report is what became of a scenario; it is encoded as it is.
type Report any

// ScenarioList is the scenarios that ship.
type ScenarioList struct {
	Scenarios []Scenario `json:"scenarios"`
}

func showScenarios(c *call, _ nothing) (ScenarioList, error) {
	list := ScenarioList{[]Scenario{}}
	for _, s := range c.Scenarios.Shipped() {
		list.Scenarios = append(list.Scenarios, Scenario{Name: s.Name, About: s.About})
	}
	return list, nil
}

func showScenario(c *call, _ nothing) (Scenario, error) {
	name := c.r.PathValue("name")
	var names []string
	for _, s := range c.Scenarios.Shipped() {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	p := unknown("scenario", "name", name, names).(*problem)
	p.status = http.StatusNotFound
	return Scenario{}, p
}

type check struct {
	Text string `json:"text" jsonschema:"the scenario, as YAML"`
	File string `json:"file,omitempty" jsonschema:"what errors call it"`
}

// A Checked is what is wrong with a scenario.
type Checked struct {
	OK       bool   `json:"ok"`
	Errors   []Flaw `json:"errors"`
	Warnings []Flaw `json:"warnings" jsonschema:"what is legal, but unlike the real provider"`
}

// Flaws are all that is wrong with a scenario that is to be played.
type Flaws []Flaw

// Error is a flaw a line.
func (fs Flaws) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Text
	}
	return strings.Join(lines, "\n")
}

// A Flaw is one thing wrong with a text.
type Flaw struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Col   int    `json:"col"`
	Verb  string `json:"verb,omitempty" jsonschema:"of the step, where there is one"`
	Cause string `json:"cause"`
	Text  string `json:"text" jsonschema:"all of it in one line: file:line:col: verb: cause"`
}

func checkScenario(c *call, in check) (Checked, error) {
	if in.Text == "" {
		return Checked{}, refuse("text: missing; want a scenario as YAML")
	}
	return c.Scenarios.Check(in.File, in.Text), nil
}

type play struct {
	Name   string `json:"name,omitempty" jsonschema:"of a shipped scenario"`
	Text   string `json:"text,omitempty" jsonschema:"a scenario as YAML, instead of a name"`
	Detach bool   `json:"detach,omitempty" jsonschema:"answer at once; GET /_sim/v1/scenarios/playing has the report"`
}

// A Playing says whether a scenario plays in the team, and what became of the
// last one.
type Playing struct {
	Playing bool   `json:"playing"`
	Name    string `json:"name,omitempty"`
	Report  Report `json:"report,omitempty" jsonschema:"of the last one that has ended"`
	Error   string `json:"error,omitempty" jsonschema:"why it has ended early"`
}

// A Started says that a scenario plays.
type Started struct {
	Playing bool `json:"playing"`
}

func (Started) status() int { return http.StatusAccepted }

// An Ended is the report of a scenario that has ended early.
type Ended struct {
	Report Report `json:"report,omitempty" jsonschema:"of what was played until then"`
}

// Unplayable is why a scenario cannot be played, or not to its end.
type Unplayable struct {
	Errors Flaws  `json:"errors,omitempty" jsonschema:"what is wrong with it"`
	Report Report `json:"report,omitempty" jsonschema:"of what was played until then"`
}

func playScenario(c *call, in play) (any, error) {
	if (in.Name == "") == (in.Text == "") {
		return nil, refuse("want the name of a shipped scenario, or a text")
	}
	s := Script{in.Name, in.Text}
	if in.Detach {
		if err := c.team.StartPlaying(s); err != nil {
			return nil, c.unplayable(err, nil)
		}
		return Started{true}, nil
	}
	report, err := c.team.Play(c.ctx(), s)
	if err != nil {
		return nil, c.unplayable(err, report)
	}
	return report, nil
}

// unplayable is why a scenario was not played, or not to its end.
func (a *api) unplayable(err error, report Report) error {
	if a.Busy(err) {
		return &problem{http.StatusConflict, err.Error(), nil, Ended{report}}
	}
	p := &problem{http.StatusUnprocessableEntity, err.Error(), nil, Unplayable{Report: report}}
	if flaws, ok := errors.AsType[Flaws](err); ok {
		p.reason = flaws[0].Text
		p.more = Unplayable{Errors: flaws}
	}
	return p
}

func showPlaying(c *call, _ nothing) (Playing, error) { return c.team.Playing(), nil }

func stopPlaying(c *call, _ nothing) (Playing, error) {
	c.team.StopPlaying()
	return c.team.Playing(), nil
}
