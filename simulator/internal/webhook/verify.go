package webhook

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	svix "github.com/svix/svix-webhooks/go"
)

// sign is the value of svix-signature: what the Svix library makes of each
// secret, in their order.
func sign(secrets []Secret, id string, at time.Time, body []byte) (string, error) {
	signatures := make([]string, len(secrets))
	for i, s := range secrets {
		signer, err := newSigner(s)
		if err == nil {
			signatures[i], err = signer.Sign(id, at, body)
		}
		if err != nil {
			return "", fmt.Errorf("sign message: %w", err)
		}
	}
	return strings.Join(signatures, " "), nil
}

func newSigner(s Secret) (*svix.Webhook, error) {
	signer, err := svix.NewWebhook(s.Reveal())
	if err != nil {
		return nil, fmt.Errorf("read secret: %w", err)
	}
	return signer, nil
}

// Verify is whether a receiver with the Svix library and the secret accepts
// the attempt now: nil, or the library's reason.
func Verify(secret Secret, m *Message, a Attempt) error {
	verifier, err := newSigner(secret)
	if err != nil {
		return err
	}
	return verifier.Verify(m.Body, signedHeader(m, a))
}

// VerifySignature is Verify for an attempt of any age: receivers refuse
// signatures older than five minutes, and a log is read later than that.
func VerifySignature(secret Secret, m *Message, a Attempt) error {
	verifier, err := newSigner(secret)
	if err != nil {
		return err
	}
	return verifier.VerifyIgnoringTimestamp(m.Body, signedHeader(m, a))
}

// signedHeader is what the signature is about.
func signedHeader(m *Message, a Attempt) http.Header {
	return http.Header{
		"Svix-Id":        {m.ID},
		"Svix-Timestamp": {strconv.FormatInt(a.Timestamp.Unix(), 10)},
		"Svix-Signature": {a.Signature},
	}
}
