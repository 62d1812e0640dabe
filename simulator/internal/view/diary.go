package view

import (
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// injections returns doses of insulin. A pump reports only what it delivers, which
// is no long-acting insulin.
func injections(l *Lens, d vital.Date) (points []Point) {
	pump := l.source().Type == "insulin_pump"
	last := int64(0)
	for _, i := range l.Persona.Injections(d) {
		if pump && i.Type != "rapid_acting" {
			continue
		}
		detail := &wire.Detail{Type: vital.Val(i.Type), DeliveryMode: vital.Val(vital.DeliveryMode(i.Mode))}
		if i.Mode == "bolus" {
			detail.DeliveryForm = vital.Val(vital.DeliveryForm(i.Form))
			detail.BolusPurpose = vital.Val(vital.BolusPurpose(i.Purpose))
		}
		last = max(i.At, last+1) // no two at once: the time names a sample
		points = append(points, Point{Unix: last, Duration: int32(i.Seconds), Value: vital.Decimal(i.Units.Fine()), Detail: detail})
	}
	return points
}

// notes returns the notes of people by the hour (vital.md 5.2): a sample is an hour
// of local time with all notes written in it.
func notes(l *Lens, d vital.Date) (points []Point) {
	f := l.facts(d)
	for _, note := range l.Persona.Notes(d) {
		at := max(note.At-floorMod(note.At+int64(l.Persona.OffsetAt(note.At)), 3600), f.start)
		n := len(points) - 1
		if n < 0 || points[n].Unix != at {
			points = append(points, Point{Unix: at, Duration: 3600, Detail: &wire.Detail{Tags: []vital.NoteTag{}}})
			n++
		}
		detail := points[n].Detail
		detail.Text = strings.TrimPrefix(detail.Text+"; "+note.Text, "; ")
		for _, tag := range note.Tags {
			if tag := vital.NoteTag(tag); !slices.Contains(detail.Tags, tag) {
				detail.Tags = append(detail.Tags, tag)
			}
		}
	}
	return points
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
