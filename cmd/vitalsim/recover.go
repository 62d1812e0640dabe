package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func newRecover() *cobra.Command {
	var r remote
	var endpoint, since string
	cmd := &cobra.Command{
		Use:   "recover",
		Short: "Attempt the failed messages of a running simulator again",
		Long: `recover makes one more attempt at every message that has failed and at those sent while
an endpoint was disabled, as Svix's dashboard does. It returns when all were attempted.`,
		Example: `  vitalsim recover
  vitalsim recover --since 2026-01-05T08:00:00Z --endpoint ep_2Lh9sKcA0pQeR4tWzXyVbN1mGfD`,
		Args: noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var again struct{ Attempts int }
			answer, err := r.call(cmd.Context(), "POST", "recover", fields("endpoint_id", endpoint, "since", since), &again)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error {
				if again.Attempts == 0 {
					return r.reportDone(w, "no message has failed", "vitalsim messages --status pending shows those with retries to come")
				}
				return r.reportDone(w, fmt.Sprintf("made %d more attempts", again.Attempts), "vitalsim messages --answered failed shows what failed again")
			})
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&endpoint, "endpoint", "", "id of the endpoint, ep_… (default: all that are enabled)")
	f.StringVar(&since, "since", "", "simulated time such as 2026-01-05T08:00:00Z (default: the beginning)")
	return cmd
}
