package view

import (
	"slices"
	"sync/atomic"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// facts are the facts of one device on one local date.
type facts struct {
	start, end int64                  // the local day, unix seconds
	wake       int64                  // when the main night ended, recorded or not
	off        []spell                // when the device was not worn, in order, within the day
	uploads    []int64                // the device's own rhythm, in order
	sleeps     []body.Sleep           // recorded sleeps that end on the date
	whole      atomic.Pointer[totals] // the whole day's sums, once somebody asked
}

// A spell is half-open: [from, to).
type spell struct{ from, to int64 }

// blockDays is the length of the blocks in which spells without the device are
// placed, so that any day is decided by its own block alone.
const blockDays = 24

// away reports whether the device was not used on d: in about half of the blocks
// for one or two days in a row, never at the edges of a block, so that spells of
// neighbouring blocks do not join and no upload is more than three days late.
func (l *Lens) away(d vital.Date) bool {
	block, day := int64(d)/blockDays, int64(d)%blockDays
	if l.model.Wear != provider.Wrist {
		return false
	}
	r := l.seed.Child("away").At(block).Stream()
	if !r.Chance(0.5) {
		return false
	}
	first := int64(1 + r.Int(blockDays-3))
	length := int64(1 + r.Int(2))
	return day >= first && day < first+length
}

// bareNight reports whether the device was on its charger in the night that ends on
// d: in about one of sixteen nights, and in those after a flat battery.
func (l *Lens) bareNight(d vital.Date) bool {
	r := l.seed.Child("bare-night").At(int64(d)).Stream()
	if r.Chance(0.06) {
		return true
	}
	_, flat := l.flat(d - 1)
	return flat
}

func (l *Lens) makeFacts(d vital.Date) *facts {
	f := &facts{start: l.Persona.DayStart(d), end: l.Persona.DayStart(d + 1)}
	if f.start == f.end {
		return f // a date that the zone skipped
	}
	if l.away(d) {
		f.off = []spell{{f.start, f.end}}
		return f
	}
	nights := l.Persona.Nights(d)
	main := nights[0]
	next, morrow := l.nextNight(d)
	f.wake = main.End
	if l.model.Wear == provider.Carried {
		f.off = l.notCarried(d, f, main.End, min(next.Start, f.end))
	} else {
		f.off = l.offWrist(d, morrow, f, main, next)
	}
	flat, ok := l.flat(d)
	if ok {
		f.runOut(flat)
	}
	for _, s := range nights {
		if !overlaps(f.off, s.Start, s.End) {
			f.sleeps = append(f.sleeps, s)
		}
	}
	f.uploads = l.rhythm(d, f, main.End, min(next.Start, f.end-60))
	if ok {
		f.uploads = slices.DeleteFunc(f.uploads, func(at int64) bool { return at >= flat })
	}
	return f
}

// offWrist returns when the device is not worn on a day on which it is used: during
// bare nights, and every few days for an hour on the charger. The next night ends
// on morrow.
func (l *Lens) offWrist(d, morrow vital.Date, f *facts, main, next body.Sleep) []spell {
	if l.model.Wear != provider.Wrist {
		return nil
	}
	var off []spell
	add := func(from, to int64) {
		from, to = max(from, f.start), min(to, f.end)
		if from < to {
			off = append(off, spell{from, to})
		}
	}
	r := l.seed.Child("charger").At(int64(d)).Stream()
	before, after := int64(60*r.Int(20)), int64(60*(2+r.Int(20)))
	if l.bareNight(d) || l.away(d-1) {
		add(main.Start-before, main.End+after)
	}
	if r.Chance(0.22) {
		from := main.End + int64(3600+60*r.Int(600))
		add(from, min(from+int64(60*(35+r.Int(60))), next.Start))
	}
	if l.bareNight(morrow) || l.away(morrow) {
		add(next.Start-before, f.end)
	}
	return slices.DeleteFunc(off, func(i spell) bool { return i.to <= i.from })
}

// rhythm returns the scheduled uploads: soon after waking, then every two to three
// hours while awake, and after each workout (choices.md 1.5).
func (l *Lens) rhythm(d vital.Date, f *facts, wake, bed int64) []int64 {
	r := l.seed.Child("upload").At(int64(d)).Stream()
	var uploads []int64
	for at := wake + int64(180+r.Int(1200)); at < bed; at += l.pause(&r) {
		uploads = append(uploads, at)
	}
	var buf [4]int64
	for _, end := range l.Persona.WorkoutEnds(d, buf[:0]) {
		at := end + int64(120+r.Int(360))
		soon := func(u int64) bool { return u >= end && u < at+600 }
		if at < f.end && !slices.ContainsFunc(uploads, soon) {
			uploads = append(uploads, at)
		}
	}
	slices.Sort(uploads)
	return uploads
}

// pause returns the time until the next upload.
func (l *Lens) pause(r *seed.Stream) int64 {
	switch l.model.Uploads {
	case provider.Hourly:
		return int64(50*60 + r.Int(20*60))
	case provider.Finished:
		return 24 * 3600
	}
	return int64(2*3600 + r.Int(3600))
}

// nextNight returns the main sleep after the waking day d and the date on which it
// ends: the next date that exists in the zone.
func (l *Lens) nextNight(d vital.Date) (body.Sleep, vital.Date) {
	for next := d + 1; ; next++ {
		if nights := l.Persona.Nights(next); len(nights) > 0 {
			return nights[0], next
		}
	}
}

func overlaps(off []spell, from, to int64) bool {
	return slices.ContainsFunc(off, func(i spell) bool { return i.from < to && from < i.to })
}

// worn reports whether the device was worn at the instant.
func (f *facts) worn(at int64) bool {
	for _, i := range f.off {
		if i.from <= at && at < i.to {
			return false
		}
	}
	return true
}

// firstWorn returns the first minute of the day at which the device is worn; f.end
// if there is none.
func (f *facts) firstWorn() int64 {
	at := f.start
	for _, i := range f.off {
		if i.from <= at && at < i.to {
			at += (i.to - at + 59) / 60 * 60
		}
	}
	return min(at, f.end)
}
