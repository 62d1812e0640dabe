package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Shift is when a persona works on a date.
type Shift uint8

// The shifts. Day is the usual working day, from an alarm on; the others have
// fixed hours.
const (
	OffDuty    Shift = iota
	DayShift         // about nine to five
	EarlyShift       // 06:00 to 14:00
	LateShift        // 14:00 to 22:00
	NightShift       // 22:00 to 06:00 of the date after
)

var shifts = [...]string{OffDuty: "off", DayShift: "day", EarlyShift: "early", LateShift: "late", NightShift: "night"}

func shiftNames() []string { return shifts[:] }

// String is the name in lower case.
func (s Shift) String() string { return shifts[s] }

// Where shifts begin and end, in minutes after midnight.
const (
	earlyStart = 6 * 60
	lateStart  = 14 * 60
	nightStart = 22 * 60
	nightEnd   = 6 * 60
)

// Shift is the one that begins on the date. Nobody works on a day of travel.
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

// works is whether a shift begins on the date.
func (p *Persona) works(d vital.Date) bool { return p.Shift(d) != OffDuty }

// alarm is when an alarm ends the night that ends on the date, in minutes after
// midnight: for work, or to catch a plane.
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

// sleepsByDay is whether the main sleep that ends on the date follows a night's
// work.
func (p *Persona) sleepsByDay(d vital.Date) bool { return p.Shift(d-1) == NightShift }

// daySleep is the sleep after a night's work, in minutes after midnight: one to
// four hours shorter than by night (Åkerstedt 2003), and shorter still after the
// last, to be tired in the evening. It lies within 07:00 and 16:30.
func (p *Persona) daySleep(d vital.Date, r *seed.Stream) (start, end float64) {
	start = float64(nightEnd+75+p.CommuteMinutes) + r.Bell(20, 12)
	asleep := float64(p.SleepNeed) - r.Bell(110, 25)
	if p.Shift(d) != NightShift {
		asleep -= 70
	}
	return start, bend(start+max(asleep, MinNight/60+15), 600, 990, 30)
}

// aroundShifts bends a night by the shifts before and after it: no bed before
// one is home from work, and a long morning before the first night's work.
func (p *Persona) aroundShifts(d vital.Date, start, end float64) (float64, float64) {
	if p.Shift(d-1) == LateShift {
		start = max(start, float64(lateStart+8*60+75+p.CommuteMinutes-24*60))
	}
	if p.Shift(d) == NightShift {
		end += 30
	}
	return start, end
}

// drawRota draws at which of its days a rota begins.
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

// restDays is how many days of a week a rota leaves free.
func (p *Persona) restDays() float64 {
	free := 0
	for _, s := range p.rota {
		free += b2i(s == OffDuty)
	}
	return 7 * float64(free) / float64(len(p.rota))
}
