package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

// Values of --fail-on.
const failOnUndelivered, failOnNone = "undelivered", "none"

// A failOnFlag says whether messages that were not accepted fail the command.
type failOnFlag string

func (f *failOnFlag) String() string { return string(*f) }
func (f *failOnFlag) Type() string   { return "string" }
func (f *failOnFlag) Set(s string) error {
	if s != failOnUndelivered && s != failOnNone {
		return errors.New("want undelivered or none")
	}
	*f = failOnFlag(s)
	return nil
}

// register adds --fail-on to a command.
func (f *failOnFlag) register(cmd *cobra.Command, byDefault string) {
	cmd.Flags().Var(f, "fail-on", "whether a message that was not accepted fails the command: undelivered or none (default: "+byDefault+")")
}

// passes reports whether the command may succeed after a scenario with this report.
func (f failOnFlag) passes(r *simulator.Report) bool {
	if f == failOnNone {
		return len(r.Failures) == 0
	}
	return r.OK()
}

// undelivered returns the groups of deliveries that were not accepted.
func undelivered(groups []simulator.FailureGroup) []simulator.FailureGroup {
	return slices.DeleteFunc(groups, func(g simulator.FailureGroup) bool { return g.Undelivered() == 0 })
}

// Limits of what is printed about failed deliveries.
const maxGroups, maxTries, maxResponse = 5, 3, 300

// printGroups prints deliveries that failed alike: the group, the likely reason, and the
// first delivery with its attempts.
func printGroups(w io.Writer, groups []simulator.FailureGroup) {
	for _, g := range groups[:min(len(groups), maxGroups)] {
		fmt.Fprintf(w, "  %s\n", g)
		if hint := g.Hint(); hint != "" {
			fmt.Fprintf(w, "    %s\n", hint)
		}
		fmt.Fprintf(w, "    the first: %s  %s for %s, %s\n", stamp(g.First.At), g.First.EventType, g.First.ClientUserID, g.First.SvixID)
		printAttempts(w, g.First.Attempts)
	}
	if more := groups[min(len(groups), maxGroups):]; len(more) > 0 {
		n := 0
		for _, g := range more {
			n += g.Count()
		}
		fmt.Fprintf(w, "  and %d more deliveries for %d other causes\n", n, len(more))
	}
}

// printAttempts prints attempts; consecutive ones with the same outcome share a line.
func printAttempts(w io.Writer, all []simulator.Attempt) {
	for printed := 0; len(all) > 0; printed++ {
		if printed == maxTries {
			fmt.Fprintf(w, "      and %d more\n", len(all))
			return
		}
		same := 1
		for same < len(all) && outcome(all[same]) == outcome(all[0]) {
			same++
		}
		which := fmt.Sprintf("attempt %d", all[0].Number)
		if same > 1 {
			which = fmt.Sprintf("attempts %d to %d", all[0].Number, all[same-1].Number)
		}
		fmt.Fprintf(w, "      %s: %s\n", which, outcome(all[0]))
		all = all[same:]
	}
}

// outcome describes the response to an attempt on one line.
func outcome(a simulator.Attempt) string {
	text := a.Cause()
	if text == "" {
		text = fmt.Sprint(a.StatusCode)
	}
	if body := strings.Join(strings.Fields(a.Response), " "); body != "" && !a.OK && a.Error == "" {
		text += ": " + shortText(body, maxResponse)
	}
	if a.Fault != "" {
		text += " (fault " + a.Fault + ")"
	}
	return text
}

// shortText returns a text with at most limit characters.
func shortText(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
