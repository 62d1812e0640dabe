package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ecgs returns the recordings of a date, which the person makes while the device is
// worn or at hand, with the voltages that it measures.
func (l *Lens) ecgs(d vital.Date) (list []body.ECG) {
	f := l.facts(d)
	if f.start == f.end {
		return nil
	}
	for _, e := range l.Persona.ECGs(l.plan(d)) {
		if !overlaps(f.off, e.Start, e.End) {
			e.SampleHz = l.model.ECG.Hertz
			e.VoltageCount = e.SampleHz * int(e.End-e.Start)
			list = append(list, e)
		}
	}
	return list
}

// ecgRevs returns the revisions of a recording: it exists with the first upload
// after it.
func ecgRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	for i, e := range l.ecgs(d) {
		if first := l.NextUpload(e.End); first <= asOf {
			out = append(out, Rev{Date: d, Ordinal: i, First: first, Last: first})
		}
	}
	return out
}

func ecgRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	e := l.ecgs(r.Date)[r.Ordinal]
	m := l.model
	return &vital.Electrocardiogram{
		ID: s.ID, UserID: s.UserID, Source: l.recordSource(), CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
		SessionStart: time.Unix(e.Start, 0).UTC(), SessionEnd: time.Unix(e.End, 0).UTC(),
		VoltageSampleCount:  e.VoltageCount,
		HeartRateMean:       vital.Val(e.HeartRate),
		SamplingFrequencyHz: vital.Val(vital.Whole(int64(e.SampleHz))),
		Classification:      vital.Val(vital.ECGClassification(e.Classification)),
		InconclusiveCause:   known(e.Cause != "", vital.InconclusiveCause(e.Cause)),
		AlgorithmVersion:    known(m.ECG.Algorithm != "", m.ECG.Algorithm),
		TimeZone:            known(m.Reports.Zone, l.Persona.ZoneAt(e.Start)),
		SourceDeviceModel:   known(m.Model != "", m.Model),
	}
}

// firstLead is the lead between the arms, which a watch measures.
var firstLead = &wire.Detail{Type: vital.Val("lead_1")}

// voltageEach yields the voltages of the recordings. Those of one recording all
// arrive with the upload after it.
func voltageEach(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
	f := l.facts(d)
	if hi <= f.start || lo >= f.end {
		return
	}
	for _, e := range l.ecgs(d) {
		if e.End <= lo || e.End > hi {
			continue
		}
		zone := vital.Val(l.Persona.OffsetAt(e.Start))
		for i, microvolts := range l.Persona.Voltages(e) {
			micros := int64(i) * 1_000_000 / int64(e.SampleHz)
			yield(Point{
				Unix: e.Start + micros/1_000_000, Micro: int32(micros % 1_000_000), Offset: zone,
				Value: vital.Decimal(microvolts) * 1000, Detail: firstLead, // in millionths of a millivolt
			})
		}
	}
}
