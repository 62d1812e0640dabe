package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// endpoints holds the endpoints of a team as the control API shows them.
type endpoints struct{ Endpoints []endpoint }

// An endpoint is a receiver of webhooks.
type endpoint struct {
	ID          string
	URL         string
	Description string
	FilterTypes []string `json:"filter_types"` // nil for all
	RateLimit   int      `json:"rate_limit"`   // 0 for none
	Disabled    bool
}

func newEndpoints() *cobra.Command {
	var r remote
	subcommands := []*cobra.Command{newAddEndpoint(), newChangeEndpoint(), newDeleteEndpoint(), newRotate()}
	cmd := &cobra.Command{
		Use:   "endpoints",
		Short: "Show or change the endpoints of a running simulator",
		Long: `endpoints prints the endpoints of a team, which receive its webhooks: id, wanted event types,
rate limit, description and URL.`,
		Example: `  vitalsim endpoints
  vitalsim endpoints add http://127.0.0.1:3000/webhooks --filter-types 'daily.data.*'
  vitalsim endpoints change ep_2Lh9sKcA0pQeR4tWzXyVbN1mGfD --disabled`,
		Args: onlyCommands(subcommands),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.callForEndpoints(cmd, "GET", "endpoints")
		},
	}
	r.register(cmd)
	cmd.AddCommand(subcommands...)
	return cmd
}

// callForEndpoints sends a request whose response is the endpoints.
func (r *remote) callForEndpoints(cmd *cobra.Command, method, path string) error {
	var found endpoints
	answer, err := r.call(cmd.Context(), method, path, nil, &found)
	if err != nil {
		return requestError(cmd, err)
	}
	return r.show(cmd, answer, func(w io.Writer) error { return r.printEndpoints(w, found.Endpoints...) })
}

// printEndpoints prints two lines per endpoint.
func (r *remote) printEndpoints(w io.Writer, all ...endpoint) error {
	if len(all) == 0 {
		return r.reportDone(w, "no endpoints: events go nowhere", "vitalsim endpoints add http://127.0.0.1:3000/webhooks")
	}
	for _, e := range all {
		notes := []string{"all event types"}
		switch n := len(e.FilterTypes); {
		case n == 1:
			notes[0] = e.FilterTypes[0]
		case e.FilterTypes != nil:
			notes[0] = fmt.Sprintf("%d event types", n)
		}
		if e.RateLimit > 0 {
			notes = append(notes, fmt.Sprintf("%d per second", e.RateLimit))
		}
		if e.Disabled {
			notes = append(notes, "disabled")
		}
		if e.Description != "" {
			notes = append(notes, e.Description)
		}
		if _, err := fmt.Fprintf(w, "%s  %s\n    %s\n", e.ID, strings.Join(notes, ", "), e.URL); err != nil {
			return err
		}
	}
	return nil
}

// endpointFlags are the flags for the settings of an endpoint.
type endpointFlags struct {
	description            string
	types, headers, masked []string
	rate                   int
	disabled               bool
}

func (e *endpointFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&e.description, "description", "", "description of the endpoint")
	f.StringSliceVar(&e.types, "filter-types", nil, "wanted event types with commas between them, in which * matches any run of characters; all means every type")
	f.IntVar(&e.rate, "rate-limit", 0, "maximum number of attempts per simulated second; 0 means no limit")
	f.BoolVar(&e.disabled, "disabled", false, "send nothing to the endpoint")
	f.StringArrayVar(&e.headers, "header", nil, "a header to send, as name: value; may be repeated")
	f.StringSliceVar(&e.masked, "sensitive", nil, "names of headers whose values are not shown, with commas between")
}

// settings returns the settings that were given, as the control API reads them.
func (e *endpointFlags) settings(cmd *cobra.Command) (map[string]any, error) {
	headers := map[string]string{}
	for _, one := range e.headers {
		name, value, ok := strings.Cut(one, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("--header %q: want name: value", one)
		}
		headers[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	body := map[string]any{}
	for _, setting := range []struct {
		flag, key string
		value     any
	}{
		{"description", "description", e.description}, {"filter-types", "filter_types", e.types}, {"rate-limit", "rate_limit", e.rate},
		{"disabled", "disabled", e.disabled}, {"header", "headers", headers}, {"sensitive", "sensitive", e.masked},
	} {
		if cmd.Flags().Changed(setting.flag) {
			body[setting.key] = setting.value
		}
	}
	if len(e.types) == 1 && e.types[0] == "all" {
		body["filter_types"] = nil
	}
	if e.rate == 0 && body["rate_limit"] != nil {
		body["rate_limit"] = nil
	}
	return body, nil
}

func newAddEndpoint() *cobra.Command {
	var r remote
	var e endpointFlags
	var secret string
	cmd := &cobra.Command{
		Use:   "add URL",
		Short: "Add an endpoint to a running simulator",
		Long: `add adds an endpoint, which gets the events that are sent from now on. Without --secret it
has the secret of the team, which serve prints.`,
		Example: `  vitalsim endpoints add http://127.0.0.1:3000/webhooks
  vitalsim endpoints add http://127.0.0.1:4000/sleep --filter-types 'daily.data.sleep.*,historical.data.sleep.*'`,
		Args: oneArg("URL", "such as http://127.0.0.1:3000/webhooks"),
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := e.settings(cmd)
			if err != nil {
				return err
			}
			body["url"] = args[0]
			if secret != "" {
				body["secret"] = secret
			}
			return r.callForEndpoint(cmd, "POST", "endpoints", body)
		},
	}
	r.register(cmd)
	e.register(cmd)
	cmd.Flags().StringVar(&secret, "secret", "", "signing secret, whsec_… (default: the secret of the team)")
	return cmd
}

func newChangeEndpoint() *cobra.Command {
	var r remote
	var e endpointFlags
	var address string
	cmd := &cobra.Command{
		Use:   "change ID",
		Short: "Change an endpoint of a running simulator",
		Long:  `change sets what the flags name; everything else of the endpoint stays. ID begins with ep_.`,
		Example: `  vitalsim endpoints change ep_2Lh9sKcA0pQeR4tWzXyVbN1mGfD --disabled
  vitalsim endpoints change ep_2Lh9sKcA0pQeR4tWzXyVbN1mGfD --disabled=false --filter-types all`,
		Args: oneArg("id", "vitalsim endpoints shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := e.settings(cmd)
			if err != nil {
				return err
			}
			if address != "" {
				body["url"] = address
			}
			if len(body) == 0 {
				return errors.New("endpoints change: nothing to change; vitalsim endpoints change --help shows the flags")
			}
			return r.callForEndpoint(cmd, "PATCH", "endpoints/"+url.PathEscape(args[0]), body)
		},
	}
	r.register(cmd)
	e.register(cmd)
	cmd.Flags().StringVar(&address, "url", "", "another URL")
	return cmd
}

// callForEndpoint sends a request whose response is an endpoint.
func (r *remote) callForEndpoint(cmd *cobra.Command, method, path string, body any) error {
	var changed endpoint
	answer, err := r.call(cmd.Context(), method, path, body, &changed)
	if err != nil {
		return requestError(cmd, err)
	}
	return r.show(cmd, answer, func(w io.Writer) error { return r.printEndpoints(w, changed) })
}

func newDeleteEndpoint() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:     "delete ID",
		Short:   "Delete an endpoint of a running simulator",
		Long:    `delete deletes an endpoint and prints those that remain. Its pending messages have failed.`,
		Example: "  vitalsim endpoints delete ep_2Lh9sKcA0pQeR4tWzXyVbN1mGfD",
		Args:    oneArg("id", "vitalsim endpoints shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.callForEndpoints(cmd, "DELETE", "endpoints/"+url.PathEscape(args[0]))
		},
	}
	r.register(cmd)
	return cmd
}

func newRotate() *cobra.Command {
	var r remote
	var secret string
	cmd := &cobra.Command{
		Use:   "rotate ID",
		Short: "Give an endpoint of a running simulator another secret",
		Long: `rotate gives an endpoint a new signing secret and prints it. It is not shown again. For
24 simulated hours, messages are signed with the old secret as well.`,
		Example: "  vitalsim endpoints rotate ep_2Lh9sKcA0pQeR4tWzXyVbN1mGfD",
		Args:    oneArg("id", "vitalsim endpoints shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var rotated struct{ Secret string }
			answer, err := r.call(cmd.Context(), "POST", "endpoints/"+url.PathEscape(args[0])+"/rotate", fields("secret", secret), &rotated)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error {
				return r.reportDone(w, rotated.Secret, "give it to your webhook handler within 24 simulated hours")
			})
		},
	}
	r.register(cmd)
	cmd.Flags().StringVar(&secret, "new-secret", "", "the secret, whsec_… (default: a random one)")
	return cmd
}
