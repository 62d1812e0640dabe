package webhook

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// ErrNoEndpoint is the error for an unknown endpoint id.
var ErrNoEndpoint = errors.New("there is no such endpoint")

// Endpoints returns the endpoints in the order in which they were added.
func (d *Dispatcher) Endpoints() []Endpoint {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	out := make([]Endpoint, len(d.endpoints))
	for i, e := range d.endpoints {
		out[i] = e.clone()
	}
	return out
}

// Added returns the number of endpoints that were ever added.
func (d *Dispatcher) Added() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.added
}

// Endpoint returns the endpoint with an id.
func (d *Dispatcher) Endpoint(id string) (Endpoint, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	e, err := d.find(id)
	if err != nil {
		return Endpoint{}, err
	}
	return e.clone(), nil
}

// AddEndpoint adds an endpoint, which gets what is sent from now on, and
// returns it with its id. Without a secret it is given one.
func (d *Dispatcher) AddEndpoint(e Endpoint, now time.Time) (Endpoint, error) {
	if _, err := newSigner(e.Secret); err != nil {
		return Endpoint{}, fmt.Errorf("add endpoint: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.added++
	e.ID = "ep_" + digest(d.seed, "endpoint", d.app, strconv.Itoa(d.added))
	e.CreatedAt, e.UpdatedAt = now, now
	added := endpoint{Endpoint: e, Ordinal: d.added}.open()
	if added.Secret == "" {
		added.Secret = d.newSecret(added)
	}
	d.endpoints = append(d.endpoints, added)
	return added.clone(), nil
}

// ChangeEndpoint changes an endpoint's settings by edit; its id, secret and times
// are not settings. A disabled endpoint gets no more attempts, and its pending
// deliveries fail.
func (d *Dispatcher) ChangeEndpoint(id string, now time.Time, edit func(*Endpoint)) (Endpoint, error) {
	for {
		seen, version, err := d.read(id)
		if err != nil {
			return Endpoint{}, err
		}
		edit(&seen)
		if changed, done := d.replace(id, version, seen, now); done {
			return changed, nil
		} // else somebody was faster: what they changed stays
	}
}

// read returns an endpoint and its version.
func (d *Dispatcher) read(id string) (Endpoint, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	e, err := d.find(id)
	if err != nil {
		return Endpoint{}, 0, err
	}
	return e.clone(), e.version, nil
}

// replace changes an endpoint's settings if it still has the version.
func (d *Dispatcher) replace(id string, version int, to Endpoint, now time.Time) (Endpoint, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, err := d.find(id)
	if err != nil || e.version != version {
		return Endpoint{}, false
	}
	to = to.clone()
	to.ID, to.Secret, to.CreatedAt, to.UpdatedAt = e.ID, e.Secret, e.CreatedAt, now
	if e.Disabled && !to.Disabled {
		e.health = health{} // it begins anew
	}
	e.Endpoint = to
	e.version++
	if e.Disabled {
		d.stop(e)
	}
	return e.clone(), true
}

// RemoveEndpoint removes an endpoint. Its pending deliveries fail and stay in the
// log.
func (d *Dispatcher) RemoveEndpoint(id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, err := d.find(id)
	if err != nil {
		return err
	}
	e.Removed = true
	d.endpoints = slices.DeleteFunc(d.endpoints, func(other *endpoint) bool { return other == e })
	d.stop(e)
	return nil
}

// find returns the endpoint with an id; d.mu is held.
func (d *Dispatcher) find(id string) (*endpoint, error) {
	for _, e := range d.endpoints {
		if e.id == id {
			return e, nil
		}
	}
	return nil, fmt.Errorf("endpoint %q: %w", id, ErrNoEndpoint)
}
