package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func newWait() *cobra.Command {
	var r remote
	var c choice
	var atLeast int
	var timeout string
	cmd := &cobra.Command{
		Use:   "wait EVENT",
		Short: "Wait until a running simulator has delivered so many messages",
		Long: `wait returns when so many messages match, and shows them. Those that were accepted
count, unless --answered or --status says otherwise. EVENT is an event type, with *
for any run of letters. Where time stands still, what is due later comes only with
vitalsim clock advance.

Exit code: 0 when there were enough, 1 when not in time. Then stderr says what came
instead, and what came near.`,
		Example: `  vitalsim wait daily.data.sleep.created --user app-user-1
  vitalsim wait 'historical.data.*' --at-least 3 --timeout 1m
  vitalsim wait daily.data.sleep.created --answered failed`,
		Args: oneArg("event type", "vitalsim list events shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]any{"event_type": args[0], "at_least": atLeast, "timeout": timeout}
			for name, value := range map[string]string{"user": c.user, "status": c.status, "answered": c.answered, "endpoint_id": c.endpoint} {
				if value != "" {
					body[name] = value
				}
			}
			var found messages
			answer, err := r.call(cmd.Context(), "POST", "wait", body, &found)
			if late, ok := errors.AsType[*refusal](err); ok && late.status == http.StatusRequestTimeout {
				return r.late(cmd, late)
			}
			if err != nil {
				return ended(cmd, err)
			}
			return r.show(cmd, answer, found.tell)
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&c.user, "user", "", "client_user_id or user_id")
	f.StringVar(&c.status, "status", "", "where they stand: pending, success, fail or unwanted")
	f.StringVar(&c.answered, "answered", "", "how they were answered: 2xx, failed or any (default: 2xx, unless there is a --status)")
	f.StringVar(&c.endpoint, "endpoint", "", "id of the endpoint that they go to, ep_…")
	f.IntVar(&atLeast, "at-least", 1, "how many")
	f.StringVar(&timeout, "timeout", "10s", "how long to wait, in wall time, up to 10m")
	return cmd
}

// late says what came instead of what was waited for.
func (r *remote) late(cmd *cobra.Command, late *refusal) error {
	if r.json {
		if err := printJSON(cmd, json.RawMessage(late.body)); err != nil {
			return err
		}
		return errFailed
	}
	var told struct {
		Near []struct {
			What, User, Status string
			Differs            []string
		}
		Others map[string]int
	}
	if err := json.Unmarshal(late.body, &told); err != nil {
		return failed("wait: %w", late)
	}
	w := cmd.ErrOrStderr()
	fmt.Fprintln(w, "vitalsim: wait:", late)
	section(w, "what came near:", len(told.Near), func(i int) string {
		n := told.Near[i]
		return fmt.Sprintf("%s of %s (%s): %s", n.What, n.User, n.Status, strings.Join(n.Differs, "; "))
	})
	others := slices.Sorted(maps.Keys(told.Others))
	section(w, "what came as well:", len(others), func(i int) string {
		return fmt.Sprintf("%d %s", told.Others[others[i]], others[i])
	})
	return errFailed
}

// section prints lines under a title, of many the first.
func section(w io.Writer, title string, n int, line func(i int) string) {
	const most = 20
	if n > 0 {
		fmt.Fprintln(w, title)
	}
	for i := range min(n, most) {
		fmt.Fprintln(w, "  "+line(i))
	}
	if n > most {
		fmt.Fprintf(w, "  and %d more kinds\n", n-most)
	}
}
