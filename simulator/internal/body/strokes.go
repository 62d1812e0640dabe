package body

// Strokes are those of every minute of a swim; nil of any other sport. One is a
// whole turn of an arm, as a watch on it counts, and takes most swimmers 1.6 to
// 2.6 metres (Craig & Pendergast 1979).
func (p *Persona) Strokes(day *Day, w Workout) []uint8 {
	s, ok := sportNamed(w.Sport)
	if !ok || s.motion != water {
		return nil
	}
	p = p.On(day.Date)
	from := int(floorDiv(w.Start-day.Start, 60))
	r := p.seed("strokes").At(w.Start).Stream()
	length := p.habit("stroke", extent{165, 255}) // cm
	list := make([]uint8, (w.End-w.Start)/60)
	for i := range list {
		way := float64(s.motion.glide(int(day.METTenths[from+i])))
		list[i] = uint8(way/(length*r.Between(0.94, 1.06)) + 0.5)
	}
	return list
}
