package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// A Recording is what files tell of a person's days in the place of the
// generator: of some of the provider's resources, or of all that there is.
type Recording interface {
	// Summary is the records of a resource, false where no file tells of it.
	Summary(resource string) (Summary, bool)
	// Series is the samples of a resource, false where no file tells of it.
	// Samples are there as soon as they are complete: there are no uploads.
	Series(resource string) (Series, bool)
	// Streams is whether the streams of workouts are announced.
	Streams() bool
	// Stream is what happened during a workout or a sleep, from moment to moment;
	// it is empty where no file tells it.
	Stream(resource string, r Rev) vital.Payload
	// Streamed is whether a file tells the stream of a workout.
	Streamed(r Rev) bool
	// Raw is what the provider itself has sent of a resource, the newest first;
	// false where no file tells it.
	Raw(resource string) ([]RawRev, bool)
	// Alone is whether the files are all that the provider reports.
	Alone() bool
	// Devices are the devices that the files list.
	Devices() []vital.Device
	// Next is the first instant at or after the given one at which there is
	// something new of a resource; 0 where nothing comes any more.
	Next(resource string, at int64) int64
	// LateDays returns the days with records revised in (after, upto] that
	// uploads no longer cover.
	LateDays(resource string, after, upto int64) []vital.Date
}

// A RawRev is what the provider itself has sent, and when it was first there.
type RawRev struct {
	Date   vital.Date // of its timestamp
	First  int64
	Record vital.RawRecord
}

// Raw is what the provider itself has sent of a resource, the newest first;
// false where nothing tells it, as nothing of it is generated.
func (l *Lens) Raw(resource string) ([]RawRev, bool) {
	if l.recording == nil {
		return nil, false
	}
	return l.recording.Raw(resource)
}

// Through is the lens looking at a recording. Known translates the ids in the
// files to those of the user, who may not be the only one with these files.
func (l Lens) Through(r Recording, known func(vital.ID) vital.ID) Lens {
	l.recording, l.known = r, known
	return l
}

// KnownSource is a source of a file with the user's ids.
func (l *Lens) KnownSource(s vital.Source) vital.Source {
	if s.DeviceID.Valid {
		s.DeviceID.V = l.known(s.DeviceID.V)
	}
	if s.WorkoutID.Valid {
		s.WorkoutID.V = l.known(s.WorkoutID.V)
	}
	return s
}

// KnownID is an id of a file as the user's.
func (l *Lens) KnownID(id vital.ID) vital.ID { return l.known(id) }

// alone is whether nothing is generated.
func (l *Lens) alone() bool { return l.recording != nil && l.recording.Alone() }

// Summary is the records of a resource as the provider reports them; false
// where there are none.
func (l *Lens) Summary(resource string) (s Summary, ok bool) {
	if l.recording != nil {
		if s, ok = l.recording.Summary(resource); ok || l.alone() {
			return s, ok
		}
	}
	if s, ok = Summaries[resource]; ok {
		if _, two := l.joins(resource); two {
			s = s.both()
		}
	}
	return s, ok
}

// Series is the samples of a resource as the provider reports them; false
// where there are none.
func (l *Lens) Series(resource string) (s Series, ok bool) {
	if l.recording != nil {
		if s, ok = l.recording.Series(resource); ok || l.alone() {
			return s, ok
		}
	}
	if s, ok = Serieses[resource]; ok {
		s.Sources = l.model.SourceTypes(resource)
		if second, two := l.joins(resource); two {
			s = s.and(second.model.Type)
		}
	}
	return s, ok
}

// Supplies is whether the provider reports the resource.
func (l *Lens) Supplies(resource string) bool {
	if l.Recorded(resource) {
		return true
	}
	return !l.alone() && Supplies(l.Profile, resource)
}

// Recorded is whether files tell of the resource.
func (l *Lens) Recorded(resource string) bool {
	if l.recording == nil {
		return false
	}
	if r, _ := vital.ResourceNamed(resource); r.Kind == vital.Stream {
		return l.recording.Streams()
	}
	_, summary := l.recording.Summary(resource)
	_, series := l.recording.Series(resource)
	return summary || series
}

// Stream is what happened during a workout or a sleep, from moment to moment.
func (l *Lens) Stream(resource string, r Rev) vital.Payload {
	switch {
	case l.Recorded(resource):
		return l.recording.Stream(resource, r)
	case resource == "workouts":
		return workoutStream(l, r)
	}
	return sleepStream(l, r)
}

// Streamed is whether the stream of a workout is announced.
func (l *Lens) Streamed(r Rev) bool {
	return !l.Recorded("workouts") || l.recording.Streamed(r)
}

// Cutoff is up to when the samples of a source of a resource must have been
// complete to be readable as of an instant: the last upload, 0 where there was
// none.
func (l *Lens) Cutoff(resource string, source int, asOf int64) int64 {
	if l.Recorded(resource) {
		return asOf
	}
	if second, ok := l.joins(resource); ok && source == len(l.model.SourceTypes(resource)) {
		return second.LastUpload(asOf)
	}
	return l.LastUpload(asOf)
}

// Next is the first instant at or after the given one at which there may be
// something new; 0 where nothing comes any more.
func (l *Lens) Next(at int64) (next int64) {
	if !l.alone() {
		next = l.NextUpload(at)
		if second, ok := l.companion(); ok {
			next = min(next, second.NextUpload(at))
		}
	}
	if l.recording == nil {
		return next
	}
	for _, r := range vital.Resources {
		if n := l.recording.Next(r.Name, at); n != 0 && (next == 0 || n < next) {
			next = n
		}
	}
	return next
}

// LateDays returns the days with records revised in (after, upto] that uploads
// no longer cover.
func (l *Lens) LateDays(resource string, after, upto int64) []vital.Date {
	if l.recording == nil {
		return nil
	}
	return l.recording.LateDays(resource, after, upto)
}
