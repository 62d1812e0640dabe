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
	var c messageFilter
	var atLeast int
	var timeout string
	cmd := &cobra.Command{
		Use:   "wait EVENT",
		Short: "Wait until a running simulator has delivered messages",
		Long: `wait returns when at least --at-least messages match, and prints them. By default,
messages that were accepted are counted; --answered and --status select others. EVENT
is an event type, in which * matches any run of characters. If the clock stands still,
messages that are due later are sent only after vitalsim clock advance.

Exit code: 0 if there were enough messages, 1 if the time ran out. In that case, stderr
lists the closest messages and the other ones.`,
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
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, found.print)
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&c.user, "user", "", "client_user_id or user_id")
	f.StringVar(&c.status, "status", "", "status: pending, success, fail, or unwanted (no endpoint wants its event type)")
	f.StringVar(&c.answered, "answered", "", "response: 2xx, failed or any (default: 2xx, without --status)")
	f.StringVar(&c.endpoint, "endpoint", "", "id of the endpoint, ep_…")
	f.IntVar(&atLeast, "at-least", 1, "number of messages to wait for")
	f.StringVar(&timeout, "timeout", "10s", "maximum wall time to wait, up to 10m")
	return cmd
}

// late prints the messages that came instead.
func (r *remote) late(cmd *cobra.Command, late *refusal) error {
	if r.json {
		if err := printJSON(cmd, json.RawMessage(late.body)); err != nil {
			return err
		}
		return errFailed
	}
	var seen struct {
		Near []struct {
			What, User, Status string
			Differs            []string
		}
		Others map[string]int
	}
	if err := json.Unmarshal(late.body, &seen); err != nil {
		return failed("wait: %w", late)
	}
	w := cmd.ErrOrStderr()
	fmt.Fprintln(w, "vitalsim: wait:", late)
	section(w, "closest messages:", len(seen.Near), func(i int) string {
		n := seen.Near[i]
		return fmt.Sprintf("%s of %s (%s): %s", n.What, n.User, n.Status, strings.Join(n.Differs, "; "))
	})
	others := slices.Sorted(maps.Keys(seen.Others))
	section(w, "other messages:", len(others), func(i int) string {
		return fmt.Sprintf("%d %s", seen.Others[others[i]], others[i])
	})
	return errFailed
}

// section prints lines under a title, at most 20.
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
