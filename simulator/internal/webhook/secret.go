package webhook

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"unicode"
)

// A Secret is a signing secret, whsec_ and base64. It prints redacted, so that
// it never reaches a log by accident; Reveal is the value itself.
type Secret string

// secretPrefix is what a signing secret begins with.
const secretPrefix = "whsec_"

// ParseSecret checks that s is a signing secret that all Svix libraries accept. The
// error names the likely mistake and does not show the secret.
func ParseSecret(s string) (Secret, error) {
	if strings.ContainsFunc(s, isBlank) {
		return "", blankError(s)
	}
	encoded, ok := strings.CutPrefix(s, secretPrefix)
	if !ok {
		return "", prefixError(s)
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", base64Error(encoded)
	}
	if len(key) < 24 || len(key) > 64 {
		return "", fmt.Errorf("the key after whsec_ has %d bytes; Svix takes 24 to 64", len(key))
	}
	return Secret(s), nil
}

// isBlank reports whether r is white space or a byte order mark.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

func blankError(s string) error {
	switch inner := strings.TrimFunc(s, isBlank); {
	case inner == "":
		return errors.New("want whsec_ and base64, have only blanks")
	case !strings.ContainsFunc(inner, isBlank):
		return errors.New("a blank or a line break stands before or after the secret; remove it")
	}
	return errors.New("a blank or a line break stands inside the secret; remove it")
}

// prefixError says why s does not begin with whsec_.
func prefixError(s string) error {
	const want = "want whsec_ and base64"
	quoted := len(s) > 1 && s[0] == s[len(s)-1] && strings.ContainsRune("\"'`", rune(s[0]))
	switch {
	case s == "":
		return errors.New(want + ", have nothing")
	case quoted:
		return errors.New("the secret is in quotes; remove them")
	case strings.HasPrefix(s, "v1,whsec_"):
		return errors.New("v1, stands before the secret; remove it, so that the secret begins with whsec_")
	case strings.HasPrefix(s, "v1,"):
		return errors.New(want + "; what begins with v1, is a signature")
	case strings.HasPrefix(s, "sk_"), strings.HasPrefix(s, "mg_"):
		return errors.New(want + "; what begins with " + s[:3] + " is an API key")
	case strings.HasPrefix(strings.ToLower(s), secretPrefix):
		return errors.New(want + "; write whsec_ in lower case")
	}
	if key, err := base64.StdEncoding.DecodeString(s); err == nil && len(key) >= 24 {
		return errors.New("whsec_ is missing; write it before the base64")
	}
	return errors.New(want)
}

// base64Error says why the text after whsec_ is not base64.
func base64Error(encoded string) error {
	digits := strings.TrimRight(encoded, "=")
	if _, err := base64.RawStdEncoding.DecodeString(digits); err == nil {
		padding := strings.Repeat("=", -len(digits)&3)
		return fmt.Errorf("the padding of the base64 after whsec_ is missing or wrong; write %s at its end", cmp.Or(padding, "no ="))
	}
	if _, err := base64.RawURLEncoding.DecodeString(digits); err == nil {
		return errors.New("the base64 after whsec_ is of the kind for URLs; write + for - and / for _")
	}
	return errors.New("what follows whsec_ is not base64")
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
