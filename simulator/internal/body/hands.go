package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// HandWashes are when the persona washes hands on the date, in order: after
// getting up, before most meals and, by habit, some times in between, ten minutes
// apart at least. They last 12 to 40 seconds: what is shorter no watch notices.
func (p *Persona) HandWashes(d vital.Date) []Stretch {
	p = p.On(d)
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	from, to := p.waking(f)
	r := p.seed("hands").At(int64(d)).Stream()
	starts := []int64{from + int64(r.Int(600))}
	for _, m := range p.Meals(d) {
		if at := m.At - int64(60+r.Int(300)); r.Chance(0.7) {
			starts = append(starts, at)
		}
	}
	n := about(&r, p.habit("hands", extent{1, 5}))
	for i := range n {
		starts = append(starts, among(from, to, i, n, &r)+int64(r.Int(60)))
	}
	slices.Sort(starts)
	busyFrom, busyTo := p.busy(f)
	var list []Stretch
	for _, at := range starts {
		free := at < busyFrom-60 || at >= busyTo+60
		if free && at >= from && at < to && (len(list) == 0 || at >= list[len(list)-1].Start+600) {
			list = append(list, Stretch{at, at + int64(clamp(r.Bell(24, 5), 12, 40))})
		}
	}
	return list
}
