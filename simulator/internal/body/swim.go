package body

// poolCm is the length of the pool in centimetres.
const poolCm = 2500

// A Length is one length of the pool.
type Length struct {
	Start, End int64 // unix seconds
	DistanceCm int   // always 2500
	Strokes    int
}

// Lengths returns the pool lengths of a swimming workout, in order and without pauses.
// An incomplete last length is left out. Slow swimmers need more strokes: 14 to 30 for
// 25 metres of front crawl (Seifert 2007). The result is nil for other workouts.
func (p *Persona) Lengths(day *Day, w Workout) []Length {
	if s, ok := sportNamed(w.Sport); !ok || s.motion != water {
		return nil
	}
	r := p.seed("swim").At(w.Start).Stream()
	own := p.seed("swim").Stream()
	usual := own.Between(17, 24) - float64(5*(p.On(day.Date).Fitness-0.5))
	n := w.DistanceCm / poolCm
	list := make([]Length, n)
	first := int(floorDiv(w.Start-day.Start, 60))
	covered, minute := 0, first
	at := w.Start
	for i := range list {
		goal := (i + 1) * poolCm
		for minute < day.Minutes() {
			way := water.glide(int(day.METTenths[minute]))
			if covered+way >= goal {
				break
			}
			covered, minute = covered+way, minute+1
		}
		way := water.glide(int(day.METTenths[min(minute, day.Minutes()-1)]))
		end := day.Start + int64(60*minute) + int64(60*(goal-covered)/way)
		end = min(max(end, at+10), w.End)
		list[i] = Length{at, end, poolCm, int(clamp(r.Bell(usual, 1.2)+0.5, 10, 32))}
		at = end
	}
	return list
}
