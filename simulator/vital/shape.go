package vital

// A Shape is the set of keys that the samples of a timeseries have (vital.md 5.2).
type Shape uint8

// The shapes, each with the type that has it.
const (
	ShapeValue       Shape = iota // a value: Sample
	ShapePressure                 // two values and the source: BloodPressure
	ShapeTemperature              // and where it was measured: BodyTemperature
	ShapeInjection                // and how it was delivered: InsulinInjection
	ShapeNote                     // a text and its tags: Note
	ShapeDuration                 // and how hard it was: WorkoutDuration
)

// sample returns an empty sample of the shape.
func (s Shape) sample() any {
	switch s {
	case ShapePressure:
		return &BloodPressure{}
	case ShapeTemperature:
		return &BodyTemperature{}
	case ShapeInjection:
		return &InsulinInjection{}
	case ShapeNote:
		return &Note{}
	case ShapeDuration:
		return &WorkoutDuration{}
	}
	return &Sample{}
}
