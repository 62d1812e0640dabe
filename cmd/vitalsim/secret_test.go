package main

import (
	"strings"
	"testing"
)

// TestSecretsAreCheckedAlike gives wrong secrets to every command that takes one,
// and checks that each names the mistake without the secret.
func TestSecretsAreCheckedAlike(t *testing.T) {
	t.Parallel()
	body := write(t, "body.json", "{}")
	bare := strings.TrimPrefix(otherSecret, "whsec_")
	for wrong, want := range map[string]string{
		bare:                                "whsec_ is missing",
		"v1," + otherSecret:                 "v1, stands before the secret",
		strings.TrimRight(otherSecret, "="): "write = at its end",
		otherSecret + "\n":                  "line break stands before or after",
		"whsec_c2hvcnQ=":                    "has 5 bytes",
	} {
		for _, args := range [][]string{
			{"sign", body}, {"verify", body, "-H", "svix-id: msg_1"}, {"listen"}, {"run", "first-connection"}, {"serve"}, {"exec", "--", "true"},
		} {
			args = append([]string{args[0], "--secret", wrong}, args[1:]...)
			if r := vitalsim(t, nil, args...); r.code != exitInput || !strings.Contains(r.stderr, want) || strings.Contains(r.stderr, bare[:8]) {
				t.Errorf("%s %q: want %q: %+v", args[0], wrong, want, r)
			}
		}
	}
}
