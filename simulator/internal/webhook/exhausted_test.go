package webhook_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// exhaustion is a dispatcher that has given up a message for its first
// endpoint; the others want to hear of it, or do not.
func exhaustion(t *testing.T, network http.RoundTripper) (*webhook.Dispatcher, *clock.Virtual, map[string]string) {
	t.Helper()
	d, err := webhook.New(webhook.Config{
		Seed: 1, App: "b5f9b5c0-0000-4000-8000-000000000000", Transport: network,
		Endpoints: []webhook.Endpoint{
			{URL: "http://failing.invalid", Secret: secret, FilterTypes: []string{"test", webhook.EventExhausted}},
			{URL: "http://asks.invalid", Secret: other, FilterTypes: []string{webhook.EventExhausted}},
			{URL: "http://all.invalid", Secret: secret},
			{URL: "http://else.invalid", Secret: secret, FilterTypes: []string{"else"}},
			{URL: "http://off.invalid", Secret: secret, FilterTypes: []string{webhook.EventExhausted}, Disabled: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	names := map[string]string{}
	for _, e := range d.Endpoints() {
		names[e.ID] = strings.TrimSuffix(strings.TrimPrefix(e.URL, "http://"), ".invalid")
	}
	c := clock.NewVirtual(clock.Epoch, d)
	d.Send(message("ada", 1))
	advance(t, c, 48*time.Hour)
	return d, c, names
}

// TestExhaustedEventGoesToEndpointsThatWantIt checks that the event goes to
// endpoints whose filter names it, except the one that failed.
func TestExhaustedEventGoesToEndpointsThatWantIt(t *testing.T) {
	t.Parallel()
	d, _, names := exhaustion(t, byHost{"failing.invalid": always(503), "asks.invalid": always(204), "all.invalid": always(204)})
	want := []string{
		"ada 1 failing fail 0s 5s 5m5s 35m5s 2h35m5s 7h35m5s 17h35m5s 27h35m5s", "ada 1 all success 0s", "ada 1 asks success 27h35m5s",
	}
	log := d.Log()
	if got := told(log, names); !slices.Equal(got, want) {
		t.Fatalf("log %q, want %q", got, want)
	}
	failed, event := log[0], log[2]
	var body struct {
		Type string
		Data struct {
			AppID, AppUID, EndpointID, MsgID string
			LastAttempt                      struct {
				ID                 string
				ResponseStatusCode int
				Timestamp          time.Time
			}
		}
	}
	if err := json.Unmarshal(event.Body, &body); err != nil {
		t.Fatal(err)
	}
	last := failed.Attempts[7]
	switch data := body.Data; {
	case event.EventType != "message.attempt.exhausted" || body.Type != event.EventType || event.ID == failed.ID,
		data.EndpointID != failed.EndpointID || data.MsgID != failed.ID || !strings.HasPrefix(data.AppID, "app_"),
		data.AppUID != "b5f9b5c0-0000-4000-8000-000000000000",
		data.LastAttempt.ID != failed.AttemptID(last) || !strings.HasPrefix(data.LastAttempt.ID, "atmpt_"),
		data.LastAttempt.ResponseStatusCode != 503 || !data.LastAttempt.Timestamp.Equal(last.At):
		t.Errorf("%s", event.Body)
	}
	if given := event.Exhausted; given == nil || given.Message != failed.Message || given.EndpointID != failed.EndpointID {
		t.Errorf("exhausted %+v", given)
	}
	again, _, _ := exhaustion(t, byHost{"failing.invalid": always(503), "asks.invalid": always(204), "all.invalid": always(204)})
	if other := again.Log()[2]; other.ID != event.ID || string(other.Body) != string(event.Body) {
		t.Errorf("another run says %s", other.Body)
	}
}

// TestExhaustedEventCausesNoOther checks that two failing endpoints that want the
// event do not cause events without end.
func TestExhaustedEventCausesNoOther(t *testing.T) {
	t.Parallel()
	d, c, names := exhaustion(t, byHost{"failing.invalid": always(503), "asks.invalid": always(500), "all.invalid": always(204)})
	advance(t, c, 30*24*time.Hour)
	log := told(d.Log(), names)
	if len(log) != 3 || !strings.HasPrefix(log[2], "ada 1 asks fail 27h35m5s") || len(strings.Fields(log[2])) != 4+8 {
		t.Errorf("log %q", log)
	}
}
