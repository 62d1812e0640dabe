package webhook_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// leaks is whether text shows the secret, plain, quoted, in hex or as numbers.
func leaks(text string) bool {
	key := strings.TrimPrefix(secret.Reveal(), "whsec_")
	for _, form := range []string{key[:8], fmt.Sprintf("%x", key[:4]), fmt.Sprintf("%X", key[:4]), strings.Trim(fmt.Sprint([]byte(key[:4])), "[]")} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestSecretsAreNotFormatted(t *testing.T) {
	t.Parallel()
	s := secret
	endpoint := webhook.Endpoint{URL: "http://receiver.invalid", Secret: secret}
	for _, verb := range []string{"%v", "%s", "%+v", "%#v", "%q", "%x", "%X", "%d", "%t", "%30v", "%-5s", "%T", "%z"} {
		for _, v := range []any{s, &s, endpoint, &endpoint, []webhook.Secret{s}, map[string]webhook.Secret{"a": s}, map[webhook.Secret]int{s: 1}} {
			if got := fmt.Sprintf(verb, v); leaks(got) {
				t.Errorf("%s of %T prints %s", verb, v, got)
			}
		}
	}
	if got := fmt.Sprintf("%v %#v %q", s, s, s); got != `whsec_… "whsec_…" "whsec_…"` {
		t.Errorf("printed as %s", got)
	}
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintln(endpoint), fmt.Errorf("endpoint %v: %w", endpoint, fmt.Errorf("secret %s", s)).Error()} {
		if leaks(text) {
			t.Errorf("printed %s", text)
		}
	}
	if b, err := json.Marshal(endpoint); err != nil || leaks(string(b)) {
		t.Errorf("JSON %s, %v", b, err)
	}
}

func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	endpoint := webhook.Endpoint{URL: "http://receiver.invalid", Secret: secret}
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var out bytes.Buffer
		l := slog.New(handler(&out)).With("with", secret).WithGroup("g")
		l.Info("endpoint", "secret", secret, "endpoint", endpoint, "pointer", &endpoint, "list", []webhook.Secret{secret})
		if leaks(out.String()) || !strings.Contains(out.String(), "whsec_…") {
			t.Errorf("%s: %s", name, out.String())
		}
	}
}

func TestParseSecret(t *testing.T) {
	t.Parallel()
	encode := func(n int) string { return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb}, n)) }
	for _, tt := range []struct {
		text, wrong string // wrong is a word of the error; "" for none
	}{
		{secret.Reveal(), ""},
		{"whsec_" + encode(24), ""},
		{"whsec_" + encode(64), ""},
		{"whsec_" + encode(23), "23 bytes"},
		{"whsec_" + encode(65), "65 bytes"},
		{"whsec_" + base64.URLEncoding.EncodeToString(bytes.Repeat([]byte{0xfb}, 24)), "kind for URLs; write + for - and / for _"},
		{"whsec_" + strings.TrimRight(encode(32), "="), "write = at its end"},
		{"whsec_" + strings.TrimRight(encode(31), "="), "write == at its end"},
		{"whsec_" + encode(31) + "=", "write == at its end"},
		{"whsec_" + encode(30) + "=", "write no = at its end"},
		{"whsec_" + encode(24) + "\n", "line break stands before or after"},
		{"whsec_" + encode(12) + "\r\n" + encode(12), "line break stands inside"},
		{" whsec_" + encode(24), "stands before or after"},
		{"\ufeffwhsec_" + encode(24), "stands before or after"},
		{"whsec_ " + encode(24), "stands inside"},
		{" ", "only blanks"},
		{encode(24), "whsec_ is missing"},
		{`"whsec_` + encode(24) + `"`, "in quotes"},
		{"'", "want whsec_ and base64"},
		{"v1,whsec_" + encode(24), "v1, stands before the secret"},
		{"v1," + encode(32), "is a signature"},
		{"sk_us_" + encode(24), "begins with sk_ is an API key"},
		{"WHSEC_" + encode(24), "in lower case"},
		{"whpk_" + encode(24), "want whsec_ and base64"},
		{"whsec_", "0 bytes"},
		{"whsec_hunter2!", "what follows whsec_ is not base64"},
		{"", "have nothing"},
		{"hunter2", "want whsec_ and base64"},
	} {
		got, err := webhook.ParseSecret(tt.text)
		if tt.wrong == "" {
			if err != nil || got.Reveal() != tt.text {
				t.Errorf("parse %q: %q, %v", tt.text, got.Reveal(), err)
			} else if _, err := svix.NewWebhook(got.Reveal()); err != nil {
				t.Errorf("the Svix library refuses %q: %v", tt.text, err)
			}
			continue
		}
		if err == nil || got != "" || !strings.Contains(err.Error(), tt.wrong) {
			t.Errorf("parse %q: %q, %v, want an error that says %s", tt.text, got.Reveal(), err, tt.wrong)
		} else if strings.Contains(err.Error(), encode(3)) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error of %q shows the secret: %v", tt.text, err)
		}
	}
}
