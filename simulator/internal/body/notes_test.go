package body_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestNotesMatchDay(t *testing.T) {
	t.Parallel()
	tags, days, with := map[vital.NoteTag]int{}, 0, 0
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		notes, last := p.Notes(d), p.DayStart(d)
		days++
		with += int(share(len(notes) > 0))
		for _, n := range notes {
			if n.At < last || n.At >= p.DayStart(d+1) || n.Text == "" || len(n.Tags) != 1 {
				t.Fatalf("%s: %+v after %d", d, n, last)
			}
			last = n.At
			tags[n.Tags[0]]++
			var told bool
			switch n.Tags[0] {
			case "food":
				told = slices.ContainsFunc(p.Plates(d), func(x body.Plate) bool { return x.At == n.At && strings.HasPrefix(n.Text, x.Name+": ") })
			case "exercise":
				told = slices.ContainsFunc(p.Workouts(d), func(x body.Workout) bool { return x.End == n.At && strings.HasPrefix(n.Text, x.Sport[:4]) })
			case "insulin_injection":
				told = slices.ContainsFunc(p.Injections(d), func(x body.Injection) bool { return x.At == n.At && strings.HasSuffix(n.Text, string(x.Purpose)) })
			case "unspecified":
				told = true
			}
			if !told {
				t.Errorf("%s: %+v did not happen", d, n)
			}
		}
	}
	for n := range 12 {
		p := diabetic(t, n, "pen")
		for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
			check(t, p, d)
		}
	}
	if got := float64(with) / float64(days); got < 0.06 || got > 0.14 || len(tags) != 4 {
		t.Errorf("notes on %.2f of the days, %v", got, tags)
	}
	eachHard(t, check)
}
