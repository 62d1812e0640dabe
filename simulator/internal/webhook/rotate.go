package webhook

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"time"
)

// Overlap is how long a rotated secret continues to sign beside the new one, in
// simulated time.
const Overlap = 24 * time.Hour

// A former secret signs until its overlap is over.
type former struct {
	Secret string    `json:"secret"` // in clear
	Until  time.Time `json:"until"`
}

// RotateSecret gives an endpoint a new secret and returns it: key, or a generated
// one if key is empty. The old one continues to sign for the Overlap.
func (d *Dispatcher) RotateSecret(id string, key Secret, now time.Time) (Secret, error) {
	if key != "" {
		if _, err := ParseSecret(key.Reveal()); err != nil {
			return "", fmt.Errorf("secret: %w", err)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	e, err := d.find(id)
	if err != nil {
		return "", fmt.Errorf("rotate secret: %w", err)
	}
	if key == "" {
		key = d.newSecret(e)
	}
	if key == e.Secret {
		return key, nil
	}
	kept := []former{{e.Secret.Reveal(), now.Add(Overlap)}}
	for _, f := range e.Former {
		if f.Until.After(now) && f.Secret != key.Reveal() {
			kept = append(kept, f)
		}
	}
	e.Former = kept
	e.Secret, e.UpdatedAt = key, now
	e.version++
	return key, nil
}

// newSecret returns the next generated secret of an endpoint: 24 bytes like Svix's,
// the same in every run.
func (d *Dispatcher) newSecret(e *endpoint) Secret {
	e.Made++
	key := hash(d.seed, "secret", e.id, strconv.Itoa(e.Made))
	return Secret("whsec_" + base64.StdEncoding.EncodeToString(key[:24]))
}

// secrets returns the secrets that sign an attempt at a simulated time, newest first.
func (e *endpoint) secrets(at time.Time) []Secret {
	out := []Secret{e.Secret}
	for _, f := range e.Former {
		if f.Until.After(at) {
			out = append(out, Secret(f.Secret))
		}
	}
	return out
}
