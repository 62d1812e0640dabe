package main

import (
	"github.com/spf13/cobra"
)

func newDisconnect() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "disconnect USER PROVIDER",
		Short: "End a connection of a running simulator",
		Long: `disconnect ends a connection: nothing more arrives, and what was announced stays readable.
Vital has no event for it.`,
		Example: "  vitalsim disconnect app-user-1 oura",
		Args:    someArgs(2, 2, "a USER and a PROVIDER", "vitalsim users shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.act(cmd, "POST", "disconnect", fields("user", args[0], "provider", args[1]), connectionOf(args)+" disconnected",
				"vitalsim connect "+shellQuoted(args[0])+" "+args[1]+" connects it again")
		},
	}
	r.register(cmd)
	return cmd
}

func newRevoke() *cobra.Command {
	var r remote
	var errorType string
	cmd := &cobra.Command{
		Use:   "revoke USER PROVIDER",
		Short: "Revoke the access to a provider of a running simulator",
		Long: `revoke takes the access to a provider away, as users do at the provider. The event
provider.connection.error announces it. connect restores the access.`,
		Example: "  vitalsim revoke app-user-1 oura\n  vitalsim revoke app-user-1 garmin --error-type deregistered_per_provider",
		Args:    someArgs(2, 2, "a USER and a PROVIDER", "vitalsim users shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.act(cmd, "POST", "revoke", fields("user", args[0], "provider", args[1], "error_type", errorType), "the access to "+connectionOf(args)+" revoked",
				"vitalsim connect "+shellQuoted(args[0])+" "+args[1]+" restores it")
		},
	}
	r.register(cmd)
	cmd.Flags().StringVar(&errorType, "error-type", "", "error_type of the connection error (default: token_refresh_failed)")
	return cmd
}
