package body

// An Outing is a time outdoors while the sun is up.
type Outing struct {
	Start, End int64 // unix seconds, whole minutes from the day's start
	// UVIndex is the highest UV index of the outing in tenths, given the clouds.
	UVIndex int
}

// Minutes returns the length of the outing in minutes.
func (o Outing) Minutes() int { return int(o.End-o.Start) / 60 }

// Outings returns the day's times outdoors in daylight, in order: walks and outdoor
// sports.
func (p *Persona) Outings(day *Day) (list []Outing) {
	w, k := 0, 0
	for w < len(day.Walks) || k < len(day.Workouts) {
		var from, to int64
		if k == len(day.Workouts) || w < len(day.Walks) && day.Walks[w].Start < day.Workouts[k].Start {
			from, to = day.Walks[w].Start, day.Walks[w].End
			w++
		} else {
			workout := day.Workouts[k]
			k++
			if s, _ := sportNamed(workout.Sport); s.motion == still || s.motion == water {
				continue
			}
			from, to = workout.Start, workout.End
		}
		if o, ok := p.outing(day, from, to); ok {
			list = append(list, o)
		}
	}
	return list
}

// outing returns the part of [from, to) in which the sun is up, if there is one.
func (p *Persona) outing(day *Day, from, to int64) (o Outing, ok bool) {
	zone := p.ZoneAt(from)
	place := parkIn(zone)
	clouds := p.seed("clouds")
	for at := from; at < to; at += 60 {
		height := sunHeight(at, place)
		if height <= 0 {
			if ok {
				break
			}
			continue
		}
		if !ok {
			o, ok = Outing{Start: at}, true
		}
		o.End = at + 60
		// Clouds reduce the index by up to three quarters.
		clear := 0.65 + float64(0.4*wave(clouds, at, 6*3600))
		o.UVIndex = max(o.UVIndex, int(10*uvIndex(height)*clamp(clear, 0.25, 1)+0.5))
	}
	return o, ok
}

// sunHeight returns the sine of the sun's elevation at an instant in a place, within a
// few hundredths: declination by the day of the year, hour angle by the mean sun.
func sunHeight(unix int64, place *park) float64 {
	const tilt = 0.3978 // the sine of 23.44 degrees
	declination := tilt * sine((float64(unix)/daySeconds-80)/365.2425)
	// The sine of half a circle's latitude; the cosine is a quarter turn on.
	turns := place.latE6 / 360e6
	sinLat, cosLat := sine(turns), sine(turns+0.25)
	cosDec := 1 - float64(declination*declination)/2 // within 0.4 %
	hour := float64(unix)/daySeconds + place.lngE6/360e6
	return float64(sinLat*declination) + float64(cosLat*cosDec*sine(hour-0.25))
}

// uvIndex returns the UV index under a clear sky: 11.5 times the sine of the elevation
// to the power of 2.4 (Madronich 2007), approximated by a polynomial.
func uvIndex(height float64) float64 {
	return 11.5 * height * height * (0.5 + float64(0.5*height))
}
