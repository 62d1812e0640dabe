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
// now what the attempt sent: nil, or the library's reason.
func Verify(secret Secret, m *Message, a Attempt) error {
	verifier, err := newSigner(secret)
	if err != nil {
		return err
	}
	return verifier.Verify(sentBody(m, a), sentHeader(m, a))
}

// tolerance is how far a timestamp may be from a receiver's clock.
const tolerance = 5 * time.Minute

// VerifySignature is what Verify was when the attempt was made: receivers
// refuse signatures older than five minutes, and a log is read later than that.
func VerifySignature(secret Secret, m *Message, a Attempt) error {
	verifier, err := newSigner(secret)
	if err != nil {
		return err
	}
	if a.shift.Abs() > tolerance {
		return fmt.Errorf("the timestamp was %v away when it was sent", a.shift)
	}
	return verifier.VerifyIgnoringTimestamp(sentBody(m, a), sentHeader(m, a))
}

func sentBody(m *Message, a Attempt) []byte {
	if a.Body != nil {
		return a.Body
	}
	return m.Body
}

func sentHeader(m *Message, a Attempt) http.Header {
	if a.sent != nil {
		return a.sent
	}
	return signedHeader(m, a)
}

// signedHeader is what the signature is about.
func signedHeader(m *Message, a Attempt) http.Header {
	return http.Header{
		"Svix-Id":        {m.ID},
		"Svix-Timestamp": {strconv.FormatInt(a.Timestamp.Unix(), 10)},
		"Svix-Signature": {a.Signature},
	}
}
