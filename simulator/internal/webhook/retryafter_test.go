package webhook_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestRetryAfterDelaysTheNextAttempt checks that Retry-After delays the next
// attempt, never shortens the schedule, and applies to 429 and 503 only.
func TestRetryAfterDelaysTheNextAttempt(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		status int
		header string
		want   time.Duration
	}{
		{429, "120", 2 * time.Minute},
		{503, " 7 ", 7 * time.Second},
		{503, now.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second},
		{429, "3", 5 * time.Second},
		{429, "0", 5 * time.Second},
		{429, "-60", 5 * time.Second},
		{429, now.Add(-time.Hour).Format(http.TimeFormat), 5 * time.Second},
		{429, "", 5 * time.Second},
		{429, "soon", 5 * time.Second},
		{429, "1.5", 5 * time.Second},
		{429, "999999999", 24 * time.Hour},
		{503, "99999999999999999999999", 5 * time.Second},
		{503, now.AddDate(50, 0, 0).Format(http.TimeFormat), 24 * time.Hour},
		{500, "120", 5 * time.Second},
		{404, "120", 5 * time.Second},
		{302, "120", 5 * time.Second},
	} {
		network := network(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: tt.status, Header: http.Header{"Retry-After": {tt.header}}, Body: http.NoBody, Request: r}, nil
		})
		d, err := webhook.New(webhook.Config{
			Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret}}, Transport: network, Wall: &ticking{now: now},
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Send(message("ada", 1))
		if err := d.Fire(t.Context(), clock.Epoch); err != nil {
			t.Fatal(err)
		}
		if due, more := d.Due(); !more || due.Sub(clock.Epoch) != tt.want {
			t.Errorf("%d with Retry-After %q: the next attempt is after %v, want %v", tt.status, tt.header, due.Sub(clock.Epoch), tt.want)
		}
		d.Close()
	}
}

// TestRetryAfterShiftsTheSchedule checks that later waits count from the delayed
// attempt.
func TestRetryAfterShiftsTheSchedule(t *testing.T) {
	t.Parallel()
	tries := 0
	d, c := several(t, network(func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		if tries++; tries == 2 {
			h.Set("Retry-After", "3600")
		}
		return &http.Response{StatusCode: 503, Header: h, Body: http.NoBody, Request: r}, nil
	}), webhook.Endpoint{URL: "http://a.invalid"})
	d.Send(message("ada", 1))
	advance(t, c, 48*time.Hour)
	want := "ada 1 a fail 0s 5s 1h0m5s 1h30m5s 3h30m5s 8h30m5s 18h30m5s 28h30m5s"
	if got := told(d.Log(), map[string]string{d.Endpoints()[0].ID: "a"})[0]; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
