package webhook

// stop ends what is on its way to an endpoint that is disabled or removed: it
// has failed. Attempts that are open end by themselves, and are the last.
func (d *Dispatcher) stop(e *endpoint) {
	stopped := e.waiting
	e.waiting = nil
	for _, p := range []*pool{&e.firsts, &e.retries} {
		queued := p.drain()
		stopped = append(stopped, queued...)
		d.less(len(queued))
	}
	for _, t := range stopped {
		t.place = -1
		if made := t.delivery; made.status == Pending {
			made.next, made.status = nil, Fail
		}
	}
}

// less counts so many tries as no longer open.
func (d *Dispatcher) less(n int) {
	if d.open -= n; d.open == 0 && n > 0 {
		close(d.idle)
		d.idle = make(chan struct{})
	}
}
