package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newDeleteRecord() *cobra.Command {
	var r remote
	var provider, record string
	cmd := &cobra.Command{
		Use:   "delete-record USER RESOURCE",
		Short: "Delete a record or a sample of a running simulator",
		Long: `delete-record deletes a record or a sample that clients can already read, as users do with
an activity at the provider. The API does not serve it any more. Vital has no event for it.`,
		Example: `  vitalsim delete-record app-user-1 activity
  vitalsim delete-record app-user-1 workouts --record 2026-01-06 --provider fitbit
  vitalsim delete-record app-user-1 glucose --record 2026-01-06T07:45:00Z`,
		Args: someArgs(2, 2, "a USER and a RESOURCE", "vitalsim list resources shows the resources"),
		RunE: func(cmd *cobra.Command, args []string) error {
			which := "the latest"
			if record != "" {
				which = record
			}
			return r.act(cmd, "DELETE", "records"+query("user", args[0], "resource", args[1], "provider", provider, "record", record), nil,
				fmt.Sprintf("%s of %s is deleted: %s", args[1], args[0], which), "read it again: the API does not return it, and Vital sends no event for it")
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&provider, "provider", "", "slug (default: the connection that alone supplies the resource)")
	f.StringVar(&record, "record", "", "date of the record, or RFC 3339 time of the sample (default: the latest)")
	return cmd
}
