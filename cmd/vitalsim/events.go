package main

import (
	"encoding/json"
	"fmt"
	"path"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func newEvents() *cobra.Command {
	var onlyData, asJSON bool
	cmd := &cobra.Command{
		Use:   "events [EVENT]",
		Short: "Show an example of an event, or which there are examples of",
		Long: `events shows the event types that there are examples of; of a pattern with * those
that it matches. Of one event type it shows the example, as a receiver gets it: trigger
and the verb send of scenarios send the same, with the ids of a real user.

No simulator needs to run.`,
		Example: `  vitalsim events
  vitalsim events 'daily.data.sleep*'
  vitalsim events daily.data.sleep.created
  vitalsim events daily.data.sleep.created --data > sleep.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			pattern := "*"
			if len(args) > 0 {
				pattern = args[0]
			}
			if e, ok := simulator.ExampleEvent(pattern); ok {
				return showExample(cmd, e, onlyData, asJSON)
			}
			if onlyData {
				return fmt.Errorf("events: --data is of one event type that there is an example of, and %q is none", pattern)
			}
			return listExamples(cmd, pattern, asJSON)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&onlyData, "data", false, "print only the data of the event, to change it and send it with trigger --data")
	f.BoolVar(&asJSON, "json", false, "print JSON on one line, an event as the exact bytes of its example")
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

// listExamples prints the event types that match.
func listExamples(cmd *cobra.Command, pattern string, asJSON bool) error {
	found := []string{}
	for _, eventType := range vital.EventTypes() {
		matches, err := path.Match(pattern, eventType)
		if err != nil {
			return fmt.Errorf("events %q: %w", pattern, err)
		}
		if _, ok := simulator.ExampleEvent(eventType); ok && matches {
			found = append(found, eventType)
		}
	}
	if len(found) == 0 {
		return fmt.Errorf("events: there is no example of %q%s", pattern, catalog.DidYouMean(pattern, vital.EventTypes()))
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
