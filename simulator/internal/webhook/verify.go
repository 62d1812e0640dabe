package webhook

import (
	"net/http"
	"strconv"

	svix "github.com/svix/svix-webhooks/go"
)

// Verify is whether a receiver with the Svix library and the secret accepts
// the attempt now: nil, or the library's reason.
func Verify(secret Secret, m *Message, a Attempt) error {
	verifier, err := svix.NewWebhook(secret.Reveal())
	if err != nil {
		return err
	}
	return verifier.Verify(m.Body, http.Header{
		"Svix-Id":        {m.ID},
		"Svix-Timestamp": {strconv.FormatInt(a.Timestamp.Unix(), 10)},
		"Svix-Signature": {a.Signature},
	})
}
