package control

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// A Scenario is a shipped scenario.
type Scenario struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Text  string `json:"text,omitempty"`
}

// A Report is the JSON form of a report; see Config.Report.
type Report any

// ScenarioList is the shipped scenarios, without their texts.
type ScenarioList struct {
	Scenarios []Scenario `json:"scenarios"`
}

func showScenarios(c *call, _ nothing) (ScenarioList, error) {
	list := ScenarioList{[]Scenario{}}
	for _, s := range c.Scenarios() {
		list.Scenarios = append(list.Scenarios, Scenario{Name: s.Name, About: s.About})
	}
	return list, nil
}

func showScenario(c *call, _ nothing) (Scenario, error) {
	name := c.r.PathValue("name")
	all := c.Scenarios()
	if i := slices.IndexFunc(all, func(s Scenario) bool { return s.Name == name }); i >= 0 {
		return all[i], nil
	}
	p := unknown("scenario", "name", name, scenarioNames(all)).(*problem)
	p.status = http.StatusNotFound
	return Scenario{}, p
}

type check struct {
	Text string `json:"text" jsonschema:"the scenario, as YAML"`
	File string `json:"file,omitempty" jsonschema:"its name in errors"`
}

// Checked is the errors and warnings of a scenario.
type Checked struct {
	OK       bool   `json:"ok"`
	Errors   []Flaw `json:"errors"`
	Warnings []Flaw `json:"warnings" jsonschema:"what is valid but differs from the real provider"`
}

// A Flaw is an error or a warning.
type Flaw struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Col   int    `json:"col"`
	Verb  string `json:"verb,omitempty" jsonschema:"of the step, if there is one"`
	Cause string `json:"cause"`
	Text  string `json:"text" jsonschema:"all of it in one line: file:line:col: verb: cause"`
}

func checkScenario(c *call, in check) (Checked, error) {
	if in.Text == "" {
		return Checked{}, refuse("text: missing; want a scenario as YAML")
	}
	out := Checked{Errors: []Flaw{}, Warnings: []Flaw{}}
	sc, err := c.Scenario(cmp.Or(in.File, unnamed), in.Text)
	if wrong, ok := errors.AsType[scenario.Errors](err); ok {
		out.Errors = newFlaws(wrong)
		return out, nil
	}
	if err != nil {
		return Checked{}, err
	}
	for _, w := range sc.Warnings {
		out.Warnings = append(out.Warnings, Flaw{File: w.Pos.File, Line: w.Pos.Line, Col: w.Pos.Col, Cause: w.Text, Text: w.String()})
	}
	out.OK = true
	return out, nil
}

// unnamed is the name, in errors, of a text without the name of a file.
const unnamed = "scenario.yaml"

func newFlaws(errs scenario.Errors) []Flaw {
	out := make([]Flaw, len(errs))
	for i, e := range errs {
		out[i] = Flaw{e.Pos.File, e.Pos.Line, e.Pos.Col, e.Verb, e.Cause, e.Error()}
	}
	return out
}

type play struct {
	Name   string `json:"name,omitempty" jsonschema:"of a shipped scenario"`
	Text   string `json:"text,omitempty" jsonschema:"a scenario as YAML, instead of a name"`
	File   string `json:"file,omitempty" jsonschema:"name of the text in errors"`
	Detach bool   `json:"detach,omitempty" jsonschema:"respond at once; GET /_sim/v1/scenarios/playing has the report later"`
}

// Playing is the scenario that plays in the team, or the outcome of the last one.
type Playing struct {
	Playing bool   `json:"playing"`
	Name    string `json:"name,omitempty"`
	Report  Report `json:"report,omitempty" jsonschema:"of the last scenario that has ended"`
	Error   string `json:"error,omitempty" jsonschema:"why it ended early"`
}

// Started is the answer to a scenario that plays detached.
type Started struct {
	Playing bool `json:"playing"`
}

func (Started) status() int { return http.StatusAccepted }

// Ended is the report of a scenario that has ended early.
type Ended struct {
	Report Report `json:"report,omitempty" jsonschema:"of what was played until then"`
}

// Unplayable is part of the answer to a scenario that cannot be played to its end.
type Unplayable struct {
	Errors []Flaw `json:"errors,omitempty" jsonschema:"what is wrong with it"`
	Report Report `json:"report,omitempty" jsonschema:"of what was played until then"`
}

func playScenario(c *call, in play) (any, error) {
	switch {
	case in.Name == "" && in.Text == "":
		return nil, refuse("name: missing; want the name of a shipped scenario, or else text, a scenario as YAML")
	case in.Name != "" && in.Text != "":
		return nil, refuse("name and text: give only one of them")
	}
	p, err := c.script(in)
	if err != nil {
		return nil, c.unplayable(err, nil)
	}
	if in.Detach {
		if err := c.team.StartPlaying(p); err != nil {
			return nil, c.unplayable(err, nil)
		}
		return Started{true}, nil
	}
	report, err := c.team.Play(c.ctx(), p)
	if err != nil {
		return nil, c.unplayable(err, report)
	}
	return c.Report(report), nil
}

// script returns the scenario that a request names or contains.
func (c *call) script(in play) (p team.Play, err error) {
	file, text := cmp.Or(in.File, unnamed), in.Text
	if in.Name != "" {
		all := c.Scenarios()
		i := slices.IndexFunc(all, func(s Scenario) bool { return s.Name == in.Name })
		if i < 0 {
			return p, fmt.Errorf("name: no shipped scenario is called %q%s (GET /_sim/v1/scenarios lists them)", in.Name, near.Hint(in.Name, scenarioNames(all)))
		}
		file, text = in.Name+".yaml", all[i].Text
	}
	if p.Scenario, err = c.Scenario(file, text); err != nil {
		return p, err
	}
	if sc := p.Scenario; sc.HasSeed && sc.Seed != c.team.Seed() {
		p.Warnings = []string{fmt.Sprintf("played with seed %d of the simulator, not with %d of the scenario", c.team.Seed(), sc.Seed)}
	}
	return p, nil
}

func scenarioNames(all []Scenario) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name
	}
	return names
}

// unplayable returns the answer to an error of a scenario that was not played, or
// not to its end. The report may be nil.
func (a *api) unplayable(err error, report *team.Report) error {
	if isConflict(err) {
		return &problem{http.StatusConflict, err.Error(), nil, Ended{a.report(report)}}
	}
	if wrong, ok := errors.AsType[scenario.Errors](err); ok {
		return &problem{http.StatusUnprocessableEntity, wrong[0].Error(), nil, Unplayable{Errors: newFlaws(wrong)}}
	}
	return &problem{http.StatusUnprocessableEntity, err.Error(), nil, Unplayable{Report: a.report(report)}}
}

// report returns a report as it is encoded; nil for none.
func (a *api) report(r *team.Report) Report {
	if r == nil {
		return nil
	}
	return a.Report(r)
}

func showPlaying(c *call, _ nothing) (Playing, error) {
	p := c.team.Playing()
	out := Playing{Playing: p.Playing, Name: p.Name, Report: c.report(p.Report)}
	if p.Err != nil {
		out.Error = p.Err.Error()
	}
	return out, nil
}

func stopPlaying(c *call, _ nothing) (Playing, error) {
	c.team.StopPlaying()
	return showPlaying(c, nothing{})
}
