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
		Short: "Let a running simulator send an event, of any type",
		Long: `trigger sends one event that nothing in the simulated world has caused, and shows how
it was answered. Without --data it is an example with the ids of the user, who is
created where there is none: vitalsim events EVENT shows it. What was sent this way
cannot be read from the API afterwards; connect a user and advance the clock for that.`,
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
				return ended(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error { return r.tellSent(cmd, w, sent.SvixID, query("event_type", args[0])) })
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&user, "user", "", "client_user_id of the user whom it is about")
	f.StringVar(&provider, "provider", "", "slug of the provider that the example comes from (default: the example's own)")
	f.StringVar(&file, "data", "", "file with the event's data as JSON, or - for stdin (default: an example)")
	return cmd
}
