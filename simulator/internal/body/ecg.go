package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An ECG is a single-lead recording by a watch.
type ECG struct {
	Start, End int64 // unix seconds, half a minute
	// SampleHz is the number of voltages per second; VoltageCount is the number of
	// voltages, SampleHz × (End - Start).
	SampleHz, VoltageCount int
	HeartRate              int // mean in bpm
	Classification         vital.ECGClassification
	Cause                  vital.InconclusiveCause // of an inconclusive recording, else ""
	Fibrillates            bool                    // the actual rhythm, whatever the classification
}

// Properties of a watch's recordings, and the heart rates between which its algorithm
// classifies them (Apple, Watch ECG 2020).
const (
	ecgSeconds  = 30
	ecgHz       = 512
	ecgLow      = 50
	ecgHigh     = 150
	ecgPoor     = 0.06 // share of unreadable recordings
	ecgFeltAFib = 0.4  // chance that fibrillation is felt and recorded
)

// ECGs returns the recordings of a day, in order: as many per week as the persona's
// file says, taken while sitting, and additional ones during fibrillation.
func (p *Persona) ECGs(day *Day) []ECG {
	p = p.On(day.Date)
	weekly := p.habit("ecg", p.trait().ecgWeekly)
	if weekly == 0 || day.Minutes() == 0 {
		return nil
	}
	r := p.seed("ecg").At(int64(day.Date)).Stream()
	from, to := p.waking(p.frame(day.Date))
	var moments []int64
	n := min(about(&r, weekly/7), 4)
	for i := range n {
		moments = append(moments, among(from, to, i, n, &r))
	}
	for _, e := range p.AFibEpisodes(from, to) {
		if r.Chance(ecgFeltAFib) {
			moments = append(moments, e.Start+(e.End-e.Start)/600*300)
		}
	}
	slices.Sort(moments)
	var list []ECG
	for _, at := range moments {
		poor := r.Chance(ecgPoor)
		at, ok := day.sitting(at)
		if !ok || len(list) > 0 && at < list[len(list)-1].End+60 {
			continue
		}
		list = append(list, p.ecg(day, at, poor))
	}
	return list
}

// still reports whether the body is at rest in a minute.
func (d *Day) still(i int) bool {
	return d.METTenths[i] < 15 && d.Steps[i] == 0 && (d.Pushes == nil || d.Pushes[i] == 0)
}

// sitting returns an instant in the first of the next twenty minutes in which the
// persona is out of bed and still.
func (d *Day) sitting(at int64) (int64, bool) {
	first := int(floorDiv(at-d.Start, 60))
	for i := max(first, 0); i < min(first+20, d.Minutes()); i++ {
		if d.stages[i] == 0 && d.still(i) {
			return d.Start + int64(60*i) + 10, true
		}
	}
	return 0, false
}

func (p *Persona) ecg(day *Day, at int64, poor bool) ECG {
	e := ECG{
		Start: at, End: at + ecgSeconds, SampleHz: ecgHz, VoltageCount: ecgSeconds * ecgHz,
		HeartRate: int(day.HeartRate[(at-day.Start)/60]), Classification: vital.ECGSinusRhythm, Fibrillates: p.AFib(at),
	}
	if e.Fibrillates {
		e.Classification = vital.ECGAtrialFibrillation
	}
	switch {
	case poor:
		e.Cause = vital.CausePoorReading
	case e.HeartRate < ecgLow:
		e.Cause = vital.CauseLowHeartRate
	case e.HeartRate > ecgHigh:
		e.Cause = vital.CauseHighHeartRate
	default:
		return e
	}
	e.Classification = vital.ECGInconclusive
	return e
}
