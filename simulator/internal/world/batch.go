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
	limits := d.world.limits
	for len(points) > 0 {
		size, bytes := 0, envelopeBytes
		for size < min(len(points), limits.BatchSamples) && points[size].Detail.SameSource(points[0].Detail) {
			if bytes += sampleBytes + points[size].Detail.Size(); bytes > limits.BatchBytes && size > 0 {
				break
			}
			size++
		}
		batch := points[:size]
		points = points[size:]
		changes = d.batchEvent(changes, batch[0].Detail.Source(s.SourceOf(d.lens, source)), name, batch, updated)
	}
	return changes
}

// Upper bounds of what a sample takes on the wire without its detail, and the
// rest of an event.
const (
	sampleBytes   = 256
	envelopeBytes = 2048
)

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

func (d *diff) batchEvent(changes []Change, source vital.Source, name string, batch []view.Point, updated bool) []Change {
	d.cover.Sent += len(batch)
	first, last := time.Unix(batch[0].Unix, 0).UTC(), time.Unix(batch[len(batch)-1].Unix, 0).UTC()
	key := fmt.Sprintf("%s %d %d", name, d.at, batch[0].Unix)
	if batch[0].Micro > 0 {
		key += fmt.Sprintf(".%06d", batch[0].Micro)
	}
	data := samples{resource: d.resource(), source: source, user: d.user.id, points: batch}
	return d.world.event(changes, d.at, d.user, vital.DailyEvent(d.resource().Name, updated), key, data, event.Carries{
		Provider: d.conn.profile.Slug, Resource: d.resource().Name, Start: &first, End: &last, Samples: len(batch),
		Summary: describeSamples(d.resource(), batch, first, last),
	})
}
