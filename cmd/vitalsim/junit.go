package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/vitalsim/vitalsim/simulator"
)

// A played scenario is what a JUnit report is about.
type played struct {
	scenario  *simulator.Scenario
	outcomes  []expectationOutcome
	endpoints []simulator.Endpoint
	report    *simulator.Report // nil if it did not begin
	err       error             // why it did not begin or finish
	command   string            // of exec; "" for none
	ended     string            // how the command ended, if it failed
	took      time.Duration
}

// writeJUnit writes a JUnit report: a test case for each expectation, one for the
// deliveries, one for the scenario's end, and one for the command of exec.
func writeJUnit(file string, p played) error {
	suite := junit.Testsuite{Name: p.scenario.Name, File: p.scenario.File, Time: fmt.Sprintf("%.3f", p.took.Seconds())}
	add := func(name, failure, details string) {
		c := junit.Testcase{Name: name, Classname: p.scenario.Name}
		if failure != "" {
			c.Failure = &junit.Result{Message: failure, Data: details}
		}
		suite.AddTestcase(c)
	}
	for _, o := range p.outcomes {
		switch {
		case o.met:
			add(o.step.Text, "", "")
		case o.explanation == "":
			suite.AddTestcase(junit.Testcase{Name: o.step.Text, Classname: p.scenario.Name, Skipped: &junit.Result{Message: "not judged"}})
		default:
			add(o.step.Text, o.explanation, fmt.Sprintf("%s: %s", o.step.Position, o.explanation))
		}
	}
	if p.report != nil {
		_, failed, pending := p.report.Count()
		failure := ""
		var details []string
		if failed+pending > 0 {
			failure = fmt.Sprintf("%d messages failed, %d wait for a retry", failed, pending)
			for _, g := range undelivered(simulator.GroupFailures(p.report.Timeline, p.endpoints)) {
				details = append(details, strings.TrimSuffix(g.String()+"; "+g.Hint(), "; "))
			}
		}
		add("every message is accepted", failure, strings.Join(details, "\n"))
	}
	unfinished := ""
	if p.err != nil {
		unfinished = p.err.Error()
	}
	add("the scenario is played to its end", unfinished, unfinished)
	if p.command != "" {
		add("the command succeeds: "+p.command, p.ended, p.ended)
	}
	var suites junit.Testsuites
	suites.AddSuite(suite)
	var text bytes.Buffer
	if err := suites.WriteXML(&text); err != nil {
		return fmt.Errorf("--junit: %w", err)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o666); err != nil {
		return fmt.Errorf("--junit: %w", err)
	}
	return nil
}
