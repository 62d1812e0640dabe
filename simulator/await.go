package simulator

import "context"

// Await blocks until done says so of the timeline of the simulator's own team,
// and is asked again with every attempt that ends. It returns false when
// nothing more can come by itself, since time stands and no delivery or change
// is under way, or when ctx ends.
func (s *Simulator) Await(ctx context.Context, done func([]Delivered) bool) bool {
	for {
		u := s.own()
		if u == nil {
			return done(nil)
		}
		changed := u.dispatcher.Changed()
		var ended chan struct{} // nil while no request is under way
		if open := s.changes.underWay(s.config.APIKey); len(open) > 0 {
			ended = open[0]
		}
		still := u.driver.Speed() == 0 && ended == nil && u.dispatcher.Open() == 0
		if done(s.Timeline()) {
			return true
		}
		if still {
			return false
		}
		select {
		case <-changed:
		case <-ended:
		case <-ctx.Done():
			return done(s.Timeline())
		}
	}
}
