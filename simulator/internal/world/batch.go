package world

import (
	"fmt"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// batches splits samples into events, each within the limits of samples and
// bytes, and each with the samples of one workout at most.
func (d *diff) batches(changes []Change, s view.Series, source int, name string, points []view.Point, updated bool) []Change {
	eventType := vital.DailyEvent(d.resource().Name, updated)
	limit := d.world.limits.BatchBytes
	for len(points) > 0 {
		size, most := 0, envelopeBytes
		for size < min(len(points), d.world.limits.BatchSamples) && points[size].Detail.SameSource(points[0].Detail) {
			if most += sampleBytes + points[size].Detail.Size(); most > max(limit, estimatedBytes) && size > 0 {
				break
			}
			size++
		}
		data := samples{resource: d.resource(), source: points[0].Detail.Source(s.SourceOf(d.lens, source)), user: d.user.id, points: points[:size]}
		if most > limit {
			data.points = data.points[:d.fitting(eventType, data, limit)]
		}
		points = points[len(data.points):]
		changes = d.batchEvent(changes, eventType, name, data)
	}
	return changes
}

// Upper bounds of what a sample takes on the wire without its detail, and the
// rest of an event.
const (
	sampleBytes   = 256
	envelopeBytes = 2048
)

// estimatedBytes bounds events by these, beside the limit of bytes that they have, so
// that events which always were within the limit keep their samples and ids.
const estimatedBytes = 256 << 10

// fitting returns the number of samples that an event holds within a limit of bytes,
// at least one.
func (d *diff) fitting(eventType string, data samples, limit int) int {
	points := data.points
	data.points = nil
	bytes := len(d.world.encode(d.user, eventType, data))
	encoder := data.encoder()
	var sample []byte
	for i, p := range points {
		sample = p.AppendTo(sample[:0], &encoder)
		if bytes += len(sample); bytes > limit && i > 0 {
			return i
		}
		bytes++ // the comma before the next
	}
	return len(points)
}

// sourceName names a source among those of a series: by its provider and type,
// and by a number where others have the same.
func sourceName(lens *view.Lens, s view.Series, source int) string {
	from, same := s.SourceOf(lens, source), 0
	for i := range source {
		if s.SourceOf(lens, i).Type == from.Type {
			same++
		}
	}
	name := from.Provider + " " + from.Type
	if same > 0 {
		name += fmt.Sprintf(" %d", same+1)
	}
	return name
}

func (d *diff) batchEvent(changes []Change, eventType, name string, data samples) []Change {
	batch := data.points
	d.cover.Sent += len(batch)
	first, last := time.Unix(batch[0].Unix, 0).UTC(), time.Unix(batch[len(batch)-1].Unix, 0).UTC()
	key := fmt.Sprintf("%s %d %d", name, d.at, batch[0].Unix)
	if batch[0].Micro > 0 {
		key += fmt.Sprintf(".%06d", batch[0].Micro)
	}
	return d.world.event(changes, d.at, d.user, eventType, key, data, event.Carries{
		Provider: d.conn.profile.Slug, Resource: d.resource().Name, Start: &first, End: &last, Samples: len(batch),
		Summary: describeSamples(d.resource(), batch, first, last),
	})
}
