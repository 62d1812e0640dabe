package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A deflection is one wave of a heart beat: a bump of the voltage.
type deflection struct {
	microvolts float64
	at, width  float64 // centre after the R wave, and half of the duration, in seconds
}

// beatShape has the waves of a heart beat in lead I: P, Q, R, S and T, with usual heights
// and times (Surawicz 2008). The faster the heart beats, the earlier the T wave comes.
var beatShape = [...]deflection{
	{130, -0.16, 0.06}, {-90, -0.032, 0.016}, {950, 0, 0.024}, {-190, 0.034, 0.02}, {260, 0.16, 0.10},
}

const (
	waveP = 0
	waveT = 4
)

// Voltages returns the VoltageCount voltages of a recording in microvolts. The number of
// beats follows from the heart rate. They are regular in sinus rhythm, apart from the
// influence of breathing, and irregular and without P waves in fibrillation. The
// baseline wanders with the breath, and more in a poor reading.
func (p *Persona) Voltages(e ECG) []int32 {
	r := p.seed("voltage").At(e.Start).Stream()
	own := p.seed("voltage")
	height := 1 + float64(0.25*signed(own.Child("height")))
	beats := p.beats(e, &r)
	noise, wander := 8.0, 25.0
	if e.Cause == vital.CausePoorReading {
		noise, wander = 90, 260
	}
	breath, phase, flutter := r.Between(0.2, 0.3), r.Float(), r.Between(5.5, 8)
	out := make([]int32, e.VoltageCount)
	k := 0
	for i := range out {
		at := float64(i) / float64(e.SampleHz)
		for k+1 < len(beats) && at > (beats[k]+beats[k+1])/2+0.1 {
			k++
		}
		x := float64(wander*sine(at*breath+phase)) + float64(noise*(r.Float()+r.Float()-1))
		for _, b := range [...]int{k - 1, k, k + 1} {
			if b < 0 || b >= len(beats) {
				continue
			}
			if after := at - beats[b]; after > -0.25 && after < 0.5 { // from P to the end of T
				x += height * deflect(after, beats, b, e.Fibrillates)
			}
		}
		if e.Fibrillates {
			x += float64(35 * sine(at*flutter+float64(0.3*sine(at*1.7+phase))))
		}
		out[i] = int32(floor(x + 0.5))
	}
	return out
}

// deflect returns the voltage of the b-th beat at a time relative to its R wave.
func deflect(at float64, beats []float64, b int, fibrillates bool) (x float64) {
	interval := 0.8
	if b > 0 {
		interval = clamp(beats[b]-beats[b-1], 0.35, 1.4)
	}
	for i, d := range beatShape {
		switch i {
		case waveP:
			if fibrillates {
				continue
			}
		case waveT:
			d.at += float64(0.13 * interval)
		}
		x += d.microvolts * bump((at-d.at)/d.width)
	}
	return x
}

// bump returns 1 at 0 and falls smoothly to 0 at -1 and 1.
func bump(x float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	y := 1 - float64(x*x)
	return y * y
}

// beats returns the times of the R waves in seconds, ascending. Their number follows from
// the mean heart rate. In fibrillation the longest interval is more than twice the
// shortest.
func (p *Persona) beats(e ECG, r *seed.Stream) []float64 {
	seconds := float64(e.End - e.Start)
	n := max((e.HeartRate*int(e.End-e.Start)+30)/60, 2)
	intervals, sum := make([]float64, n), 0.0
	phase := r.Float()
	for i := range intervals {
		intervals[i] = 1 + float64(0.035*sine(float64(0.25*float64(i))+phase)) + float64(0.012*(r.Float()+r.Float()-1))
		if e.Fibrillates {
			intervals[i] = r.Between(0.6, 1.45)
		}
		sum += intervals[i]
	}
	moments, at := make([]float64, n), r.Between(0.15, 0.85)*seconds/float64(n)
	for i := range moments {
		moments[i] = at
		at += intervals[i] * seconds / sum
	}
	return moments
}
