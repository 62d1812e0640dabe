package webhook

import "slices"

// A pool holds the due attempts at one endpoint. It bounds the number of open
// attempts, in total and per user. The attempts of a user begin in the order in
// which they were added; users take turns. The Dispatcher's mu guards it.
type pool struct {
	limit, perUser int
	open           int
	lines          map[string]*line // by user
	turns          []*line          // whose next attempt may begin, in order
}

// A line is the queue of one user in a pool.
type line struct {
	queue  []*try
	open   int
	inTurn bool
}

// add puts a try at the end of its user's line.
func (p *pool) add(t *try) {
	l := p.line(t)
	l.queue = append(l.queue, t)
	p.offer(l)
}

// push puts a try at the front of its user's line.
func (p *pool) push(t *try) {
	l := p.line(t)
	l.queue = slices.Insert(l.queue, 0, t)
	p.offer(l)
}

func (p *pool) line(t *try) *line {
	l := p.lines[t.user()]
	if l == nil {
		l = &line{}
		if p.lines == nil {
			p.lines = map[string]*line{}
		}
		p.lines[t.user()] = l
	}
	return l
}

// offer queues a line for a turn if it has attempts and places.
func (p *pool) offer(l *line) {
	if !l.inTurn && len(l.queue) > 0 && l.open < p.perUser {
		l.inTurn = true
		p.turns = append(p.turns, l)
	}
}

// next returns a try that may begin now; nil if there is none or no place is free.
func (p *pool) next() *try {
	if p.open >= p.limit || len(p.turns) == 0 {
		return nil
	}
	l := p.turns[0]
	p.turns[0] = nil
	p.turns = p.turns[1:]
	l.inTurn = false
	t := l.queue[0]
	l.queue[0] = nil
	l.queue = l.queue[1:]
	l.open++
	p.open++
	p.offer(l)
	return t
}

// done frees the place of a try that next has returned.
func (p *pool) done(t *try) {
	l := p.lines[t.user()]
	l.open--
	p.open--
	if l.open == 0 && len(l.queue) == 0 {
		delete(p.lines, t.user())
	}
	p.offer(l)
}

// drain removes and returns all tries that have not begun.
func (p *pool) drain() (queued []*try) {
	for user, l := range p.lines {
		queued = append(queued, l.queue...)
		l.queue, l.inTurn = nil, false
		if l.open == 0 {
			delete(p.lines, user)
		}
	}
	p.turns = nil
	return queued
}
