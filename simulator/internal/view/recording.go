package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// A Recording serves the recorded data of a person instead of generated data: for
// some of the provider's resources, or for all.
type Recording interface {
	// Summary returns the records of a resource; false if there is no file of it.
	Summary(resource vital.ResourceID) (Summary, bool)
	// Series returns the samples of a resource; false if there is no file of it. Samples
	// exist as soon as they are complete: there are no uploads.
	Series(resource vital.ResourceID) (Series, bool)
	// Has reports whether there are files of a resource, which are announced.
	Has(resource vital.ResourceID) bool
	// Stream returns the stream of a workout or a sleep; empty if there is no file of
	// it.
	Stream(resource vital.ResourceID, r Rev) vital.Payload
	// Streamed reports whether there is a file of the stream of a workout.
	Streamed(r Rev) bool
	// Alone reports whether the provider reports nothing but the files.
	Alone() bool
	// Devices returns the devices that the files list.
	Devices() []vital.Device
	// Next returns the first instant at or after the given one at which a resource has
	// new data; 0 if there is no more.
	Next(resource vital.ResourceID, at int64) int64
}

// Through returns the lens with a recording. Known translates the ids in the files
// to those of the user, since several users may have the same files.
func (l Lens) Through(r Recording, known func(vital.ID) vital.ID) Lens {
	l.recording, l.known = r, known
	return l
}

// KnownSource returns a source of a file with the user's ids.
func (l *Lens) KnownSource(s vital.Source) vital.Source {
	if s.DeviceID.Valid {
		s.DeviceID.V = l.known(s.DeviceID.V)
	}
	if s.WorkoutID.Valid {
		s.WorkoutID.V = l.known(s.WorkoutID.V)
	}
	return s
}

// KnownID returns the user's id for an id of a file.
func (l *Lens) KnownID(id vital.ID) vital.ID { return l.known(id) }

// alone reports whether nothing is generated.
func (l *Lens) alone() bool { return l.recording != nil && l.recording.Alone() }

// Summary returns the records of a resource as the provider reports them; false if
// it does not report the resource.
func (l *Lens) Summary(resource vital.ResourceID) (s Summary, ok bool) {
	if l.recording != nil {
		if s, ok = l.recording.Summary(resource); ok || l.alone() {
			return s, ok
		}
	}
	if s, ok = Summaries[resource]; ok {
		if _, two := l.measuredByCompanion(resource); two {
			s = s.mergeCompanion()
		}
	}
	return s, ok
}

// Series returns the samples of a resource as the provider reports them; false if
// it does not report the resource.
func (l *Lens) Series(resource vital.ResourceID) (s Series, ok bool) {
	if l.recording != nil {
		if s, ok = l.recording.Series(resource); ok || l.alone() {
			return s, ok
		}
	}
	if s, ok = Timeseries[resource]; ok {
		s.Sources = l.model.SourceTypes(resource)
		if second, two := l.measuredByCompanion(resource); two {
			s = s.withCompanion(second.model.Type)
		}
	}
	return s, ok
}

// Supplies reports whether the provider reports the resource.
func (l *Lens) Supplies(resource vital.ResourceID) bool {
	if l.Recorded(resource) {
		return true
	}
	return !l.alone() && Supplies(l.Profile, resource)
}

// Recorded reports whether the resource has recorded data.
func (l *Lens) Recorded(resource vital.ResourceID) bool {
	return l.recording != nil && l.recording.Has(resource)
}

// Stream returns the stream of a workout or a sleep.
func (l *Lens) Stream(resource vital.ResourceID, r Rev) vital.Payload {
	switch {
	case l.Recorded(resource):
		return l.recording.Stream(resource, r)
	case resource == vital.ResourceWorkouts:
		return workoutStream(l, r)
	}
	return sleepStream(l, r)
}

// Streamed reports whether the stream of a workout is announced.
func (l *Lens) Streamed(r Rev) bool {
	return !l.Recorded(vital.ResourceWorkouts) || l.recording.Streamed(r)
}

// Cutoff returns the instant by which samples of a source must have been complete to
// be readable as of an instant: the last upload, or 0 if there was none.
func (l *Lens) Cutoff(resource vital.ResourceID, source int, asOf int64) int64 {
	if l.Recorded(resource) {
		return asOf
	}
	if second, ok := l.measuredByCompanion(resource); ok && source == len(l.model.SourceTypes(resource)) {
		return second.LastUpload(asOf)
	}
	return l.LastUpload(asOf)
}

// Next returns the first instant at or after the given one at which there may be new
// data; 0 if there is no more.
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
		if n := l.recording.Next(r.ID, at); n != 0 && (next == 0 || n < next) {
			next = n
		}
	}
	return next
}
