package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// hypnogram collects the spans of a sleep up to its end.
type hypnogram struct {
	spans   []Span
	at, end int32 // seconds
}

// add appends epochs of a stage, extending the last span if it has the same stage.
func (h *hypnogram) add(stage Stage, epochs int) {
	to := min(h.at+int32(epochs*epoch), h.end)
	if to <= h.at {
		return
	}
	if n := len(h.spans); n > 0 && h.spans[n-1].Stage == stage {
		h.spans[n-1].To = to
	} else {
		h.spans = append(h.spans, Span{h.at, to, stage})
	}
	h.at = to
}

// epochs returns the number of epochs added so far.
func (h *hypnogram) epochs() int { return int(h.at / epoch) }

// Weights of the cycles of a night: deep sleep comes early, REM late.
var (
	deepWeight = [...]int{20, 14, 8, 4, 2, 1, 1, 1, 1, 1, 1, 1}
	remWeight  = [...]int{3, 7, 10, 12, 12, 12, 12, 12, 12, 12, 12, 12}
)

// nightPlan has the totals that the cycles of a night divide among them, in epochs.
type nightPlan struct {
	cycles, asleep int
	deep, rem      float64
	arousals       int // maximum number of short awakenings per cycle
	arousal        int // maximum length of a short awakening
	wakings        int // number of long awakenings caused by another person
}

// nightStages returns the stages of a main night: cycles of about 90 minutes. The
// shares by age follow Ohayon 2004: deep sleep falls from a fifth of the night
// at twenty to a tenth at eighty, REM from 22 to 19 %, time awake after sleep
// onset grows from ten minutes to an hour, latency hardly changes.
func (p *Persona) nightStages(d vital.Date, seconds int, buf []Span) []Span {
	p = p.On(d)
	r := p.streams.stages.At(int64(d)).Stream()
	h := hypnogram{spans: buf, end: int32(seconds)}
	old := clamp(float64(p.AgeOn(d)-20)/60, 0, 1)

	latency := max(4, int(r.Bell(24+float64(10*old), 8)))
	tail := 1 + r.Int(8)
	n := nightPlan{asleep: seconds/epoch - latency - tail}
	n.cycles = max(1, int(float64(n.asleep)/r.Between(168, 200)+0.5))
	n.deep = float64(n.asleep) * r.Bell(0.215-float64(0.11*old), 0.02)
	n.rem = float64(n.asleep) * r.Bell(0.235-float64(0.03*old), 0.018)
	n.arousals, n.arousal = 2+int(2.5*old), 3+int(9*old)
	n.wakings = int(p.NightWakings + r.Float())

	h.add(Awake, latency)
	n.fill(&h, &r)
	h.add(Awake, seconds/epoch-h.epochs()+1) // to the very end
	return h.spans
}

// fill adds the cycles of the night to h.
func (n nightPlan) fill(h *hypnogram, r *seed.Stream) {
	deepSum, remSum := 0, 0
	for c := range n.cycles {
		deepSum += deepWeight[min(c, len(deepWeight)-1)]
		remSum += remWeight[min(c, len(remWeight)-1)]
	}
	begin, last := h.epochs(), h.epochs()+n.asleep
	for c := range n.cycles {
		until := last
		if c < n.cycles-1 {
			until = begin + n.asleep*(c+1)/n.cycles + r.Int(25) - 12
		}
		length := until - h.epochs()
		deep := int(n.deep * float64(deepWeight[min(c, len(deepWeight)-1)]) / float64(deepSum) * r.Bell(1, 0.12))
		rem := int(n.rem * float64(remWeight[min(c, len(remWeight)-1)]) / float64(remSum) * r.Bell(1, 0.12))
		waking := 0
		if left := n.cycles - c; n.wakings > 0 && r.Int(left) < n.wakings {
			n.wakings--
			waking = 14 + r.Int(50)
		}
		n.cycle(h, r, length, min(deep, length/2), min(rem, length*2/5), min(waking, length/3))
	}
}

// cycle adds one cycle: light, deep (often in two parts), light with short
// awakenings, REM. Light sleep is what remains of the length.
func (n nightPlan) cycle(h *hypnogram, r *seed.Stream, length, deep, rem, waking int) {
	end := h.epochs() + length
	first := (length - deep - rem) * (20 + r.Int(16)) / 100
	h.add(Light, max(first, 10))
	part := deep
	if deep > 16 && r.Chance(0.7) {
		part = deep * (35 + r.Int(45)) / 100
		h.add(Deep, part)
		h.add(Light, 1+r.Int(6))
		part = deep - part
	}
	h.add(Deep, part)
	for range r.Int(n.arousals + 1) {
		room := end - rem - waking - h.epochs() - n.arousal - 2
		if room < 8 {
			break
		}
		h.add(Light, 3+r.Int(room/2))
		h.add(Awake, 1+r.Int(n.arousal))
	}
	if room := end - rem - h.epochs() - 4; waking > 0 && room > 4 {
		h.add(Light, 2)
		h.add(Awake, min(waking, room))
	}
	h.add(Light, end-rem-h.epochs())
	rem = end - h.epochs()
	if rem > 24 && r.Chance(0.4) {
		part = rem * (30 + r.Int(40)) / 100
		h.add(REM, part)
		h.add(Light, 1+r.Int(4))
	}
	h.add(REM, end-h.epochs())
}
