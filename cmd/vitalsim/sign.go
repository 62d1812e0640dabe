package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// The headers of a signed webhook.
const headerID, headerTimestamp, headerSignature = "svix-id", "svix-timestamp", "svix-signature"

// maxBody is the maximum size of the body of a webhook.
const maxBody = 8 << 20

// newVerifier returns the Svix library with a secret; "" means the example secret.
func newVerifier(secret string) (*svix.Webhook, error) {
	secret = cmp.Or(secret, simulator.ExampleSecret)
	if err := simulator.CheckSecret(secret); err != nil {
		return nil, fmt.Errorf("--secret: %w", err)
	}
	return svix.NewWebhook(secret)
}

// byteOrderMark is what some editors and shells write before UTF-8 text.
const byteOrderMark = "\ufeff"

// fileArg returns the file of a command, or "" for stdin.
func fileArg(args []string) string { return strings.Join(args, "") }

func newSign() *cobra.Command {
	var secret, id, at string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "sign [FILE]",
		Short: "Print the headers that sign a body, as Svix signs webhooks",
		Long: `sign prints the headers svix-id, svix-timestamp and svix-signature for the exact bytes of
a file or of stdin. The Svix library makes the signature, and curl accepts the output.
Receivers reject timestamps that differ by more than five minutes from their clock.`,
		Example: `  vitalsim sign body.json > headers
  curl http://127.0.0.1:3000/webhooks -H @headers -H 'content-type: application/json' --data-binary @body.json`,
		Args: atMostOneArg("file", "without one, stdin is read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			wh, err := newVerifier(secret)
			if err != nil {
				return err
			}
			when, err := parseTimestamp(at)
			if err != nil {
				return err
			}
			body, err := readInput(cmd, fileArg(args), maxBody)
			if err != nil {
				return err
			}
			if id == "" {
				id = "msg_" + rand.Text()
			}
			signature, err := wh.Sign(id, when, body)
			if err != nil {
				return fmt.Errorf("sign: %w", err)
			}
			timestamp := strconv.FormatInt(when.Unix(), 10)
			if asJSON {
				return printJSON(cmd, map[string]string{headerID: id, headerTimestamp: timestamp, headerSignature: signature})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n%s: %s\n%s: %s\n", headerID, id, headerTimestamp, timestamp, headerSignature, signature)
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	f.StringVar(&id, "id", "", "svix-id, by which receivers recognize duplicates (default: random)")
	f.StringVar(&at, "timestamp", "", "time of the signature: seconds since 1970, or an RFC 3339 time (default: now)")
	f.BoolVar(&asJSON, "json", false, "print a JSON object of the headers")
	return cmd
}

// parseTimestamp parses a timestamp; "" means the current wall time.
func parseTimestamp(text string) (time.Time, error) {
	if text == "" {
		return clock.System.Now(), nil
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, fmt.Errorf("--timestamp %q: want seconds since 1970, or a time such as 2026-01-05T08:00:00Z", text)
	}
	return at, nil
}

func newVerify() *cobra.Command {
	var secret string
	var headers []string
	var anyAge, asJSON bool
	cmd := &cobra.Command{
		Use:   "verify [FILE] -H HEADER…",
		Short: "Check the signature of a webhook",
		Long: `verify checks with the Svix library whether the signature in the headers belongs to the
exact bytes of a file or of stdin. Write headers as for curl: name: value, or @FILE with
one per line. The headers svix-id, svix-timestamp and svix-signature are needed; names
that begin with webhook- instead of svix- are accepted too.

Exit code: 0 if the signature is valid, 1 if not; the output says why.`,
		Example: `  vitalsim verify body.json -H @headers
  vitalsim verify body.json -H 'svix-id: msg_1' -H 'svix-timestamp: 1767600000' -H 'svix-signature: v1,…' --any-age`,
		Args: atMostOneArg("file", "without one, stdin is read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			wh, err := newVerifier(secret)
			if err != nil {
				return err
			}
			given, err := parseHeaders(headers)
			if err != nil {
				return err
			}
			body, err := readInput(cmd, fileArg(args), maxBody)
			if err != nil {
				return err
			}
			wrong, untimely := wh.Verify(body, given), false
			if wrong != nil {
				untimely = wh.VerifyIgnoringTimestamp(body, given) == nil
			}
			if untimely && anyAge {
				wrong = nil
			}
			return showVerified(cmd, wrong, untimely, asJSON)
		},
	}
	f := cmd.Flags()
	f.StringVar(&secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	f.StringArrayVarP(&headers, "header", "H", nil, "a header as name: value, or @FILE with one per line; may be repeated")
	f.BoolVar(&anyAge, "any-age", false, "accept a timestamp of any age")
	f.BoolVar(&asJSON, "json", false, "print a JSON object")
	return cmd
}

// parseHeaders parses headers in the syntax of curl.
func parseHeaders(given []string) (http.Header, error) {
	out := http.Header{}
	for _, one := range given {
		text := one
		if file, ok := strings.CutPrefix(one, "@"); ok {
			read, err := readRegular(file, maxBody)
			if err != nil {
				return nil, fmt.Errorf("--header: %w", err)
			}
			text = strings.TrimPrefix(string(read), byteOrderMark)
		}
		for line := range strings.Lines(text) {
			name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
			switch {
			case ok:
				out.Add(strings.TrimSpace(name), strings.TrimSpace(value))
			case strings.TrimSpace(line) != "":
				return nil, fmt.Errorf("--header %q: want name: value, or @FILE with one per line", strings.TrimSpace(line))
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("verify: which headers? Give them with -H 'svix-id: …', or -H @FILE")
	}
	return out, nil
}

// showVerified prints whether a signature is valid. Wrong is the error of the
// library or nil, and untimely says whether only the timestamp is wrong.
func showVerified(cmd *cobra.Command, wrong error, untimely, asJSON bool) error {
	result := map[string]any{"verified": wrong == nil}
	text := "verified"
	if wrong != nil {
		result["reason"] = wrong.Error()
		hint := "use the secret of the endpoint, and the exact bytes of the body"
		if untimely {
			hint = "the signature itself is valid, see --any-age"
		}
		text = fmt.Sprintf("NOT VERIFIED: %v; %s", wrong, hint)
	}
	if asJSON {
		if err := printJSON(cmd, result); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(cmd.OutOrStdout(), text)
	}
	if wrong != nil {
		return errFailed
	}
	return nil
}
