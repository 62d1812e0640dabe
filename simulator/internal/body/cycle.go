package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Menstrual cycles lie on a grid: the k-th begins k cycle lengths after the first,
// plus or minus a few days that depend on k alone, so that any cycle can be computed
// without the ones before it. If a phase changes the cycle, the one in progress ends
// as planned and a new grid begins with the next.

// shortestCycle is the least number of days from one period to the next:
// Fehring 2006 found about 18 to 47 in regularly cycling women.
const shortestCycle = 18

// Ages between which there are cycles.
const (
	menarche  = 12
	menopause = 55
)

// A Cycle lasts from the first day of a period to the day before the next one.
type Cycle struct {
	Start, End vital.Date // first and last date
	PeriodEnd  vital.Date // last date of the period that begins it
	// Ovulation is 10 to 16 days before the end (Lenton 1984: the second half
	// varies less than the first). It is null in cycles without ovulation.
	Ovulation vital.Null[vital.Date]

	phase, k int // of the grid
}

// Days returns the length of the cycle in days.
func (c Cycle) Days() int { return int(c.End-c.Start) + 1 }

// Luteal reports whether the date lies in the second half, after ovulation.
func (c Cycle) Luteal(d vital.Date) bool { return c.Ovulation.Valid && d > c.Ovulation.V && d <= c.End }

// Cycle returns the menstrual cycle that contains the date, or false if the persona
// has none.
func (p *Persona) Cycle(d vital.Date) (Cycle, bool) {
	if age := p.AgeOn(d); p.On(d).cycle == 0 || age < menarche || age > menopause {
		return Cycle{}, false
	}
	return p.cycleAround(d), true
}

// PreviousCycle returns the cycle before c.
func (p *Persona) PreviousCycle(c Cycle) Cycle { return p.cycleAround(c.Start - 1) }

// NextCycle returns the cycle after c.
func (p *Persona) NextCycle(c Cycle) Cycle { return p.cycleAround(c.End + 1) }

func (p *Persona) cycleAround(d vital.Date) Cycle {
	phase := 0
	if len(p.life) > 0 {
		phase = p.phaseOn(d)
		for phase > 0 && d < p.life[phase].firstCycle {
			phase--
		}
		for p.life[phase].cycle == 0 {
			phase++ // before the first phase that describes cycles, extend its grid
		}
		p = p.life[phase].Persona
	}
	// Starts deviate by less than a length, so the cycle is one of three.
	k := int(floorDiv(int64(d-p.firstCycle), int64(p.cycle))) + 1
	for p.skips(k) || p.startOf(k) > d {
		k--
	}
	c := Cycle{Start: p.startOf(k), phase: phase, k: k}
	c.End = p.afterCycle(k, phase) - 1
	p.fillCycle(&c)
	return c
}

// afterCycle returns the first date after the k-th cycle of a phase's grid.
func (p *Persona) afterCycle(k, phase int) vital.Date {
	k++
	for p.skips(k) {
		k++
	}
	next := p.startOf(k)
	for i := phase + 1; i < len(p.life); i++ {
		if next >= p.life[i].firstCycle {
			next = p.life[i].firstCycle
		}
	}
	return next
}

// startOf returns the first date of the k-th cycle of the grid.
func (p *Persona) startOf(k int) vital.Date {
	start := p.firstCycle + vital.Date(k*p.cycle)
	if k != 0 && p.cycleJitter > 0 {
		r := p.seed("cycle").At(int64(k)).Stream()
		start += vital.Date(floor(r.Bell(0, p.cycleJitter/3) + 0.5))
	}
	return start
}

// skips reports whether the k-th period is skipped, which doubles the length of the
// cycle before it. Two periods in a row are never skipped, nor is the first of a
// phase.
func (p *Persona) skips(k int) bool {
	chance := p.trait().cyclesSkipped
	if chance == 0 || k%2 == 0 {
		return false
	}
	r := p.seed("cycle", "skipped").At(int64(k)).Stream()
	return r.Chance(min(2*chance, 1))
}

// fillCycle sets the dates of the period and of ovulation.
func (p *Persona) fillCycle(c *Cycle) {
	r := p.seed("cycle", "days").At(int64(c.k)).At(int64(c.phase)).Stream()
	period := p.habit("period", p.trait().periodDays) + r.Bell(0, 0.6)
	c.PeriodEnd = c.Start + vital.Date(clamp(period+0.5, 2, 10)) - 1
	second, without := p.cycle-p.cycle/2, r.Float()
	if p.trait().cycleDays[1] > 0 {
		second = int(clamp(p.habit("luteal", extent{11.5, 14.5})+r.Bell(0.5, 0.5), 10, 16))
		if without < 2*p.trait().cyclesSkipped || p.hormonal() {
			return
		}
	}
	c.Ovulation = vital.Val(max(c.End-vital.Date(second), c.PeriodEnd+1))
}

// hormonal reports whether contraception suppresses ovulation.
func (p *Persona) hormonal() bool {
	c := p.trait().contraceptive
	return c != "" && c != "iud" && c != "unspecified"
}

// drawCycle draws the grid of cycles if the persona's file describes the cycle.
func (p *Persona) drawCycle(s seed.Seed, t *traits) {
	p.firstCycle = -vital.Date(p.cyclePhase)
	if t.cycleDays[1] == 0 {
		return
	}
	p.cycle = 0
	if p.Sex != Female || p.AgeOn(referenceDate) > menopause {
		return
	}
	r := s.Stream()
	p.cycle = int(t.cycleDays.draw(&r) + 0.5)
	p.cyclePhase = r.Int(p.cycle)
	p.firstCycle = -vital.Date(p.cyclePhase)
	p.cycleJitter = min(t.cycleJitter.draw(&r), float64(p.cycle-shortestCycle)/2)
}

// joinCycles makes the grid of each phase begin with the first cycle that starts in
// that phase.
func joinCycles(life []phase) {
	for i := 1; i < len(life); i++ {
		before, from := life[i-1].Persona, life[i].from
		if before.cycle == 0 || life[i].cycle == 0 {
			continue
		}
		first := before.firstCycle
		if from > first || i == 1 {
			k := int(floorDiv(int64(from-first), int64(before.cycle))) - 1
			for before.skips(k) || before.startOf(k) < from || k < 0 && i > 1 {
				k++
			}
			first = before.startOf(k)
		}
		life[i].firstCycle = first
	}
}

// luteal reports whether the date lies in the second half of the menstrual cycle
// (of a persona that has one), when the body is a few tenths of a degree warmer
// (Baker & Driver 2007).
func (p *Persona) luteal(d vital.Date) bool {
	if p.trait().cycleDays[1] == 0 && len(p.life) == 0 { // regular cycles: arithmetic is enough
		n := int64(d) + int64(p.cyclePhase)
		return n-floorDiv(n, int64(p.cycle))*int64(p.cycle) >= int64(p.cycle/2)
	}
	c := p.cycleAround(d)
	return c.Luteal(d)
}

// cycleBeats returns the effect of the cycle on the resting heart rate in bpm: it is
// three to four higher in the second half than during the period (Shilaih 2017). It
// is 0 unless the persona's file describes the cycle.
func (p *Persona) cycleBeats(d vital.Date) float64 {
	if p.cycle == 0 || p.trait().cycleDays[1] == 0 {
		return 0
	}
	c := p.cycleAround(d)
	if !c.Ovulation.Valid {
		return 0
	}
	after := float64(d - c.Ovulation.V)
	return float64(3.4*smooth(after/5)*smooth(float64(c.End+1-d)/3)) - 1.2
}

// tracks reports whether the persona records the given aspect of the cycle.
func (p *Persona) tracks(what string) bool { return slices.Contains(p.trait().cycleTracking, what) }
