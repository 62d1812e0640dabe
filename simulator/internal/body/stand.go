package body

// A StandHour is an hour of the local clock.
type StandHour struct {
	Start, End int64 // unix seconds; the first and last hour of a day may be shorter
	Stood      bool  // whether the body stood and moved for at least a minute
}

// StandHours returns the hours of a day by the local clock, in order. As on watches, an
// hour counts as stood if the body walked for at least a minute; shifting from foot to
// foot is not enough. For a wheelchair user, pushing counts.
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

// stands reports whether the body is standing and moving in a minute.
func (d *Day) stands(i int) bool {
	return d.stages[i] == 0 && (d.Steps[i] >= 8 || d.Pushes != nil && d.Pushes[i] >= 4 || d.METTenths[i] >= 20)
}

// strolls reports whether the body walks in a minute, at a slow pace for at least half
// of it.
func (d *Day) strolls(i int) bool {
	return d.stands(i) && (d.Steps[i] >= 25 || d.Pushes != nil && d.Pushes[i] >= 12 || d.METTenths[i] >= 20)
}

// Standing returns the minutes of standing, 0 to 15, in every quarter of an hour from
// the day's start.
func (p *Persona) Standing(day *Day) []uint8 {
	list := make([]uint8, (day.Minutes()+14)/15)
	for i := range day.Minutes() {
		list[i/15] += uint8(b2i(day.stands(i)))
	}
	return list
}
