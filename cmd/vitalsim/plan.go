package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

func newPlan() *cobra.Command {
	var s settings
	var end endFlag
	var colour colourFlag
	cmd := &cobra.Command{
		Use:   "plan SCENARIO",
		Short: "Print a scenario's timeline without sending anything",
		Long: `plan prints which webhooks a scenario sends and when, without sending them. The same
scenario and seed produce the same output every time, on any machine.`,
		Example: `  vitalsim plan first-connection
  vitalsim plan first-connection --json --seed 7
  vitalsim plan ./my-scenario.yaml --end now`,
		Args: scenarioArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			sc, err := simulator.LoadScenario(args[0])
			if err != nil {
				return err
			}
			config, err := s.config()
			if err != nil {
				return err
			}
			if config, err = end.move(cmd.Context(), sc, config); err != nil {
				return err
			}
			plan, err := simulator.PlanScenario(cmd.Context(), sc, config)
			if err != nil {
				return err
			}
			if s.json {
				return printJSON(cmd, plan)
			}
			var types, users []string
			for _, e := range plan.Timeline {
				types, users = append(types, e.EventType), append(users, e.User)
			}
			out := printer{w: cmd.OutOrStdout(), layout: newLayout(cmd.OutOrStdout(), colour, types, users)}
			fmt.Fprintf(out.w, "%s: %s\n", sc.Name, sc.About)
			fmt.Fprintf(out.w, "seed %d, from %s to %s (simulated)\n", plan.Seed, stamp(plan.Start), stamp(plan.End))
			for _, e := range plan.Timeline {
				out.at(e.At)
				fmt.Fprintln(out.w, out.line(e.At, e.EventType, e.User, e.Carries.Summary, "", true))
			}
			for _, w := range plan.Warnings {
				fmt.Fprintln(cmd.ErrOrStderr(), w)
			}
			fmt.Fprintf(out.w, "\n%d messages\n", len(plan.Timeline))
			return nil
		},
	}
	s.register(cmd)
	end.registerEnd(cmd)
	registerColour(cmd, &colour)
	return cmd
}
