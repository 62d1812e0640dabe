package simulator

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
)

// A behaviour is how a built-in receiver was told to answer. The zero value is
// as usual.
type behaviour struct {
	mu      sync.Mutex
	told    control.Behaviour // with Times left; none are left where it is as usual
	hanging int
	changed chan struct{} // closed when it is told otherwise; nil while nothing hangs
}

// asUsual is how a receiver answers that was told nothing.
const asUsual control.Reply = http.StatusNoContent

// behave takes effect with the next delivery, and lets go what hangs.
func (b *behaviour) behave(told control.Behaviour) {
	b.mu.Lock()
	defer b.mu.Unlock()
	told.Hanging = 0
	b.told = told
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

// shown is how far it got.
func (b *behaviour) shown() control.Behaviour {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.told
	if out.Times == 0 {
		out = control.Behaviour{Answer: asUsual}
	}
	out.Hanging = b.hanging
	return out
}

// take is how the next delivery is answered, and what tells that it was told
// otherwise.
func (b *behaviour) take() (how control.Behaviour, otherwise <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.told.Times == 0 {
		return control.Behaviour{Answer: asUsual}, nil
	}
	b.told.Times--
	if b.told.Answer == control.Hang {
		b.hanging++
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
	}
	return b.told, b.changed
}

func (b *behaviour) released() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hanging--
}

// answer answers a delivery; next is who receives it as usual. What it
// refuses next never sees. It lets a delivery go on that has hung until the
// behaviour was changed.
func (b *behaviour) answer(w http.ResponseWriter, r *http.Request, next func(http.ResponseWriter, *http.Request)) {
	how, otherwise := b.take()
	switch {
	case how.Answer == control.Hang:
		defer b.released()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReceived)) // a server sees that a sender goes once it has read all
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		select {
		case <-otherwise:
			next(w, r)
		case <-r.Context().Done(): // the sender has given up
		}
	case how.Answer >= 200 && how.Answer < 300:
		next(acceptedWith{w, int(how.Answer)}, r)
	default:
		if how.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(how.RetryAfter))
		}
		w.WriteHeader(int(how.Answer))
	}
}

// acceptedWith says another 2xx than the receiver does.
type acceptedWith struct {
	http.ResponseWriter
	status int
}

// WriteHeader replaces a 2xx.
func (w acceptedWith) WriteHeader(status int) {
	if status >= 200 && status < 300 {
		status = w.status
	}
	w.ResponseWriter.WriteHeader(status)
}
