package webhook

import "maps"

// Stats are the fill levels of a dispatcher. Fields count deliveries unless they are
// named after messages.
type Stats struct {
	Pending  int `json:"pending"`
	Accepted int `json:"accepted"`
	Failed   int `json:"failed"`
	Unwanted int `json:"unwanted"` // messages that no endpoint wanted

	// Due attempts that have not ended, and how many there may be before a
	// driven clock waits for them.
	Open      int `json:"open"`
	OpenLimit int `json:"open_limit"`

	// Messages that are done with and still in the log, and how many of them,
	// and of their bytes, it keeps. Evicted are those that it does not have any
	// more.
	Done       int `json:"done_messages"`
	DoneLimit  int `json:"done_messages_limit"`
	Bytes      int `json:"done_bytes"`
	BytesLimit int `json:"done_bytes_limit"`
	Evicted    int `json:"evicted_messages"`
}

// Stats returns the present fill levels of the dispatcher.
func (d *Dispatcher) Stats() Stats {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	s := Stats{
		Open: d.open, OpenLimit: queueHolds, Done: len(d.log.done), DoneLimit: logKeeps, Bytes: d.log.bytes, BytesLimit: logHolds,
	}
	for _, n := range d.log.tallies {
		s.Evicted += n
	}
	count := map[Status]*int{Pending: &s.Pending, Success: &s.Accepted, Fail: &s.Failed}
	for _, en := range d.log.entries {
		if en == nil {
			continue
		}
		if len(en.deliveries) == 0 {
			s.Unwanted++
		}
		for _, made := range en.deliveries {
			*count[made.Status]++
		}
	}
	return s
}

// Evicted returns the numbers of evicted messages by Tally.
func (d *Dispatcher) Evicted() map[Tally]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.log.tallies)
}
