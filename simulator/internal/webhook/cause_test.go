package webhook_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

func TestCause(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status int
		err    string
		want   string
	}{
		{204, "", ""},
		{401, "", "401"},
		{0, `Post "http://127.0.0.1:3000/": dial tcp 127.0.0.1:3000: connect: connection refused`, "connection refused"},
		{0, `Post "http://app.test/": dial tcp: lookup app.test on 127.0.0.53:53: no such host`, "no such host"},
		{0, `Post "http://127.0.0.1:3000/": read tcp 127.0.0.1:52744->127.0.0.1:3000: read: connection reset by peer`, "connection reset by peer"},
		{0, `Post "http://127.0.0.1:3000/": EOF`, "EOF"},
		{0, "no answer within 15s", "no answer within 15s"},
		{200, "read answer: unexpected EOF", "unexpected EOF"},
	} {
		if got := (webhook.Attempt{StatusCode: tt.status, Error: tt.err}).Cause(); got != tt.want {
			t.Errorf("%d %s: cause %q, want %q", tt.status, tt.err, got, tt.want)
		}
	}
}
