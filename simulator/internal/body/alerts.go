package body

import "slices"

// A HeartAlert is what a watch tells of the heart at rest. The words are Vital's.
type HeartAlert struct {
	Start, End int64  // what was looked at, unix seconds
	Type       string // high_heart_rate, low_heart_rate or irregular_rhythm
}

// A watch alerts when the heart rate stays above highRate or below lowRate for
// alertMinutes while the body is still (Apple's usual settings), of each at most
// once in alertPause minutes; and, once a day, when fibrillation has lasted for
// an hour or two.
const (
	highRate     = 120
	lowRate      = 40
	alertMinutes = 10
	alertPause   = 180
)

// HeartAlerts are those of a day, in order.
func (p *Persona) HeartAlerts(day *Day) []HeartAlert {
	list := day.rateAlerts()
	for _, e := range p.AFibEpisodes(day.Start, day.End) {
		r := p.seed("irregular").At(e.Start).Stream()
		end := e.Start + 60*int64(65+r.Int(60))
		if end <= e.End && r.Chance(0.7) {
			list = append(list, HeartAlert{e.Start, end, "irregular_rhythm"})
			break
		}
	}
	slices.SortStableFunc(list, func(a, b HeartAlert) int { return int(a.End - b.End) })
	return list
}

// rateAlerts are those for a high and a low heart rate.
func (d *Day) rateAlerts() (list []HeartAlert) {
	var high, low int // how many minutes in a row
	next := [2]int{}  // when the next of each may come
	for i, hr := range d.HeartRate {
		still := d.still(i)
		high, low = (high+1)*b2i(still && hr > highRate), (low+1)*b2i(still && hr < lowRate)
		for k, run := range [...]int{high, low} {
			if run >= alertMinutes && i >= next[k] {
				end := d.Start + int64(60*(i+1))
				list = append(list, HeartAlert{end - 60*alertMinutes, end, [...]string{"high_heart_rate", "low_heart_rate"}[k]})
				next[k] = i + alertPause
			}
		}
	}
	return list
}

// HeartRateRecovery is by how many bpm the heart rate falls in the first minute
// after one of the day's workouts; false after a light one, or where it does not.
// Under 13 is poor (Cole 1999).
func (day *Day) HeartRateRecovery(w Workout) (drop int, ok bool) {
	end := int(floorDiv(w.End-day.Start, 60))
	if w.Effort < 0.4 || end < 2 || end >= day.Minutes() {
		return 0, false
	}
	drop = int(max(day.HeartRate[end-1], day.HeartRate[end-2])) - int(day.HeartRate[end])
	return drop, drop > 0
}
