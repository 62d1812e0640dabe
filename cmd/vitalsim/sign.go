package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// The headers of a signed webhook, as they are read and written here.
const headerID, headerTimestamp, headerSignature = "svix-id", "svix-timestamp", "svix-signature"

// maxBody bounds the body of a webhook.
const maxBody = 8 << 20

// library is the Svix library with a secret; "" is the well-known example.
func library(secret string) (*svix.Webhook, error) {
	secret = cmp.Or(secret, simulator.ExampleSecret)
	wh, err := svix.NewWebhook(secret)
	if err != nil || !strings.HasPrefix(secret, "whsec_") {
		return nil, errors.New("--secret: want whsec_ and base64") // it is not shown
	}
	return wh, nil
}

// content is the content of a file, or of stdin where it is "-" or "".
func content(cmd *cobra.Command, file string) ([]byte, error) {
	if file != "" && file != "-" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmd.Name(), err)
		}
		return text, nil
	}
	text, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: read stdin: %w", cmd.Name(), err)
	case len(text) > maxBody:
		return nil, fmt.Errorf("%s: read stdin: more than %d bytes", cmd.Name(), maxBody)
	}
	return text, nil
}

// fileArg is the argument of a command that reads one file, or stdin.
func fileArg(args []string) string { return strings.Join(args, "") }

func newSign() *cobra.Command {
	var secret, id, at string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "sign [FILE]",
		Short: "Print the headers that sign a body, as Svix signs webhooks",
		Long: `sign prints svix-id, svix-timestamp and svix-signature for the exact bytes of a file,
or of stdin, made by the Svix library. curl takes them as they are. Receivers refuse a
timestamp that is more than five minutes off their own clock.`,
		Example: `  vitalsim sign body.json > headers
  curl http://127.0.0.1:3000/webhooks -H @headers -H 'content-type: application/json' --data-binary @body.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			wh, err := library(secret)
			if err != nil {
				return err
			}
			when, err := instant(at)
			if err != nil {
				return err
			}
			body, err := content(cmd, fileArg(args))
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
	f.StringVar(&id, "id", "", "svix-id, on which receivers deduplicate (default: a fresh one)")
	f.StringVar(&at, "timestamp", "", "when it is signed: seconds since 1970, or an RFC 3339 time (default: now)")
	f.BoolVar(&asJSON, "json", false, "print a JSON object of the headers")
	return cmd
}

// instant reads a timestamp; "" is now, of the machine's own clock.
func instant(text string) (time.Time, error) {
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
		Short: "Check the signature of a webhook, as a receiver does",
		Long: `verify checks with the Svix library whether the headers sign the exact bytes of a
file, or of stdin. Headers are given as to curl: name: value, or @FILE with one a line.
svix-id, svix-timestamp and svix-signature are needed, or webhook-id and so on.

Exit code: 0 when the signature holds, 1 when it does not, and why.`,
		Example: `  vitalsim verify body.json -H @headers
  vitalsim verify body.json -H 'svix-id: msg_1' -H 'svix-timestamp: 1767600000' -H 'svix-signature: v1,…' --any-age`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			wh, err := library(secret)
			if err != nil {
				return err
			}
			given, err := parseHeaders(headers)
			if err != nil {
				return err
			}
			body, err := content(cmd, fileArg(args))
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
	f.StringArrayVarP(&headers, "header", "H", nil, "a header as name: value, or @FILE with one a line; may be repeated")
	f.BoolVar(&anyAge, "any-age", false, "accept a timestamp however far it is from now")
	f.BoolVar(&asJSON, "json", false, "print a JSON object")
	return cmd
}

// parseHeaders reads headers as curl takes them.
func parseHeaders(given []string) (http.Header, error) {
	out := http.Header{}
	for _, one := range given {
		text := one
		if file, ok := strings.CutPrefix(one, "@"); ok {
			read, err := os.ReadFile(file)
			if err != nil {
				return nil, fmt.Errorf("--header: %w", err)
			}
			text = string(read)
		}
		for line := range strings.Lines(text) {
			name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
			switch {
			case ok:
				out.Add(strings.TrimSpace(name), strings.TrimSpace(value))
			case strings.TrimSpace(line) != "":
				return nil, fmt.Errorf("--header %q: want name: value, or @FILE with one a line", strings.TrimSpace(line))
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("verify: which headers? Give them with -H 'svix-id: …', or -H @FILE")
	}
	return out, nil
}

// showVerified tells whether a signature holds; wrong is the library's reason,
// untimely whether it is the timestamp alone.
func showVerified(cmd *cobra.Command, wrong error, untimely, asJSON bool) error {
	told := map[string]any{"verified": wrong == nil}
	text := "verified"
	if wrong != nil {
		told["reason"] = wrong.Error()
		hint := "the secret must be the endpoint's, and the body the exact bytes that came"
		if untimely {
			hint = "the signature itself holds, see --any-age"
		}
		text = fmt.Sprintf("NOT VERIFIED: %v; %s", wrong, hint)
	}
	if asJSON {
		if err := printJSON(cmd, told); err != nil {
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
