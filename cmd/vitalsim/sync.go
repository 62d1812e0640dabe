package main

import (
	"github.com/spf13/cobra"
)

func newSync() *cobra.Command {
	var r remote
	var upload bool
	cmd := &cobra.Command{
		Use:   "sync USER [PROVIDER]",
		Short: "Sync a user's device of a running simulator now",
		Long: `sync makes the user's device upload and Vital poll it now, instead of at the next time on
schedule. Without PROVIDER it does so for all connections of the user. It returns when
the events were attempted.`,
		Example: "  vitalsim sync app-user-1\n  vitalsim sync app-user-1 oura --upload=false",
		Args:    someArgs(1, 2, "a USER and, if you like, a PROVIDER", "vitalsim users shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			body := fields("user", args[0], "provider", optional(args, 1))
			body["upload"] = upload
			return r.act(cmd, "POST", "sync", body, connectionOf(args)+" synced",
				"vitalsim messages --user "+shellQuoted(args[0])+" shows what was sent")
		},
	}
	r.register(cmd)
	cmd.Flags().BoolVar(&upload, "upload", true, "the device uploads before Vital polls")
	return cmd
}

func newRefresh() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "refresh USER",
		Short: "Poll a user's connections of a running simulator",
		Long: `refresh polls all connections of a user, as POST /v2/user/refresh does. Unlike sync, it
does not make devices upload.`,
		Example: "  vitalsim refresh app-user-1",
		Args:    oneArg("user", "vitalsim users shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.act(cmd, "POST", "refresh", fields("user", args[0]), connectionOf(args)+" polled",
				"vitalsim messages --user "+shellQuoted(args[0])+" shows what was sent")
		},
	}
	r.register(cmd)
	return cmd
}

// connectionOf returns the subject of a sentence about the connections that the
// arguments USER and PROVIDER select, with its verb.
func connectionOf(args []string) string {
	if provider := optional(args, 1); provider != "" {
		return provider + " of " + args[0] + " is"
	}
	return "all connections of " + args[0] + " are"
}
