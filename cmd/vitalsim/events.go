package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func newEvents() *cobra.Command {
	var onlyData, asJSON bool
	cmd := &cobra.Command{
		Use:   "events [EVENT]",
		Short: "Show an example event, or list the available ones",
		Long: `events lists the event types that have an example, or those that match a pattern, in
which * matches any run of characters. For a single event type it prints the example
as a receiver gets it. trigger and the verb send of scenarios send the same event, with
the ids of a user. No running simulator is needed.

Every event type of wearables has an example. Those of lab tests, lab reports and
continuous queries (labtest.*, lab_report.*, continuous_query.*) have none; trigger and
send accept them with data of your own.`,
		Example: `  vitalsim events
  vitalsim events 'daily.data.sleep*'
  vitalsim events daily.data.sleep.created
  vitalsim events daily.data.sleep.created --data > sleep.json`,
		Args: atMostOneArg("event type", "put a pattern such as 'daily.data.*' in quotes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			pattern := "*"
			if len(args) > 0 {
				pattern = args[0]
			}
			if e, ok := simulator.ExampleEvent(pattern); ok {
				return showExample(cmd, e, onlyData, asJSON)
			}
			if onlyData {
				return fmt.Errorf("events: --data needs one event type that has an example, and %q has none", pattern)
			}
			return listExamples(cmd, pattern, asJSON)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&onlyData, "data", false, "print only the data of the event, which trigger --data accepts")
	f.BoolVar(&asJSON, "json", false, "print JSON on one line; an event has the exact bytes of its example")
	return cmd
}

// showExample prints an event, or its data.
func showExample(cmd *cobra.Command, e vital.Event, onlyData, asJSON bool) error {
	text := e.AppendJSON(nil)
	if onlyData {
		text = e.Data.AppendJSON(nil)
	}
	if asJSON {
		_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\n", text)
		return err
	}
	return printJSON(cmd, json.RawMessage(text))
}

// listExamples prints the event types that match a pattern and have an example.
func listExamples(cmd *cobra.Command, pattern string, asJSON bool) error {
	found := []string{}
	for _, eventType := range catalog.MatchEventTypes(pattern) {
		if _, ok := simulator.ExampleEvent(eventType); ok {
			found = append(found, eventType)
		}
	}
	if matching := catalog.MatchEventTypes(pattern); len(found) == 0 && len(matching) > 0 {
		return fmt.Errorf("events: there is no example of %q; trigger and the verb send accept it with data of your own", pattern)
	}
	if len(found) == 0 {
		return fmt.Errorf("events: there is no example of %q%s", pattern, catalog.DidYouMean(pattern, catalog.EventTypes()))
	}
	if asJSON {
		line, err := json.Marshal(found)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", line)
		return err
	}
	for _, eventType := range found {
		fmt.Fprintln(cmd.OutOrStdout(), eventType)
	}
	return nil
}
