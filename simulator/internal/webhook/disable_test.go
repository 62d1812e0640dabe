package webhook_test

import (
	"context"
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

// TestGoneDisables checks that, after a 410, nothing is sent to the endpoint once
// everything due at the same instant has been attempted.
func TestGoneDisables(t *testing.T) {
	t.Parallel()
	for range 5 { // whichever answer comes first
		d, c := several(t, answers(func(r *http.Request) (int, error) {
			if r.ContentLength == int64(len(message("ada", 2).Body)) && r.Header.Get("svix-id") == message("ada", 2).ID {
				return 410, nil
			}
			return 500, nil
		}), webhook.Endpoint{URL: "http://a.invalid"}, webhook.Endpoint{URL: "http://b.invalid", FilterTypes: []string{"other"}})
		d.Send(message("ada", 1))
		advance(t, c, time.Second)
		second, third, ben := message("ada", 2), message("ada", 3), message("ben", 4)
		for _, m := range []*webhook.Message{second, third, ben} {
			m.At = c.Now()
		}
		d.Send(second, third, ben)
		advance(t, c, 48*time.Hour)
		want := []string{"ada 1 a fail 0s", "ada 2 a fail 1s", "ada 3 a fail 1s", "ben 4 a fail 1s"}
		all := d.Endpoints()
		if got := told(d.Log(), map[string]string{all[0].ID: "a"}); !slices.Equal(got, want) {
			t.Fatalf("log %q, want %q", got, want)
		}
		if !all[0].Disabled || all[1].Disabled || all[0].UpdatedAt.Sub(clock.Epoch) != time.Second {
			t.Errorf("disabled %v and %v, at %v", all[0].Disabled, all[1].Disabled, all[0].UpdatedAt)
		}
	}
}

// TestGoneShowsWithoutAnAdvance checks that a 410 shows when the state is read
// although the clock does not move, and that no message is sent from then on.
func TestGoneShowsWithoutAnAdvance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		d := dispatcher(t, func(*http.Request) (int, error) { tries++; return 410, nil }, nil)
		d.Send(message("ada", 1))
		synctest.Wait()
		disabled := d.Endpoints()[0].Disabled
		d.Send(message("ada", 2))
		synctest.Wait()
		if !disabled || tries != 1 || d.Log()[1].Status != webhook.Unwanted {
			t.Errorf("disabled %v after %d attempts: %+v", d.Endpoints()[0].Disabled, tries, d.Log())
		}
		d.Close()
	})
}

// TestFailingForFiveDaysDisables checks the documented rule for failing endpoints
// in simulated time.
func TestFailingForFiveDaysDisables(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name  string
		every time.Duration // a message
		fails func(since time.Duration) bool
		after time.Duration // when it is disabled; 0 for never
	}{
		// The twelve hours are full with the message at 12h, five days later is 5d12h.
		{"always", time.Hour, func(time.Duration) bool { return true }, 5*day + 12*time.Hour},
		{"always, a message in 16 hours", 16 * time.Hour, func(time.Duration) bool { return true }, 6 * day}, // the first message after 16h and five days
		{"one success on the fifth day", time.Hour, func(since time.Duration) bool { return since != 4*day }, 4*day + time.Hour + 5*day + 12*time.Hour},
		{"one success a day", time.Hour, func(since time.Duration) bool { return since%day != 0 }, 0},
		{"two hours a day", 2 * time.Hour, func(since time.Duration) bool { return since%day < 2*time.Hour }, 0},
		{"a failure in two days, and nothing else", 48 * time.Hour, func(time.Duration) bool { return true }, 0},
	} {
		var c *clock.Virtual
		d, err := webhook.New(webhook.Config{
			Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret}},
			Transport: answers(func(r *http.Request) (int, error) {
				since := c.Now().Sub(clock.Epoch)
				if since%time.Hour != 0 || tt.every >= 48*time.Hour && since%tt.every != 0 {
					return 404, nil // a retry, whose failure changes nothing here
				}
				if tt.fails(since) {
					return 500, nil
				}
				return 204, nil
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		c = clock.NewVirtual(clock.Epoch, onlyFirst{d})
		for n := range int64(14 * day / tt.every) {
			m := message(fmt.Sprint("user ", n), n)
			m.At = c.Now()
			d.Send(m)
			advance(t, c, tt.every)
		}
		e := d.Endpoints()[0]
		if e.Disabled != (tt.after > 0) || e.Disabled && e.UpdatedAt.Sub(clock.Epoch) != tt.after {
			t.Errorf("%s: disabled %v at %v, want %v", tt.name, e.Disabled, e.UpdatedAt.Sub(clock.Epoch), tt.after)
		}
		d.Close()
	}
}

// onlyFirst lets no retry fall due, so that only first attempts are made.
type onlyFirst struct{ *webhook.Dispatcher }

func (onlyFirst) Due() (time.Time, bool) { return time.Time{}, false }

func (o onlyFirst) Fire(ctx context.Context, _ time.Time) error {
	return o.Dispatcher.Fire(ctx, clock.Epoch)
}

// TestFailedSchedulesDisableEndpoint runs messages through the whole schedule until
// the endpoint is disabled, and again after it is enabled.
func TestFailedSchedulesDisableEndpoint(t *testing.T) {
	t.Parallel()
	status := 500
	d, c := several(t, answers(func(*http.Request) (int, error) { return status, nil }), webhook.Endpoint{URL: "http://a.invalid"})
	id := d.Endpoints()[0].ID
	for n := range int64(10) {
		m := message("ada", n)
		m.At = c.Now()
		d.Send(m)
		advance(t, c, 24*time.Hour)
	}
	// The first message's last but one attempt, at 17h35m5s, is the first that is
	// twelve hours from another; the sixth message's at 5d17h35m5s ends it.
	e := d.Endpoints()[0]
	if !e.Disabled || e.UpdatedAt.Sub(clock.Epoch) != 5*24*time.Hour+17*time.Hour+35*time.Minute+5*time.Second {
		t.Errorf("disabled %v at %v", e.Disabled, e.UpdatedAt.Sub(clock.Epoch))
	}
	log := told(d.Log(), map[string]string{id: "a"})
	if !strings.HasPrefix(log[5], "ada 5 a fail") || len(strings.Fields(log[5])) != 4+7 || log[6] != "ada 6  unwanted" {
		t.Errorf("log %q", log)
	}
	if _, more := d.Due(); more {
		t.Error("something is still to come")
	}
	if _, err := d.ChangeEndpoint(id, c.Now(), func(e *webhook.Endpoint) { e.Disabled = false }); err != nil {
		t.Fatal(err)
	}
	m := message("ada", 100)
	m.At = c.Now()
	d.Send(m)
	advance(t, c, 48*time.Hour)
	if got := d.Log(); len(got[len(got)-1].Attempts) != 8 || d.Endpoints()[0].Disabled {
		t.Errorf("enabled again: %d attempts, disabled %v", len(got[len(got)-1].Attempts), d.Endpoints()[0].Disabled)
	}
	status = 204
	if n, err := d.Recover(id, time.Time{}, c.Now()); err != nil || n != 11 {
		t.Errorf("%d recovered, %v", n, err)
	}
	advance(t, c, 0)
	for _, m := range d.Log() {
		if m.Status != webhook.Success {
			t.Errorf("%d: %s", m.Seq, m.Status)
		}
	}
}
