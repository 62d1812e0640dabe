package body

// A StandHour is an hour of the clock and whether the body stood in it.
type StandHour struct {
	Start, End int64 // unix seconds; the first and last of a day may be shorter
	Stood      bool  // and moved for a minute at least; else idle
}

// StandHours are the hours of the clock of a day, in order: an hour counts when
// the body stood and moved in it for a minute, as watches count, and not just
// shifted from foot to foot. A wheelchair user's hours count when they push.
func (p *Persona) StandHours(day *Day) []StandHour {
	clock := p.wallClock(day)
	list := make([]StandHour, 0, 25)
	for i := range day.Minutes() {
		at := day.Start + int64(60*i)
		if i == 0 || clock.minute(at)%60 == 0 || at-list[len(list)-1].Start >= 3600 {
			list = append(list, StandHour{Start: at})
		}
		hour := &list[len(list)-1]
		hour.End = min(at+60, day.End)
		hour.Stood = hour.Stood || day.strolls(i)
	}
	return list
}

// stands is whether the body is on its feet and moves in a minute.
func (d *Day) stands(i int) bool {
	return d.stages[i] == 0 && (d.Steps[i] >= 8 || d.Pushes != nil && d.Pushes[i] >= 4 || d.METTenths[i] >= 20)
}

// strolls is whether the body goes some way in a minute: half of it at a slow walk.
func (d *Day) strolls(i int) bool {
	return d.stands(i) && (d.Steps[i] >= 25 || d.Pushes != nil && d.Pushes[i] >= 12 || d.METTenths[i] >= 20)
}

// Standing are the minutes on the feet in every quarter of an hour of a day, 0 to
// 15, from its start.
func (p *Persona) Standing(day *Day) []uint8 {
	list := make([]uint8, (day.Minutes()+14)/15)
	for i := range day.Minutes() {
		list[i/15] += uint8(b2i(day.stands(i)))
	}
	return list
}
