package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"
)

func newTrigger() *cobra.Command {
	var r remote
	var user, provider, file string
	cmd := &cobra.Command{
		Use:   "trigger EVENT --user USER",
		Short: "Send an event about a user from a running simulator",
		Long: `trigger sends one event without a cause in the simulation, and prints the response.
Without --data, the event is the example that vitalsim events EVENT prints, with the
ids of the user. The user is created if needed. The API does not serve the data of such
an event; to get data that it serves, connect a user and advance the clock.

Every event type of wearables has an example. Those of lab tests, lab reports and
continuous queries (vitalsim list events) have none and need --data.`,
		Example: `  vitalsim trigger daily.data.sleep.created --user app-user-1
  vitalsim trigger provider.connection.error --user app-user-1 --provider oura
  vitalsim events daily.data.sleep.created --data > sleep.json
  vitalsim trigger daily.data.sleep.created --user app-user-1 --data sleep.json`,
		Args: oneArg("event type", "vitalsim list events shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if user == "" {
				return errors.New("trigger: --user is needed, a client_user_id such as app-user-1")
			}
			body := map[string]any{"event_type": args[0], "user": user}
			if provider != "" {
				body["provider"] = provider
			}
			if file != "" {
				data, err := data(cmd, file)
				if err != nil {
					return err
				}
				body["data"] = data
			}
			var sent struct {
				SvixID string `json:"svix_id"`
			}
			answer, err := r.call(cmd.Context(), "POST", "events", body, &sent)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error { return r.printSent(cmd, w, sent.SvixID, query("event_type", args[0])) })
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&user, "user", "", "client_user_id of the user")
	f.StringVar(&provider, "provider", "", "slug of the provider in the example (default: that of the example)")
	f.StringVar(&file, "data", "", "file with the event's data as JSON, or - for stdin (default: an example)")
	return cmd
}
