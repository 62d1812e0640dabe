package webhook_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

const secret = webhook.Secret("whsec_dml0YWxzaW0tZXhhbXBsZS1ub3QtYS1zZWNyZXQ=") // an example

// answers is a network whose far end is a function.
type answers func(r *http.Request) (int, error)

func (f answers) RoundTrip(r *http.Request) (*http.Response, error) {
	status, err := f(r)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Location": {"/elsewhere"}}, Body: http.NoBody, Request: r}, nil
}

func message(user string, seq int64) *webhook.Message {
	return &webhook.Message{
		ID: webhook.MessageID(1, user, fmt.Sprint(seq)), EventType: "test", User: user, At: clock.Epoch, Seq: seq,
		Body: fmt.Appendf(nil, `{"user":%q,"seq":%d}`, user, seq),
	}
}

func dispatcher(t testing.TB, network answers, settled func(webhook.Delivery, webhook.Attempt)) *webhook.Dispatcher {
	t.Helper()
	d, err := webhook.New(webhook.Config{
		Endpoints: []webhook.Endpoint{webhook.Endpoint{URL: "http://receiver.invalid/hook", Secret: secret}}, Transport: network, Settled: settled,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// ladder advances the clock far beyond the schedule and returns the offsets of
// the attempts at one message.
func ladder(t *testing.T, network answers) ([]string, webhook.Delivery) {
	d := dispatcher(t, network, nil)
	c := clock.NewVirtual(clock.Epoch, d)
	d.Send(message("ada", 1))
	if err := c.Advance(t.Context(), 72*time.Hour); err != nil {
		t.Fatal(err)
	}
	if due, more := d.Due(); more {
		t.Errorf("something is due at %v", due)
	}
	log := d.Log()
	var offsets []string
	for _, a := range log[0].Attempts {
		offsets = append(offsets, a.At.Sub(clock.Epoch).String())
	}
	return offsets, log[0]
}

func TestScheduleToTheEnd(t *testing.T) {
	t.Parallel()
	want := []string{"0s", "5s", "5m5s", "35m5s", "2h35m5s", "7h35m5s", "17h35m5s", "27h35m5s"}
	for _, answer := range []struct {
		name   string
		status int
		err    error
	}{{"500", 500, nil}, {"redirect", 302, nil}, {"1xx", 101, nil}, {"gone away", 0, errors.New("connection reset")}} {
		got, m := ladder(t, func(*http.Request) (int, error) { return answer.status, answer.err })
		if !slices.Equal(got, want) || m.Status != webhook.Fail {
			t.Errorf("%s: attempts at %q, status %s", answer.name, got, m.Status)
		}
		if answer.err != nil && !strings.Contains(m.Attempts[0].Error, "connection reset") {
			t.Errorf("%s: recorded as %q", answer.name, m.Attempts[0].Error)
		}
	}
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 202, 204, 299} {
		tries := 0
		got, m := ladder(t, func(*http.Request) (int, error) {
			if tries++; tries < 4 {
				return 503, nil
			}
			return status, nil
		})
		if !slices.Equal(got, []string{"0s", "5s", "5m5s", "35m5s"}) || m.Status != webhook.Success {
			t.Errorf("%d: attempts at %q, status %s", status, got, m.Status)
		}
	}
}

// TestTimeoutCountsIntoTheNextOffset runs in a bubble, where 15 seconds of
// wall time pass at once.
func TestTimeoutCountsIntoTheNextOffset(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		got, m := ladder(t, func(r *http.Request) (int, error) {
			if tries++; tries > 2 {
				return 204, nil
			}
			<-r.Context().Done()
			return 0, r.Context().Err()
		})
		if !slices.Equal(got, []string{"0s", "20s", "5m35s"}) || !m.Attempts[0].TimedOut || m.Attempts[0].Duration != 15*time.Second {
			t.Errorf("attempts at %q, first %+v", got, m.Attempts[0])
		}
	})
}
