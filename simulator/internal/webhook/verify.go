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
	return verifier.Verify(m.Body, header(m, a))
}

// VerifySignature is Verify for an attempt of any age: receivers refuse
// signatures older than five minutes, and a log is read later than that.
func VerifySignature(secret Secret, m *Message, a Attempt) error {
	verifier, err := svix.NewWebhook(secret.Reveal())
	if err != nil {
		return err
	}
	return verifier.VerifyIgnoringTimestamp(m.Body, header(m, a))
}

func header(m *Message, a Attempt) http.Header {
	return http.Header{
		"Svix-Id":        {m.ID},
		"Svix-Timestamp": {strconv.FormatInt(a.Timestamp.Unix(), 10)},
		"Svix-Signature": {a.Signature},
	}
}
