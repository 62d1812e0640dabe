package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// motion is the way in which a sport moves the body. It determines the values of the
// minutes: steps and distance on foot, only distance on wheels or in water.
type motion uint8

const (
	still motion = iota
	walk
	run
	wheels
	water
)

// sport is one row of the table of sports.
type sport struct {
	slug    string
	motion  motion
	minutes int // of a usual session
	// low and high bound the effort as a share of the VO2 reserve. Swain &
	// Leutholtz 1997: the same share of the heart rate reserve goes with it.
	low, high float64
	minVO2Max float64 // people below it walk instead
}

// sports is the table of sports, sorted by slug. The efforts reproduce Ainsworth 2011:
// yoga 2.5 to 3 METs, strength training 3.5 to 6, cycling 6 to 10, running from 7 up.
var sports = [...]sport{
	{"cycling", wheels, 62, 0.45, 0.70, 0},
	{"hiking", walk, 95, 0.40, 0.60, 0},
	{"running", run, 46, 0.62, 0.84, 33},
	{"strength_training", still, 48, 0.28, 0.45, 0},
	{"swimming", water, 38, 0.45, 0.65, 0},
	{"walking", walk, 44, 0.30, 0.50, 0},
	{"yoga", still, 45, 0.12, 0.20, 0},
}

func sportNamed(slug string) (*sport, bool) {
	for i := range sports {
		if sports[i].slug == slug {
			return &sports[i], true
		}
	}
	return nil, false
}

func sportNames() []string {
	names := make([]string, len(sports))
	for i := range sports {
		names[i] = sports[i].slug
	}
	return names
}

// maxOnFoot is the longest workout on foot in minutes; it keeps MaxDailySteps.
const maxOnFoot = 130

// Workout is one session of sport.
type Workout struct {
	Start, End int64  // unix seconds
	Sport      string // a sport slug of Vital's
	// Effort is the intended share of the VO2 reserve, 0..1.
	Effort float64
	// DistanceCm is the distance covered, 0 for sports that stay in place. On foot
	// it is the sum of Day.Distance over the workout; the distance of cycling and
	// swimming is not in Day.Distance.
	DistanceCm int
	// Steps is the sum of Day.Steps over the workout.
	Steps int
}

// training is a planned workout that has no time of day yet.
type training struct {
	sport   *sport // nil if there is none
	minutes int
	effort  float64
}

// trains returns the training of a date. It is cheap because the next days read it too.
func (p *Persona) trains(d vital.Date) training {
	p = p.On(d)
	r := p.streams.train.At(int64(d)).Stream()
	work := p.works(d)
	if !r.Chance(p.trainChance[b2i(work)]) || p.illness(d) > 0.15 || p.flies(d) {
		return training{}
	}
	pick := 0
	if len(p.Sports) > 1 && !r.Chance(favouriteShare) {
		pick = 1 + r.Int(len(p.Sports)-1)
	}
	s, _ := sportNamed(p.Sports[pick])
	minutes := float64(s.minutes) * r.Bell(1, 0.16)
	if !work {
		minutes *= 1.25
	}
	effort := r.Between(s.low, s.high)
	longest := 180.0
	if s.motion == run || s.motion == walk {
		longest = maxOnFoot
	}
	return training{s, int(clamp(minutes, 15, longest)), effort}
}

// favouriteShare is the share of workouts in the first of the favourite sports.
const favouriteShare = 0.6

// strain returns the load of a date's training on the days after it, 0 to 1.
func (p *Persona) strain(d vital.Date) float64 {
	t := p.trains(d)
	return min(float64(t.minutes)*t.effort/50, 1)
}

// workoutSteps returns the mean number of steps per day from workouts on foot.
func (p *Persona) workoutSteps() float64 {
	mean := 0.0
	for i, name := range p.Sports {
		share := 1.0
		if len(p.Sports) > 1 {
			share = favouriteShare
			if i > 0 {
				share = (1 - favouriteShare) / float64(len(p.Sports)-1)
			}
		}
		s, _ := sportNamed(name)
		switch s.motion {
		case run:
			mean += float64(share * float64(s.minutes) * 165)
		case walk:
			mean += float64(share * float64(s.minutes) * 112)
		}
	}
	return mean * 1.1 * p.WorkoutsPerWeek / 7
}
