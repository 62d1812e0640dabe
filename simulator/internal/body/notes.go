package body

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Note is a diary entry about a moment.
type Note struct {
	At   int64 // unix seconds
	Text string
	Tags []vital.NoteTag
}

// Notes returns the diary entries of the date, in order; many dates have none. They
// describe the meals, workouts and insulin of the date.
func (p *Persona) Notes(d vital.Date) []Note {
	p = p.On(d)
	r := p.seed("diary").At(int64(d)).Stream()
	f := p.frame(d)
	if !r.Chance(p.trait().diary) || f.minutes() == 0 {
		return nil
	}
	var list []Note
	for _, plate := range p.Plates(d) {
		if r.Chance(0.5) {
			var names []string
			for _, food := range plate.Foods {
				names = append(names, strings.ToLower(food.Name))
			}
			list = append(list, Note{plate.At, plate.Name + ": " + strings.Join(names, ", "), []vital.NoteTag{"food"}})
		}
	}
	for _, w := range p.Workouts(d) {
		text := fmt.Sprintf("%s, %d min", strings.ReplaceAll(w.Sport, "_", " "), (w.End-w.Start)/60)
		list = append(list, Note{w.End, text, []vital.NoteTag{"exercise"}})
	}
	for _, i := range p.Injections(d) {
		if i.Mode == "bolus" && r.Chance(0.4) {
			list = append(list, Note{i.At, fmt.Sprintf("%v units, %s", i.Units.Float(), i.Purpose), []vital.NoteTag{"insulin_injection"}})
		}
	}
	from, to := p.waking(f)
	if text := p.remark(d, r.Int(1<<20)); text != "" && r.Chance(0.5) {
		list = append(list, Note{among(from, to, 0, 1, &r), text, []vital.NoteTag{"unspecified"}})
	}
	slices.SortStableFunc(list, func(a, b Note) int { return int(a.At - b.At) })
	return list
}

// remark returns a sentence about the date.
func (p *Persona) remark(d vital.Date, pick int) string {
	night := p.Nights(d)[0]
	switch {
	case p.illness(d) > 0.5:
		return "Fever, stayed in bed most of the day"
	case p.illness(d) > 0:
		return "A cold"
	case p.flies(d):
		return "Long flight"
	case night.Total() < 5*3600+1800:
		return "Slept badly"
	}
	return []string{"Felt well", "Busy day", "Quiet day", "Headache in the afternoon", "Stressful day", "Out with friends"}[pick%6]
}
