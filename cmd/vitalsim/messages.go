package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

// A message is a webhook message as the control API shows it.
type message struct {
	SvixID     string    `json:"svix_id"`
	EndpointID string    `json:"endpoint_id"`
	EventType  string    `json:"event_type"`
	User       string    `json:"client_user_id"`
	At         time.Time `json:"at"` // simulated
	Status     string    `json:"status"`
	Summary    string    `json:"summary"`
	Attempts   []attempt `json:"attempts"`
}

// An attempt is one of a message's, with the beginning of the answer's body.
type attempt struct {
	simulator.Attempt
	Response string `json:"response"`
}

// messages holds the messages that match.
type messages struct {
	Messages []message `json:"messages"`
	Total    int       `json:"total"`
	Evicted  int       `json:"evicted"`
	// Elsewhere are the keys of other teams that have messages.
	Elsewhere []string `json:"elsewhere"`
}

// A messageFilter holds the flags that select messages.
type messageFilter struct{ user, status, answered, endpoint string }

func newMessages() *cobra.Command {
	var r remote
	var c messageFilter
	cmd := &cobra.Command{
		Use:   "messages [EVENT]",
		Short: "Show the messages of a running simulator and the responses to them",
		Long: `messages prints the webhook messages of a team, one per line: simulated time, svix-id,
event type, user, status, response to the last attempt, and a summary of the data.
EVENT is an event type, in which * matches any run of characters.

With --json, each message has all its attempts with requests and responses.`,
		Example: `  vitalsim messages
  vitalsim messages 'daily.data.*' --user app-user-1 --answered failed
  vitalsim messages --status pending --json`,
		Args: atMostOneArg("event type", "put a pattern such as 'daily.data.*' in quotes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			event := ""
			if len(args) > 0 {
				event = args[0]
			}
			var found messages
			answer, err := r.call(cmd.Context(), "GET", "messages"+c.query(event), nil, &found)
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
	f.StringVar(&c.answered, "answered", "", "response: 2xx, failed or any")
	f.StringVar(&c.endpoint, "endpoint", "", "id of the endpoint, ep_…")
	return cmd
}

func (c messageFilter) query(event string) string {
	return query("event_type", event, "user", c.user, "status", c.status, "answered", c.answered, "endpoint_id", c.endpoint)
}

func newResend() *cobra.Command {
	var r remote
	var endpoint string
	cmd := &cobra.Command{
		Use:   "resend SVIX_ID",
		Short: "Resend a message of a running simulator",
		Long: `resend makes one more attempt with the same svix-id, as Svix's dashboard does, and
prints the response. It sends to one endpoint, or to all that the message was sent to.`,
		Example: "  vitalsim resend msg_2Lh9sKcA0pQeR4tWzXyVbN1mGfD",
		Args:    oneArg("svix-id", "vitalsim messages shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := r.call(cmd.Context(), "POST", "messages/"+url.PathEscape(args[0])+"/resend", map[string]string{"endpoint_id": endpoint}, nil)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error { return r.printSent(cmd, w, args[0], "") })
		},
	}
	r.register(cmd)
	cmd.Flags().StringVar(&endpoint, "endpoint", "", "id of the endpoint, ep_… (default: all that the message was sent to)")
	return cmd
}

// printSent prints the status of a message at each endpoint. The query among
// limits the messages that are searched.
func (r *remote) printSent(cmd *cobra.Command, w io.Writer, svixID, among string) error {
	var all messages
	if _, err := r.call(cmd.Context(), "GET", "messages"+among, nil, &all); err != nil {
		return requestError(cmd, err)
	}
	var of messages
	for _, m := range all.Messages {
		if m.SvixID == svixID {
			of.Messages, of.Total = append(of.Messages, m), 1
		}
	}
	return of.lines(w)
}

// print prints messages as text.
func (m messages) print(w io.Writer) error {
	if err := m.lines(w); err != nil {
		return err
	}
	older := ""
	if m.Evicted > 0 {
		older = fmt.Sprintf(", of which the oldest %d are not kept", m.Evicted)
	}
	_, err := fmt.Fprintf(w, "%d messages%s\n", m.Total, older)
	if len(m.Elsewhere) > 0 {
		_, err = fmt.Fprintf(w, "other teams have messages: vitalsim messages --key %s\n", strings.Join(m.Elsewhere, ", or --key "))
	}
	return err
}

// lines prints one line per message.
func (m messages) lines(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, one := range m.Messages {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s: %s\t%s\n", stamp(one.At), one.SvixID, one.EventType, one.User, one.Status, one.last(), one.Summary)
	}
	return t.Flush()
}

// last describes the outcome of the last attempt.
func (m message) last() string {
	if len(m.Attempts) == 0 {
		return "not attempted"
	}
	a := m.Attempts[len(m.Attempts)-1]
	a.Attempt.Response = a.Response
	return fmt.Sprintf("attempt %d: %s", a.Number, outcome(a.Attempt))
}

// data reads JSON from a file, or from stdin if the name is "-".
func data(cmd *cobra.Command, file string) (json.RawMessage, error) {
	text, err := readInput(cmd, file, maxBody)
	if err != nil || len(text) == 0 {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	if !json.Valid(text) {
		return nil, fmt.Errorf("%s: --data %s: not JSON", cmd.Name(), file)
	}
	return text, nil
}
