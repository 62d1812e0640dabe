package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// servedAt is where serve serves unless it is told otherwise.
const servedAt = "127.0.0.1:8787"

// A remote is a simulator that runs in another process, which commands drive
// over its control API.
type remote struct {
	url, key, token string
	json            bool
}

func (r *remote) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.url, "control-url", "http://"+servedAt, "base URL of the running simulator")
	f.StringVar(&r.key, "key", "", "API key of the team that is meant, sk_us_… or sk_eu_… (default: the simulator's first)")
	f.StringVar(&r.token, "control-token", "", "token of the simulator's control API, which it wants off loopback")
	f.BoolVar(&r.json, "json", false, "print what the simulator answers, as JSON")
}

// A refusal is an answer of the control API that is no success.
type refusal struct {
	status int
	text   string
	body   []byte
}

func (r *refusal) Error() string { return r.text }

// call asks the control API and decodes the answer; body may be nil. The answer
// is returned as it came as well.
func (r *remote) call(ctx context.Context, method, path string, body, into any) (json.RawMessage, error) {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = bytes.NewReader(text)
	}
	u, err := url.Parse(r.url)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("--control-url %q: want a URL such as http://%s", r.url, servedAt)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(r.url, "/")+"/_sim/v1/"+path, sent)
	if err != nil {
		return nil, err
	}
	if sent != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if key, _, _ := strings.Cut(r.key, ","); key != "" { // the twin may hold those of serve
		req.Header.Set("X-Vital-Api-Key", strings.TrimSpace(key))
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	res, err := http.DefaultClient.Do(req)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, failed("no simulator answers at %s: %v; start one with vitalsim serve, or name another with --control-url", r.url, unwrapped(err))
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, failed("read the answer of %s: %v", r.url, err)
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return nil, refused(res, text)
	}
	if into == nil {
		return text, nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, failed("%s answers with something else than a simulator does: %v", r.url, err)
	}
	return text, nil
}

// failed is an error that is not the input's.
func failed(format string, args ...any) error {
	return &exitError{exitFailed, fmt.Errorf(format, args...)}
}

// refused is why the simulator refuses.
func refused(res *http.Response, body []byte) error {
	var told struct{ Error string }
	if json.Unmarshal(body, &told) != nil || told.Error == "" {
		told.Error = fmt.Sprintf("%s answers %s; is it a simulator?", res.Request.URL.Redacted(), res.Status)
	}
	return &refusal{res.StatusCode, told.Error, body}
}

// ended is how a command ends that was refused: what the input is to blame for
// is told from what may be otherwise another time.
func ended(cmd *cobra.Command, err error) error {
	r, ok := errors.AsType[*refusal](err)
	if !ok {
		return err
	}
	if slices.Contains([]int{http.StatusUnprocessableEntity, http.StatusNotFound, http.StatusUnauthorized, http.StatusForbidden}, r.status) {
		return fmt.Errorf("%s: %w", cmd.Name(), r)
	}
	return failed("%s: %w", cmd.Name(), r)
}

// show prints an answer: as it came, or as tell tells it.
func (r *remote) show(cmd *cobra.Command, answer json.RawMessage, tell func(io.Writer) error) error {
	if r.json {
		return printJSON(cmd, answer)
	}
	return tell(cmd.OutOrStdout())
}

// query is a query string of what is given.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// oneArg is the check of a command that takes one thing, of which hint says how
// it looks.
func oneArg(what, hint string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("%s: want one %s, have %d; %s", cmd.Name(), what, len(args), hint)
	}
}
