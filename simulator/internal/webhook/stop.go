package webhook

// stop makes the pending deliveries to a disabled or removed endpoint fail. Open
// attempts end by themselves and are the last ones.
func (d *Dispatcher) stop(e *endpoint) {
	stopped := e.waiting
	e.waiting = nil
	for _, p := range []*pool{&e.firsts, &e.retries} {
		queued := p.drain()
		stopped = append(stopped, queued...)
		d.less(queued...)
	}
	e.held = nil
	for _, t := range stopped {
		t.place = -1
		d.giveUp(t)
	}
}

// giveUp ends a try without an attempt, and with the last try its delivery.
func (d *Dispatcher) giveUp(t *try) {
	made := t.delivery
	if t.Manual {
		made.Manual--
	} else {
		made.next = nil
	}
	if made.Status == Pending && made.next == nil && made.Manual == 0 {
		made.Status = Fail
	}
}

// less subtracts tries from the number of open ones.
func (d *Dispatcher) less(ended ...*try) {
	for _, t := range ended {
		d.openBytes -= len(t.delivery.message().Body)
	}
	if d.open -= len(ended); d.open == 0 && len(ended) > 0 {
		close(d.idle)
		d.idle = make(chan struct{})
	}
}
