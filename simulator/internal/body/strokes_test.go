package body_test

import "testing"

func TestStrokesFitTheWay(t *testing.T) {
	t.Parallel()
	swims, lengths := 0, map[int]bool{}
	for n := range 25 {
		p := draw(t, n, "wheelchair-user", "Europe/London")
		for d := date(2026, 3, 1); d < date(2026, 4, 10); d++ {
			day := p.Day(d)
			for _, w := range day.Workouts {
				strokes := p.Strokes(day, w)
				if (strokes != nil) != (w.Sport == "swimming") {
					t.Fatalf("%d minutes of strokes in %s", len(strokes), w.Sport)
				}
				if strokes == nil {
					continue
				}
				swims++
				total := 0
				for _, s := range strokes {
					if total += int(s); s < 5 || s > 40 {
						t.Errorf("%s: %d strokes in a minute", d, s)
					}
				}
				cm := w.DistanceCm / total
				if lengths[cm] = true; len(strokes) != int(w.End-w.Start)/60 || cm < 155 || cm > 275 {
					t.Errorf("%s: %d minutes, %d cm a stroke", d, len(strokes), cm)
				}
			}
		}
	}
	if swims < 40 || len(lengths) < 10 {
		t.Errorf("%d swims, %d lengths of a stroke", swims, len(lengths))
	}
}
