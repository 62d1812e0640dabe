package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// A Secret is a signing secret, whsec_ and base64. It prints redacted, so that
// it never reaches a log by accident; Reveal is the value itself.
type Secret string

// ParseSecret checks that s is a signing secret that the Svix libraries accept.
func ParseSecret(s string) (Secret, error) {
	encoded, ok := strings.CutPrefix(s, "whsec_")
	if !ok {
		return "", errors.New("parse secret: want whsec_ and base64, as the Svix libraries take it")
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || strings.ContainsAny(encoded, "\r\n") { // which Go passes over and others do not
		return "", errors.New("parse secret: what follows whsec_ is not base64")
	}
	if len(key) < 24 || len(key) > 64 {
		return "", fmt.Errorf("parse secret: the key has %d bytes; Svix takes 24 to 64", len(key))
	}
	return Secret(s), nil
}

// Reveal returns the secret in clear.
func (s Secret) Reveal() string { return string(s) }

// String returns a redacted form.
func (s Secret) String() string { return "whsec_…" }

// Format prints the redacted form for every verb: fmt does not call String for %#v
// and %d.
func (s Secret) Format(f fmt.State, verb rune) {
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), s.String())
}

// MarshalText returns the redacted form for encoders: a JSON log marshals the structs
// that it is given.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns the redacted form for log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
