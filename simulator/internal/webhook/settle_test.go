package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestSettledInTimelineOrder checks that attempts are reported by due time, user
// and sequence whatever the order of responses, first attempts and retries alike.
func TestSettledInTimelineOrder(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, release func(n int) []int) (order []string) {
		h := newHeld()
		var c *clock.Virtual
		d := heldDispatcher(t, h, func(d webhook.Delivery, a webhook.Attempt) {
			if !a.At.Equal(c.Now()) || len(d.Attempts) != a.Number {
				t.Errorf("at %v an attempt of %v is reported, number %d of %d", c.Now(), a.At, a.Number, len(d.Attempts))
			}
			order = append(order, fmt.Sprint(a.At.Sub(clock.Epoch), " ", d.User, " ", d.Seq, " ", a.Number))
		})
		defer d.Close()
		c = clock.NewVirtual(clock.Epoch, d)
		var messages []*webhook.Message
		for seq, user := range []string{"cy", "ada", "dora", "ben", "eve", "ada", "cy"} {
			messages = append(messages, message(user, int64(seq)))
		}
		d.Send(messages...)
		done := make(chan error, 1)
		go func() { done <- c.Advance(t.Context(), time.Hour) }()
		for {
			synctest.Wait()
			select {
			case err := <-done:
				if err != nil {
					t.Error(err)
				}
				return order
			default:
			}
			open := h.open()
			for _, i := range release(len(open)) {
				h.release([]byte(open[i]), 500)
				synctest.Wait()
			}
		}
	}
	inOrder := func(n int) []int {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		return out
	}
	var want []string
	for _, offset := range []string{"0s", "5s", "5m5s", "35m5s"} {
		for _, m := range []string{"ada 1", "ada 5", "ben 3", "cy 0", "cy 6", "dora 2", "eve 4"} {
			want = append(want, fmt.Sprint(offset, " ", m, " ", 1+slices.Index([]string{"0s", "5s", "5m5s", "35m5s"}, offset)))
		}
	}
	releases := map[string]func(int) []int{
		"forwards":  inOrder,
		"backwards": func(n int) []int { out := inOrder(n); slices.Reverse(out); return out },
	}
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		releases[fmt.Sprint("shuffled ", seed)] = r.Perm
	}
	for name, release := range releases {
		synctest.Test(t, func(t *testing.T) {
			if got := run(t, release); !slices.Equal(got, want) {
				t.Errorf("answered %s: settled\n%q, want\n%q", name, got, want)
			}
		})
	}
}

// TestFireWaitsUntilItsContextEnds checks that Fire returns the cause of its
// context's end and that open attempts settle later.
func TestFireWaitsUntilItsContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		settled := 0
		d := heldDispatcher(t, h, func(webhook.Delivery, webhook.Attempt) { settled++ })
		defer d.Close()
		ada, ben := message("ada", 1), message("ben", 2)
		d.Send(ada, ben)
		synctest.Wait()
		h.release(ben.Body, 204)
		enough := errors.New("enough")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, enough)
		defer cancel()
		began := time.Now()
		if err := d.Fire(ctx, clock.Epoch); !errors.Is(err, enough) || time.Since(began) != time.Second {
			t.Errorf("Fire returned %v after %v while a delivery was open", err, time.Since(began))
		}
		if settled != 1 {
			t.Errorf("%d attempts settled, want the one that is done", settled)
		}
		go func() {
			time.Sleep(2 * time.Second) // of the bubble
			h.release(ada.Body, 204)
		}()
		if err := d.Fire(t.Context(), clock.Epoch); err != nil || time.Since(began) != 3*time.Second || settled != 2 {
			t.Errorf("the next Fire: %v after %v, %d settled", err, time.Since(began), settled)
		}
	})
}

// TestFireStartsOnlyWhatIsDue checks that Fire starts only what is due and waits
// for what is sent meanwhile.
func TestFireStartsOnlyWhatIsDue(t *testing.T) {
	t.Parallel()
	tries := map[string]int{}
	d := dispatcher(t, func(r *http.Request) (int, error) {
		tries[r.Header.Get("svix-id")]++
		return 500, nil
	}, nil)
	m := message("ada", 1)
	d.Send(m)
	for _, step := range []struct {
		at   time.Duration
		want int
		due  time.Duration
	}{{0, 1, 5 * time.Second}, {5*time.Second - 1, 1, 5 * time.Second}, {5 * time.Second, 2, 5*time.Minute + 5*time.Second}, {5 * time.Second, 2, 5*time.Minute + 5*time.Second}} {
		if err := d.Fire(t.Context(), clock.Epoch.Add(step.at)); err != nil {
			t.Fatal(err)
		}
		due, ok := d.Due()
		if tries[m.ID] != step.want || !ok || due.Sub(clock.Epoch) != step.due {
			t.Errorf("at %v: %d attempts, want %d; next due %v, want %v", step.at, tries[m.ID], step.want, due.Sub(clock.Epoch), step.due)
		}
	}
}
