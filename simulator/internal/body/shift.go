package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Shift is the part of the day during which a persona works.
type Shift uint8

// The shifts. DayShift is a usual working day, which begins with an alarm; the others
// have fixed hours.
const (
	OffDuty    Shift = iota
	DayShift         // about nine to five
	EarlyShift       // 06:00 to 14:00
	LateShift        // 14:00 to 22:00
	NightShift       // 22:00 to 06:00 of the next date
)

var shifts = [...]string{OffDuty: "off", DayShift: "day", EarlyShift: "early", LateShift: "late", NightShift: "night"}

func shiftNames() []string { return shifts[:] }

// String returns the name of the shift in lower case.
func (s Shift) String() string { return shifts[s] }

// Beginnings and ends of shifts, in minutes after midnight.
const (
	earlyStart = 6 * 60
	lateStart  = 14 * 60
	nightStart = 22 * 60
	nightEnd   = 6 * 60
)

// Shift returns the shift that begins on the date. Nobody works on a day of travel.
func (p *Persona) Shift(d vital.Date) Shift {
	p = p.On(d)
	switch {
	case p.flies(d):
		return OffDuty
	case p.rota != nil:
		n := int64(d) + int64(p.rotaPhase)
		return p.rota[n-floorDiv(n, int64(len(p.rota)))*int64(len(p.rota))]
	case p.WorkDays[d.Weekday()]:
		return DayShift
	}
	return OffDuty
}

// works reports whether a shift begins on the date.
func (p *Persona) works(d vital.Date) bool { return p.Shift(d) != OffDuty }

// alarm returns the time of the alarm on the date, if there is one, in minutes after
// midnight: for work or for a flight.
func (p *Persona) alarm(d vital.Date) (minute int, ok bool) {
	if p.flies(d) {
		return 390, true
	}
	switch p.Shift(d) {
	case DayShift:
		return p.Alarm, true
	case EarlyShift:
		return earlyStart - 45 - p.CommuteMinutes, true
	}
	return 0, false
}

// sleepsByDay reports whether the main sleep that ends on the date follows a night shift.
func (p *Persona) sleepsByDay(d vital.Date) bool { return p.Shift(d-1) == NightShift }

// daySleep returns the sleep after a night shift, in minutes after midnight. It is one
// to four hours shorter than by night (Åkerstedt 2003), and still shorter after the
// last shift in a row, when people return to sleeping at night. It lies within 07:00
// and 16:30.
func (p *Persona) daySleep(d vital.Date, r *seed.Stream) (start, end float64) {
	start = float64(nightEnd+75+p.CommuteMinutes) + r.Bell(20, 12)
	asleep := float64(p.SleepNeed) - r.Bell(110, 25)
	if p.Shift(d) != NightShift {
		asleep -= 70
	}
	return start, bend(start+max(asleep, MinNight/60+15), 600, 990, 30)
}

// aroundShifts adapts a night to the shifts before and after it: bed time is after the
// way home from a late shift, and the morning before a night shift is longer.
func (p *Persona) aroundShifts(d vital.Date, start, end float64) (float64, float64) {
	if p.Shift(d-1) == LateShift {
		start = max(start, float64(lateStart+8*60+75+p.CommuteMinutes-24*60))
	}
	if p.Shift(d) == NightShift {
		end += 30
	}
	return start, end
}

// drawRota draws the day of the rota on which the persona's calendar begins.
func (p *Persona) drawRota(s seed.Seed, names []string) {
	if len(names) == 0 {
		return
	}
	r := s.Stream()
	p.rotaPhase = r.Int(len(names))
	p.rota = make([]Shift, len(names))
	for i, name := range names {
		p.rota[i] = Shift(slices.Index(shifts[:], name))
	}
}

// restDays returns the mean number of free days per week of the rota.
func (p *Persona) restDays() float64 {
	free := 0
	for _, s := range p.rota {
		free += b2i(s == OffDuty)
	}
	return 7 * float64(free) / float64(len(p.rota))
}
