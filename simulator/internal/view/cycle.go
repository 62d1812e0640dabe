package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// sleepCycleRevs returns the revisions of a sleep cycle: the stages exist with the
// sleep and never change.
func sleepCycleRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	n := len(out)
	out = sleepRevs(l, d, asOf, out)
	for i := n; i < len(out); i++ {
		out[i].Last = out[i].First
	}
	return out
}

func sleepCycleRecord(l *Lens, r Rev, st Stamp) vital.Payload {
	s := l.facts(r.Date).sleeps[r.Ordinal]
	c := &vital.SleepCycle{
		ID: st.ID, SleepID: st.Sibling(vital.ResourceSleep), UserID: st.UserID,
		SessionStart: time.Unix(s.Start, 0).UTC(), SessionEnd: time.Unix(s.End, 0).UTC(),
		TimeZone: known(l.model.Reports.Zone, l.Persona.ZoneAt(s.End)), Source: l.sessionSource(),
		CreatedAt: st.CreatedAt, UpdatedAt: st.UpdatedAt,
	}
	for _, span := range s.Spans {
		c.StageStartOffsetSecond = append(c.StageStartOffsetSecond, int(span.From))
		c.StageEndOffsetSecond = append(c.StageEndOffsetSecond, int(span.To))
		c.StageType = append(c.StageType, stageOf(s, span))
	}
	return c
}

// stageOf returns a stage as the provider reports it: naps have no stages.
func stageOf(s body.Sleep, span body.Span) vital.SleepStage {
	if s.Nap && span.Stage != body.Awake {
		return vital.StageLight
	}
	return vital.SleepStage(span.Stage)
}

// sleepStream returns the stream of a sleep (vital.md 5.3).
func sleepStream(l *Lens, r Rev) vital.SleepStream {
	s := l.facts(r.Date).sleeps[r.Ordinal]
	var out vital.SleepStream
	from := l.source()
	sample := func(r vital.Resource, p Point) vital.Sample { return *p.Sample(r, from).(*vital.Sample) }
	during := func(resource vital.ResourceID) (samples []vital.Sample) {
		if !Supplies(l.Profile, resource) {
			return nil
		}
		samples = []vital.Sample{}
		for d := l.Persona.DateAt(s.Start); d <= l.Persona.DateAt(s.End-1); d++ {
			Timeseries[resource].Each(l, 0, d, s.Start, s.End+60, func(p Point) {
				if p.Unix >= s.Start && p.Unix < s.End {
					samples = append(samples, sample(*resource.Row(), p))
				}
			})
		}
		return samples
	}
	out.HRV, out.HeartRate, out.RespiratoryRate = during(vital.ResourceHRV), during(vital.ResourceHeartrate), during(vital.ResourceRespiratoryRate)
	for _, span := range s.Spans {
		at := s.Start + int64(span.From)
		out.Hypnogram = append(out.Hypnogram, sample(vital.Hypnogram, Point{
			Unix: at, Duration: span.To - span.From, Offset: l.sampleOffset(at), Value: vital.Whole(int64(stageOf(s, span))),
		}))
	}
	return out
}
