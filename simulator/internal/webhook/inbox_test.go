package webhook_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

func inbox(t testing.TB) (*webhook.Inbox, func(id string, at time.Time, body []byte) *http.Request) {
	t.Helper()
	in, err := webhook.NewInbox(secret)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := svix.NewWebhook(secret.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	return in, func(id string, at time.Time, body []byte) *http.Request {
		t.Helper()
		signature, err := signer.Sign(id, at, body)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("svix-id", id)
		r.Header.Set("svix-timestamp", strconv.FormatInt(at.Unix(), 10))
		r.Header.Set("svix-signature", signature)
		return r
	}
}

func receive(h http.Handler, r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

func TestInboxAcceptsSignedMessages(t *testing.T) {
	t.Parallel()
	in, sign := inbox(t)
	bodies := []string{`{"a":1}`, "", "not JSON \x00\xff", strings.Repeat("x", 1<<20)}
	for i, body := range bodies {
		if code := receive(in, sign(fmt.Sprint("msg_", i), time.Now(), []byte(body))); code != http.StatusNoContent {
			t.Errorf("body %d: %d", i, code)
		}
	}
	got := in.Received()
	if len(got) != len(bodies) {
		t.Fatalf("%d received", len(got))
	}
	for i, r := range got {
		if r.ID != fmt.Sprint("msg_", i) || string(r.Body) != bodies[i] {
			t.Errorf("received %s, %.40q", r.ID, r.Body)
		}
	}
	// What Received returned is the caller's.
	got[0].ID = "changed"
	if in.Received()[0].ID != "msg_0" {
		t.Error("a caller can change what the inbox holds")
	}
}

func TestInboxRejectsUnsignedMessages(t *testing.T) {
	t.Parallel()
	in, sign := inbox(t)
	other, err := svix.NewWebhook("whsec_" + strings.Repeat("QUFB", 8))
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`{"a":1}`)
	fresh := func() *http.Request { return sign("msg_1", time.Now(), body) }
	change := func(header, value string) *http.Request {
		r := fresh()
		r.Header.Set(header, value)
		return r
	}
	foreign, err := other.Sign("msg_1", time.Now(), body)
	if err != nil {
		t.Fatal(err)
	}
	tampered := fresh()
	tampered.Body = http.NoBody
	bare := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	for name, tt := range map[string]struct {
		r    *http.Request
		want int
	}{
		"tampered body":        {tampered, 401},
		"another id":           {change("svix-id", "msg_2"), 401},
		"another time":         {change("svix-timestamp", strconv.FormatInt(time.Now().Unix()-7, 10)), 401},
		"no number":            {change("svix-timestamp", "now"), 401},
		"stale":                {sign("msg_1", time.Now().Add(-6*time.Minute), body), 401},
		"from the future":      {sign("msg_1", time.Now().Add(6*time.Minute), body), 401},
		"wrong secret":         {change("svix-signature", foreign), 401},
		"no signature":         {change("svix-signature", ""), 401},
		"a signature of noise": {change("svix-signature", "v1,AAAA"), 401},
		"no headers":           {bare, 401},
		"too large":            {sign("msg_1", time.Now(), make([]byte, 1<<20+1)), 413},
		"stale within reason":  {sign("msg_1", time.Now().Add(-4*time.Minute), body), 204},
	} {
		if code := receive(in, tt.r); code != tt.want {
			t.Errorf("%s: %d, want %d", name, code, tt.want)
		}
	}
	if got := in.Received(); len(got) != 1 {
		t.Errorf("%d kept, want the one that was good", len(got))
	}
}

// TestInboxForgetsTheOldest checks that neither many deliveries nor large ones fill
// the memory.
func TestInboxForgetsTheOldest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ deliveries, size, most, least int }{
		"many":  {11_500, 10, 10_000, 9_000},
		"large": {140, 1 << 20, 64, 57},
	} {
		in, sign := inbox(t)
		body := bytes.Repeat([]byte("x"), tt.size)
		now := time.Now()
		last := 0
		for i := range tt.deliveries {
			if code := receive(in, sign(fmt.Sprint("msg_", i), now, body)); code != http.StatusNoContent {
				t.Fatalf("%s, %d: %d", name, i, code)
			}
			last = i
		}
		got := in.Received()
		bytes := 0
		for i, r := range got {
			bytes += cap(r.Body)
			if want := fmt.Sprint("msg_", last-len(got)+1+i); r.ID != want {
				t.Fatalf("%s: delivery %d of those kept is %s, want %s", name, i, r.ID, want)
			}
		}
		if len(got) > tt.most || len(got) < tt.least || bytes > 64<<20*5/4 {
			t.Errorf("%s: %d deliveries are kept with %d bytes", name, len(got), bytes)
		}
	}
}
