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

// servedAt is the default address of serve.
const servedAt = "127.0.0.1:8787"

// A remote is a simulator in another process, driven over its control API.
type remote struct {
	url, key, token string
	json            bool
	cmd             *cobra.Command // that has the flags
}

func (r *remote) register(cmd *cobra.Command) {
	r.cmd = cmd
	f := cmd.Flags()
	f.StringVar(&r.url, "control-url", "http://"+servedAt, "base URL of the running simulator")
	f.StringVar(&r.key, "key", "", "API key of the team, sk_us_… or sk_eu_… (default: the first team)")
	f.StringVar(&r.token, "control-token", "", "token of the control API, if it needs one")
	f.BoolVar(&r.json, "json", false, "print the response of the simulator as JSON")
}

// atURL returns the flag of a command that drives the simulator at a URL, with a
// blank before it; "" for the default.
func atURL(url string) string {
	if url == "http://"+servedAt {
		return ""
	}
	return " --control-url " + url
}

// A refusal is an error response of the control API.
type refusal struct {
	status int
	text   string
	body   []byte
}

func (r *refusal) Error() string { return r.text }

// An upload is a body that is sent as it is.
type upload struct {
	contentType string
	text        []byte
}

// call sends a request to the control API, decodes the response into into, and
// returns it unchanged too. Both body and into may be nil. A body that is no upload is
// sent as JSON.
func (r *remote) call(ctx context.Context, method, path string, body, into any) (json.RawMessage, error) {
	req, err := r.request(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	res, err := r.send(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, failed("read the answer of %s: %v", r.url, err)
	}
	if into == nil {
		return text, nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, failed("the response of %s is not that of a simulator: %v", r.url, err)
	}
	return text, nil
}

// request returns a request to the control API.
func (r *remote) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	sent, ok := body.(upload)
	if body != nil && !ok {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = upload{"application/json", text}
	}
	u, err := url.Parse(r.url)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("--control-url %q: want a URL such as http://%s", r.url, servedAt)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(r.url, "/")+"/_sim/v1/"+path, bytes.NewReader(sent.text))
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", sent.contentType)
	}
	if key, _, _ := strings.Cut(r.key, ","); key != "" { // VITALSIM_KEY may hold the keys of serve
		req.Header.Set("X-Vital-Api-Key", strings.TrimSpace(key))
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	return req, nil
}

// send sends a request and returns a response that succeeded.
func (r *remote) send(req *http.Request) (*http.Response, error) {
	res, err := http.DefaultClient.Do(req)
	if ctx := req.Context(); ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, failed("no simulator answers at %s: %v; start one with vitalsim serve, or name another with --control-url", r.url, unwrapped(err))
	}
	if res.StatusCode >= 200 && res.StatusCode <= 299 {
		return res, nil
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, failed("read the answer of %s: %v", r.url, err)
	}
	return nil, responseError(res, text)
}

// failed returns an error that the input is not to blame for.
func failed(format string, args ...any) error {
	return &exitError{exitFailed, fmt.Errorf(format, args...)}
}

// responseError returns the error in a response.
func responseError(res *http.Response, body []byte) error {
	var problem struct{ Error string }
	if json.Unmarshal(body, &problem) != nil || problem.Error == "" {
		problem.Error = fmt.Sprintf("%s answers %s; is it a simulator?", res.Request.URL.Redacted(), res.Status)
	}
	return &refusal{res.StatusCode, problem.Error, body}
}

// requestError returns the error of a command whose request failed. Wrong input has
// another exit code than errors that may not occur the next time.
func requestError(cmd *cobra.Command, err error) error {
	r, ok := errors.AsType[*refusal](err)
	if !ok {
		return err
	}
	r.text = inWords(cmd, r.text)
	if slices.Contains([]int{http.StatusUnprocessableEntity, http.StatusNotFound, http.StatusUnauthorized, http.StatusForbidden}, r.status) {
		return r
	}
	return failed("%w", r)
}

// inWords returns an error of the control API in the words of a command: it begins with
// the command, and with the flag or argument instead of the field of the request.
func inWords(cmd *cobra.Command, text string) string {
	text = strings.NewReplacer(
		"GET /_sim/v1/events ", "vitalsim events ",
		"GET /_sim/v1/messages ", "vitalsim messages ",
		"GET /_sim/v1/scenarios ", "vitalsim list scenarios ",
		"the key in x-vital-api-key", "--key",
	).Replace(text)
	if cause, ok := strings.CutPrefix(text, "body: "); ok { // the argument is the body
		return prefix(cmd) + cause
	}
	end := strings.IndexAny(text, ": ")
	if end < 0 || text[:end] == cmd.Name() && cmd.Name() != "speed" {
		return text
	}
	field, rest := text[:end], text[end:]
	flag := strings.ReplaceAll(strings.TrimSuffix(field, "_id"), "_", "-")
	argument := strings.ToUpper(strings.TrimSuffix(field, "_type"))
	switch {
	case field == "by":
		field = "DURATION"
	case field == "speed":
		field = "FACTOR"
	case field == "secret" && cmd.Flags().Lookup("new-secret") != nil:
		field = "--new-secret"
	case strings.HasPrefix(field, "backfill."):
		field = "--" + strings.TrimPrefix(field, "backfill.")
	case cmd.Flags().Lookup(flag) != nil && field == strings.ToLower(field):
		field = "--" + flag
	case field == strings.ToLower(field) && strings.Contains(cmd.Use, argument):
		field = argument
	}
	return prefix(cmd) + field + rest
}

// show prints a response as JSON or with print.
func (r *remote) show(cmd *cobra.Command, answer json.RawMessage, print func(io.Writer) error) error {
	if r.json {
		return printJSON(cmd, answer)
	}
	return print(cmd.OutOrStdout())
}

// act sends a request that changes something. It prints what was done and what can
// be done next.
func (r *remote) act(cmd *cobra.Command, method, path string, body any, done, next string) error {
	answer, err := r.call(cmd.Context(), method, path, body, nil)
	if err != nil {
		return requestError(cmd, err)
	}
	return r.show(cmd, answer, func(w io.Writer) error { return r.reportDone(w, done, next) })
}

// reportDone prints what was done and what can be done next. The flags that chose the
// simulator and the team are part of it, as the next command needs them too.
func (r *remote) reportDone(w io.Writer, done, next string) error {
	var flags []string
	for _, name := range []string{"control-url", "key"} {
		f := r.cmd.Flags().Lookup(name)
		if _, inEnv := f.Annotations[fromEnv]; f.Changed && !inEnv {
			flags = append(flags, "--"+name+" "+shellQuoted(f.Value.String()))
		}
	}
	if flags != nil {
		next += " (with " + strings.Join(flags, " ") + ")"
	}
	_, err := fmt.Fprintf(w, "%s\nnext: %s\n", done, next)
	return err
}

// fields returns a JSON object of the pairs whose value is not empty.
func fields(pairs ...string) map[string]any {
	object := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			object[pairs[i]] = pairs[i+1]
		}
	}
	return object
}

// query returns a query string of the pairs whose value is not empty.
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
