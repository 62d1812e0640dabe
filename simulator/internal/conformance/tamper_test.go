package conformance_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// rotatedSecret is the endpoint's secret after its rotation, an example.
const rotatedSecret = "whsec_Y29uZm9ybWFuY2UtdGVzdHMtcm90YXRlZC0wMDI=" // "conformance-tests-rotated-002"

// faults lists the faults of deliveries with the reason for which both libraries
// reject the attempt, in lower case, or "" if they accept it.
var faults = []struct {
	how    fault.Tampering
	reason string
}{
	{fault.Tampering{Fault: "duplicate", Copies: 2}, ""},
	{fault.Tampering{Fault: "delay", Delay: time.Minute}, ""},
	{fault.Tampering{Fault: "reorder", After: 1}, ""},
	{fault.Tampering{Fault: "tampered body", Body: func(b []byte) []byte { return bytes.Replace(b, []byte(`"n":`), []byte(`"n": `), 1) }}, "no matching signature found"},
	{fault.Tampering{Fault: "oversized body", Body: func(b []byte) []byte { return append(b, bytes.Repeat([]byte(" "), 1<<21)...) }}, "no matching signature found"},
	{fault.Tampering{Fault: "wrong secret", Secret: "whsec_YW5vdGhlci1zZWNyZXQtYWx0b2dldGhlcg=="}, "no matching signature found"},
	{fault.Tampering{Fault: "stale timestamp", Shift: -10 * time.Minute}, "message timestamp too old"},
	{fault.Tampering{Fault: "timestamp ahead", Shift: 10 * time.Minute}, "message timestamp too new"},
	{fault.Tampering{Fault: "missing headers", Header: func(h http.Header) { delete(h, "svix-signature") }}, "missing required headers"},
	{fault.Tampering{Fault: "wrong content type", Header: func(h http.Header) { h["content-type"] = []string{"text/plain"} }}, ""},
}

// tamperedDeliveries returns the deliveries of a message with each fault and of
// one sent during a rotation, and for each the reason for which the libraries
// must reject it.
func tamperedDeliveries(t *testing.T) (all []signedDelivery, reasons []string) {
	t.Helper()
	r := receive(t, func(int) int { return http.StatusNoContent })
	byID := map[string]fault.Tampering{}
	d, err := webhook.New(webhook.Config{
		Endpoints: []webhook.Endpoint{{URL: r.url, Secret: testSecret}},
		Tamper: func(m *webhook.Message, _ string, _ int, _ time.Time) fault.Tampering {
			return byID[m.ID]
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	reasonOf := map[string]string{}
	send := func(n int, how fault.Tampering, reason string) {
		m := &webhook.Message{
			ID: webhook.MessageID(1, how.Fault), EventType: "test", User: "ada", At: clock.Epoch, Seq: int64(n),
			Body: []byte(`{"event_type":"test","n":1}`),
		}
		byID[m.ID], reasonOf[m.ID] = how, reason
		d.Send(m)
	}
	c := clock.NewVirtual(clock.Epoch, d)
	for n, f := range faults {
		send(n, f.how, f.reason)
		if err := c.Advance(t.Context(), 2*time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.RotateSecret(d.Endpoints()[0].ID, rotatedSecret, c.Now()); err != nil {
		t.Fatal(err)
	}
	send(len(faults), fault.Tampering{Fault: "rotation"}, "")
	if err := c.Advance(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	for _, got := range r.deliveries() {
		id := got.header.Get("Svix-Id")
		secrets := []string{testSecret}
		if strings.Contains(got.header.Get("Svix-Signature"), " ") {
			secrets = append(secrets, rotatedSecret)
		}
		for _, secret := range secrets {
			all = append(all, signedDelivery{
				Kind: byID[id].Fault, ID: id, Timestamp: got.header.Get("Svix-Timestamp"),
				Signature: got.header.Get("Svix-Signature"), Body: got.body, Secret: secret, wanted: reasonOf[id] == "",
			})
			reasons = append(reasons, reasonOf[id])
		}
	}
	if want := len(faults) + 2 + 2; len(all) != want {
		t.Fatalf("%d deliveries to verify, want %d: two more duplicates, and the rotated one by both secrets", len(all), want)
	}
	return all, reasons
}

func TestFaultsInGo(t *testing.T) {
	t.Parallel()
	deliveries, reasons := tamperedDeliveries(t)
	for i, s := range deliveries {
		verifier, err := svix.NewWebhook(s.Secret)
		if err != nil {
			t.Fatal(err)
		}
		err = verifier.Verify(s.Body, http.Header{
			"Svix-Id": {s.ID}, "Svix-Timestamp": {s.Timestamp}, "Svix-Signature": {s.Signature},
		})
		if (err == nil) != s.wanted || err != nil && strings.ToLower(err.Error()) != reasons[i] {
			t.Errorf("%s: %v, want %q", s.Kind, err, reasons[i])
		}
	}
}

func TestFaultsInNode(t *testing.T) {
	t.Parallel()
	node := needNode(t)
	deliveries, reasons := tamperedDeliveries(t)
	for i, v := range verdicts(t, node, deliveries) {
		if v.Accepted != deliveries[i].wanted || !v.Accepted && !strings.HasSuffix(strings.ToLower(v.Error), reasons[i]) {
			t.Errorf("%s: accepted is %v, %q, want %q", v.Kind, v.Accepted, v.Error, reasons[i])
		}
	}
}
