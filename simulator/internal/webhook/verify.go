package webhook

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// sign returns the value of svix-signature: the signatures of the Svix library with
// each secret, in order.
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

// Verify checks whether a receiver with the Svix library and the secret accepts the
// attempt now. It returns nil or the library's error.
func Verify(secret Secret, m *Message, a Attempt) error {
	verifier, err := newSigner(secret)
	if err != nil {
		return err
	}
	return verifier.Verify(sentBody(m, a), network.ParsedHeader(sentHeader(m, a)))
}

// tolerance bounds the difference between a timestamp and the receiver's clock.
const tolerance = 5 * time.Minute

// VerifySignature is like Verify at the time of the attempt: receivers refuse
// signatures older than five minutes, and a log is read later than that.
func VerifySignature(secret Secret, m *Message, a Attempt) error {
	verifier, err := newSigner(secret)
	if err != nil {
		return err
	}
	if a.Shift.Abs() > tolerance {
		return fmt.Errorf("the timestamp was %v away when it was sent", a.Shift)
	}
	return verifier.VerifyIgnoringTimestamp(sentBody(m, a), network.ParsedHeader(sentHeader(m, a)))
}

func sentBody(m *Message, a Attempt) []byte {
	if a.Body != nil {
		return a.Body
	}
	return m.Body
}

func sentHeader(m *Message, a Attempt) http.Header {
	if a.Sent != nil {
		return a.Sent
	}
	return signedHeader(m, a)
}

// signedHeader returns the headers of the signature.
func signedHeader(m *Message, a Attempt) http.Header {
	return http.Header{
		"svix-id":        {m.ID},
		"svix-timestamp": {strconv.FormatInt(a.Timestamp.Unix(), 10)},
		"svix-signature": {a.Signature},
	}
}
