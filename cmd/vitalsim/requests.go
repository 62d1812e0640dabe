package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

func newRequests() *cobra.Command {
	var r remote
	var method, path, user, status, fault string
	cmd := &cobra.Command{
		Use:   "requests",
		Short: "Show the requests of clients to a running simulator",
		Long: `requests prints what clients asked of Vital's API, the newest 10,000 requests: simulated
time, user, status, fault, method, route and the beginning of the query.

With --json, each request has its path and the whole query.`,
		Example: `  vitalsim requests
  vitalsim requests --status 4xx
  vitalsim requests --path '/v2/summary/*' --user app-user-1 --json`,
		Args: noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var found struct {
				Requests []simulator.Request
				Total    int
			}
			answer, err := r.call(cmd.Context(), "GET", "requests"+query("method", method, "path", path, "user", user, "status", status, "fault", fault), nil, &found)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error { return printRequests(w, found.Requests) })
		},
	}
	r.register(cmd)
	f := cmd.Flags()
	f.StringVar(&method, "method", "", "method such as GET")
	f.StringVar(&path, "path", "", "path, in which * matches any run of characters, or route with {names} for ids")
	f.StringVar(&user, "user", "", "client_user_id or user_id")
	f.StringVar(&status, "status", "", "status such as 503, class such as 4xx, or 0 for no response")
	f.StringVar(&fault, "fault", "", "name of the fault that acted on the request")
	return cmd
}

// printRequests prints one line per request, at most 100 columns wide.
func printRequests(w io.Writer, requests []simulator.Request) error {
	var text strings.Builder
	t := tabwriter.NewWriter(&text, 0, 4, 2, ' ', 0)
	for _, q := range requests {
		where := cmp.Or(q.Route, q.Path)
		if q.Query != "" {
			where += "?" + q.Query
		}
		status := strconv.Itoa(q.Status)
		if q.Status == 0 {
			status = "no response"
		}
		if q.Fault != "" {
			status += " (fault " + q.Fault + ")"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", stamp(q.At), cmp.Or(q.ClientUserID, "-"), status, q.Method, where)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		if _, err := fmt.Fprintln(w, shortText(strings.TrimSuffix(line, "\n"), 99)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d requests\n", len(requests))
	return err
}
