package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newConnect() *cobra.Command {
	var r remote
	var fixture, persona, zone, fallback string
	var resources []string
	var days, chunks int
	cmd := &cobra.Command{
		Use:   "connect USER [PROVIDER]",
		Short: "Connect a user of a running simulator to a provider",
		Long: `connect connects a user to a provider, and creates the user if needed. The first event is
sent at once, the history as simulated time passes. USER is a client_user_id or a
user_id. PROVIDER may be left out where the fixture has only one. The persona and the
zones describe a user who is created.`,
		Example: `  vitalsim connect app-user-1 oura
  vitalsim connect app-user-1 garmin --days 7 --resources sleep,activity
  vitalsim connect app-user-2 --fixture oura --time-zone Europe/Berlin`,
		Args: someArgs(1, 2, "a USER and a PROVIDER", "vitalsim list providers shows the providers"),
		RunE: func(cmd *cobra.Command, args []string) error {
			provider := optional(args, 1)
			body := fields("user", args[0], "provider", provider, "fixture", fixture, "persona", persona, "time_zone", zone, "fallback_time_zone", fallback)
			if resources != nil {
				body["resources"] = resources
			}
			if days != 0 || chunks != 0 {
				body["backfill"] = map[string]int{"days": days, "chunks": chunks}
			}
			to := provider
			if to == "" {
				to = "the provider of " + fixture
			}
			return r.act(cmd, "POST", "connections", body, fmt.Sprintf("%s is connected to %s", args[0], to),
				"vitalsim clock advance 1h sends the history; vitalsim messages --user "+shellQuoted(args[0])+" shows it")
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.IntVar(&days, "days", 0, "days of history (default: each resource's usual range)")
	f.IntVar(&chunks, "chunks", 0, "events of history per resource (default: 1)")
	f.StringSliceVar(&resources, "resources", nil, "resources by event name, with commas between (default: all of the provider)")
	f.StringVar(&fixture, "fixture", "", "recorded data: a shipped fixture, or a folder that the simulator can read")
	f.StringVar(&persona, "persona", "", "a shipped persona, or a file that the simulator can read")
	f.StringVar(&zone, "time-zone", "", "where the person lives, such as Europe/Berlin")
	f.StringVar(&fallback, "fallback-time-zone", "", "time zone for providers that do not know it")
	return cmd
}
