package body

import (
	"math"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Daylight is what the sun does to those who are outdoors: nothing before it has
// risen, and more the higher it stands.

// earthTilt is the angle between the earth's axis and its orbit's, in turns.
const earthTilt = 23.44 / 360

// sunHeight is the sine of the sun's height over where the persona is. It is
// highest at ten past twelve by standard time, as it nearly is where most people
// live, and over the equator on 21 March.
func (p *Persona) sunHeight(unix int64) float64 {
	north := latitude(p.ZoneAt(unix)) / 360
	tilt := earthTilt * sine((float64(unix)/daySeconds-79)/365.25)
	turn := float64(unix+int64(standardOffset(p.locationAt(unix), unix))-12*3600-600) / daySeconds
	return float64(sine(north)*sine(tilt)) + float64(sine(north+0.25)*sine(tilt+0.25)*sine(turn+0.25))
}

// standardOffset is the zone's offset without summer time in the year of an
// instant, in seconds.
func standardOffset(loc *time.Location, unix int64) int {
	year := time.Unix(unix, 0).UTC().Year()
	january, july := vital.DateFrom(year, time.January, 1).UTC().Unix(), vital.DateFrom(year, time.July, 1).UTC().Unix()
	return min(offsetIn(loc, january), offsetIn(loc, july))
}

// clearSky is the UV index where the sun stands in the zenith, 300 Dobson units of
// ozone above and no clouds: it goes with the 2.4th power of the sine of the
// sun's height (Madronich 2007), here 2.5th.
const clearSky = 12.5

// UVIndex is the UV index outdoors at an instant, 0 to 12.5 in tenths: that of a
// clear sky, less clouds that come and go within days and hours.
func (p *Persona) UVIndex(unix int64) vital.Decimal {
	height := p.sunHeight(unix)
	if height <= 0 {
		return 0
	}
	clouds := p.seed("clouds")
	clear := 0.68 + float64(0.24*wave(clouds, unix, 2*daySeconds)) + float64(0.08*wave(clouds.Child("hour"), unix, 5400))
	index := clearSky * height * height * math.Sqrt(height) * clear
	return vital.Decimal(10 * floor(float64(10*index)+0.5))
}

// A Stretch is half-open, in unix seconds.
type Stretch struct{ Start, End int64 }

// Outdoors are the stretches of a day that the persona spends outdoors by
// daylight, in order: walks, and sport that is done outdoors.
func (p *Persona) Outdoors(day *Day) []Stretch {
	var list []Stretch
	add := func(from, to int64) {
		for from < to && p.sunHeight(from) <= 0 {
			from += 60
		}
		for to > from && p.sunHeight(to-60) <= 0 {
			to -= 60
		}
		if from < to {
			list = append(list, Stretch{from, to})
		}
	}
	workouts := day.Workouts
	for _, walk := range day.Walks {
		for len(workouts) > 0 && workouts[0].Start < walk.Start {
			p.exercise(workouts[0], add)
			workouts = workouts[1:]
		}
		add(walk.Start, walk.End)
	}
	for _, w := range workouts {
		p.exercise(w, add)
	}
	return list
}

// exercise adds a workout that is done outdoors.
func (p *Persona) exercise(w Workout, add func(from, to int64)) {
	if s, ok := sportNamed(w.Sport); ok && s.motion != still && s.motion != water {
		add(w.Start, w.End)
	}
}
