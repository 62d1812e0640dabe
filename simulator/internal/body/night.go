package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Stage is a stage of sleep, numbered as Vital's hypnogram numbers them.
type Stage uint8

// The stages of sleep. The zero value means out of bed.
const (
	Deep  Stage = 1
	Light Stage = 2
	REM   Stage = 3
	Awake Stage = 4
)

// String returns the name of the stage in lower case.
func (s Stage) String() string {
	switch s {
	case Deep:
		return "deep"
	case Light:
		return "light"
	case REM:
		return "rem"
	case Awake:
		return "awake"
	}
	return "out of bed"
}

// Span is a stretch of one stage: seconds from the start of its session.
type Span struct {
	From, To int32
	Stage    Stage
}

// Sleep is one session in bed. Its calendar date is the local date of its End.
type Sleep struct {
	Start, End int64 // unix seconds
	Nap        bool
	// Spans cover [0, End-Start) in order and without gaps. Adjacent spans differ in
	// stage. Their bounds are multiples of 30 seconds, the epoch of sleep scoring.
	Spans []Span
	// HRV is the mean RMSSD in milliseconds: Umetani 1998, falling with age.
	HRV vital.Decimal
	// RespiratoryRate in breaths per minute; sleeping adults have 12 to 18.
	RespiratoryRate vital.Decimal
	// TemperatureDelta is the deviation of the skin temperature from the person's
	// baseline in °C.
	TemperatureDelta vital.Decimal
}

// Seconds returns the time spent in a stage.
func (s *Sleep) Seconds(stage Stage) int {
	n := int32(0)
	for _, span := range s.Spans {
		if span.Stage == stage {
			n += span.To - span.From
		}
	}
	return int(n)
}

// Total returns the time asleep in seconds: deep, light and REM.
func (s *Sleep) Total() int { return int(s.End-s.Start) - s.Seconds(Awake) }

// Latency returns the time from the start to the first sleep that lasts five
// minutes, in seconds: the usual definition of persistent sleep.
func (s *Sleep) Latency() int {
	asleep := int32(0)
	for _, span := range s.Spans {
		if span.Stage == Awake {
			asleep = 0
			continue
		}
		if asleep += span.To - span.From; asleep >= 300 {
			return int(span.To - asleep)
		}
	}
	return int(s.End - s.Start)
}

// Nights returns the sleeps that end on the local date d, in order: the main night and
// on some days a nap. It is much cheaper than Day.
func (p *Persona) Nights(d vital.Date) []Sleep {
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	nap, napped := p.nap(f)
	sleeps := make([]Sleep, 0, 1+b2i(napped))
	sleeps = append(sleeps, p.night(f, make([]Span, 0, 64)))
	if napped {
		sleeps = append(sleeps, nap)
	}
	return sleeps
}

// night returns the main sleep that ends on the frame's date, its stages appended
// to buf.
func (p *Persona) night(f frame, buf []Span) Sleep {
	var s Sleep
	s.Start, s.End = p.inBed(f)
	s.Spans = p.nightStages(f.date, int(s.End-s.Start), buf)
	p.nightVitals(f.date, &s)
	return s
}

// inBed returns the start and the end of the main sleep that ends on the frame's date.
func (p *Persona) inBed(f frame) (start, end int64) {
	bed, wake := p.bedAndWake(f.date)
	start, end = f.at(bed), f.at(wake)
	if t, ok := p.turn(f.date); ok && t.leap > 0 {
		end = max(end, t.at+9000) // the night on the plane, and on the bus
	}
	return min(start, end-MinNight), end // an hour may be missing from this night
}

// bedAndWake returns bed and wake time of the night that ends on d, in seconds after
// local midnight of d; bed is often negative. On free days the night is centred on the
// chronotype. On work days an alarm ends it and bed time moves forward only in part,
// which is known as social jetlag (Roenneberg 2007).
func (p *Persona) bedAndWake(d vital.Date) (bed, wake int) {
	p = p.On(d)
	r := p.streams.bed.At(int64(d)).Stream()
	bedShift, wakeShift, alarmShift := r.Bell(0, 22), r.Bell(0, 20), r.Bell(0, 6)
	late, lateBy := r.Chance(0.12), r.Between(35, 95)
	woken := r.Float()
	ill := p.illness(d)

	if p.sleepsByDay(d) {
		start, end := p.daySleep(d, &r)
		return int(floor(2*start)) * epoch, int(floor(2*end)) * epoch
	}
	inBed := float64(p.SleepNeed) + 30
	natural := float64(p.Chronotype) + inBed/2
	start := float64(p.Chronotype) - inBed/2 + bedShift - float64(30*ill)
	end := natural + float64(0.5*bedShift) + wakeShift + float64(35*ill)
	if p.moves() {
		lag := p.lag(d)
		start, end, natural = start+lag, end+lag, natural+lag
	}
	if alarm, ok := p.alarm(d); ok {
		start -= float64(0.4 * max(0, natural-float64(alarm)))
		end = min(end, float64(alarm)+alarmShift)
	} else if late {
		start += lateBy
		end += float64(0.6 * lateBy)
	}
	if p.rota != nil {
		start, end = p.aroundShifts(d, start, end)
	}
	end -= float64(20 * woken * min(p.NightWakings, 3)) // whoever wakes them at night also wakes them early

	start, end = squeeze(start, -240, 210), squeeze(end, 270, 690)
	start = min(start, end-MinNight/60)
	return int(floor(2*start)) * epoch, int(floor(2*end)) * epoch
}

// squeeze limits minutes to (lo, hi), beginning twenty minutes before a bound.
func squeeze(x, lo, hi float64) float64 { return bend(x, lo, hi, 20) }

// nap returns the nap of the frame's date, if there is one. As a simplification that
// keeps workouts and naps apart, training days have none.
func (p *Persona) nap(f frame) (Sleep, bool) {
	p = p.On(f.date)
	r := p.streams.nap.At(int64(f.date)).Stream()
	chance := p.NapsPerWeek / 7
	switch p.Shift(f.date) {
	case OffDuty:
	case NightShift:
		chance += 0.6 // before the first night shift in a row; after one, sleepsByDay excludes a nap
	default:
		chance *= 0.5
	}
	if !r.Chance(min(chance+float64(0.5*p.illness(f.date)), 0.8)) || p.trains(f.date).sport != nil || p.flies(f.date) || p.sleepsByDay(f.date) {
		return Sleep{}, false
	}
	minutes := 20 + r.Int(2*60)/2
	s := Sleep{Nap: true, Start: f.at(epoch * int(2*r.Between(13*60+5, 15*60+30)))}
	s.End = s.Start + int64(60*minutes)
	s.Spans = napStages(minutes*2, &r)
	p.nightVitals(f.date, &s)
	return s, true
}

// napStages returns the stages of a nap: light sleep, in longer naps with deep sleep in
// the middle.
func napStages(epochs int, r *seed.Stream) []Span {
	h := hypnogram{spans: make([]Span, 0, 6), end: int32(epochs * epoch)}
	h.add(Awake, 4+r.Int(12))
	h.add(Light, 12+r.Int(20))
	if epochs > 80 {
		h.add(Deep, 12+r.Int(24))
	}
	tail := 1 + r.Int(5)
	h.add(Light, epochs-tail-h.epochs())
	h.add(Awake, tail)
	return h.spans
}
