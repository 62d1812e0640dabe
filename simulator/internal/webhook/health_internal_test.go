package webhook

import (
	"math/rand/v2"
	"testing"
	"time"
)

// patient is the rule of health without its thrift: it remembers all failures.
type patient struct {
	failures []time.Time
	since    time.Time
}

func (p *patient) see(at time.Time, ok bool) bool {
	if ok {
		*p = patient{}
		return false
	}
	if !p.since.IsZero() {
		return at.Sub(p.since) >= 5*24*time.Hour
	}
	for _, f := range p.failures {
		if apart := at.Sub(f); apart >= 12*time.Hour && apart <= 24*time.Hour {
			p.since = at
		}
	}
	p.failures = append(p.failures, at)
	return false
}

// TestHealthEqualsFullHistory compares the compact health with the full history, on
// dense and sparse random histories.
func TestHealthEqualsFullHistory(t *testing.T) {
	t.Parallel()
	died := 0
	for seed := range uint64(240) {
		r := rand.New(rand.NewPCG(seed, 1))
		var h health
		var p patient
		at := time.Unix(0, 0)
		longest := []time.Duration{time.Minute, time.Hour, 6 * time.Hour, 13 * time.Hour, 30 * time.Hour}[seed%5]
		successes := []int{0, 1, 20}[seed%3] // in a thousand
		for i := range 1000 {
			at = at.Add(time.Duration(r.Int64N(int64(longest))).Truncate(time.Second))
			ok := r.IntN(1000) < successes
			got, want := h.see(at, ok), p.see(at, ok)
			if got != want || !h.Since.Equal(p.since) {
				t.Fatalf("seed %d, attempt %d at %v: dead %v since %v, want %v since %v", seed, i, at, got, h.Since, want, p.since)
			}
			if len(h.Failures) > 6 {
				t.Fatalf("seed %d: %d failures are kept", seed, len(h.Failures))
			}
			if got {
				died++
				break
			}
		}
	}
	if died < 25 {
		t.Errorf("only %d died", died)
	}
}
