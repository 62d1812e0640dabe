package body

import "slices"

// A HeartAlert is a watch's alert about the heart rate at rest. Type is one of
// Vital's names.
type HeartAlert struct {
	Start, End int64  // the measured interval, unix seconds
	Type       string // high_heart_rate, low_heart_rate or irregular_rhythm
}

// A watch alerts when the heart rate stays above highRate or below lowRate for
// alertMinutes while the body is still (Apple's default settings), at most once per
// kind in alertPause minutes. It also alerts, at most once a day, when fibrillation
// has lasted for an hour or two.
const (
	highRate     = 120
	lowRate      = 40
	alertMinutes = 10
	alertPause   = 180
)

// HeartAlerts returns the heart alerts of a day, in order.
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

// rateAlerts returns the alerts for a high and a low heart rate.
func (d *Day) rateAlerts() (list []HeartAlert) {
	var high, low int // consecutive minutes above and below the limits
	next := [2]int{}  // earliest minute of the next alert of each kind
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

// HeartRateRecovery returns by how many bpm the heart rate falls in the first minute
// after one of the day's workouts. It returns false if the workout was light or the
// heart rate did not fall.
// Under 13 is poor (Cole 1999).
func (day *Day) HeartRateRecovery(w Workout) (drop int, ok bool) {
	end := int(floorDiv(w.End-day.Start, 60))
	if w.Effort < 0.4 || end < 2 || end >= day.Minutes() {
		return 0, false
	}
	drop = int(max(day.HeartRate[end-1], day.HeartRate[end-2])) - int(day.HeartRate[end])
	return drop, drop > 0
}
