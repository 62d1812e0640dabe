package view

import (
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// workoutRevs returns the revisions of a workout: it exists with the first upload
// after it, if the device was worn all the time and records the sport.
func workoutRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	f := l.facts(d)
	for i, w := range l.plan(d).Workouts {
		if overlaps(f.off, w.Start, w.End) || !l.model.Records(w.Sport) {
			continue
		}
		if first := l.NextUpload(w.End); first <= asOf {
			out = append(out, Rev{Date: d, Ordinal: i, First: first, Last: first})
		}
	}
	return out
}

func workoutRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	day := l.plan(r.Date)
	w := day.Workouts[r.Ordinal]
	track := l.Persona.Track(day, w)
	seconds := int(w.End - w.Start)
	v := &vital.Workout{
		ID: s.ID, UserID: s.UserID,
		Title:          vital.Val(l.title(w)),
		TimezoneOffset: l.offset(w.Start),
		CalendarDate:   r.Date,
		TimeStart:      time.Unix(w.Start, 0).UTC(),
		TimeEnd:        time.Unix(w.End, 0).UTC(),
		Calories:       vital.Val(energy(day, w)),
		Sport:          vital.Val(sport(w)),
		MovingTime:     vital.Val(seconds),
		ProviderID:     l.workoutName(r),
		Source:         l.sessionSource(),
		CreatedAt:      s.CreatedAt,
		UpdatedAt:      s.UpdatedAt,
	}
	v.AverageHR, v.MaxHR, v.HRZones = hearts(track, l.Persona.AgeOn(r.Date))
	if l.model.Reports.Distances && w.DistanceCm > 0 {
		v.Distance = vital.Val(vital.Decimal(w.DistanceCm))
		v.AverageSpeed = vital.Val(vital.Decimal(w.DistanceCm / seconds)) // cm/s are hundredths of m/s
		v.MaxSpeed = vital.Val(vital.Decimal(highest(track.SpeedCmS)))
	}
	v.Steps = known(l.model.Reports.Steps && w.Steps > 0, w.Steps)
	if l.model.Reports.GPS && track.LatE6 != nil {
		line := vital.Val(polyline(track.LatE6, track.LngE6, 2))
		v.Map = vital.Val(vital.WorkoutMap{Polyline: line, SummaryPolyline: vital.Val(polyline(track.LatE6, track.LngE6, 24))})
	}
	if l.model.Reports.GPS && track.AltitudeCm != nil {
		v.TotalElevationGain = vital.Val(vital.Decimal(track.GainCm()))
		v.ElevHigh, v.ElevLow = vital.Val(vital.Decimal(highest(track.AltitudeCm))), vital.Val(vital.Decimal(-highest(negative(track.AltitudeCm))))
	}
	if l.model.Reports.Power && track.PowerW != nil {
		sum := 0
		for _, p := range track.PowerW {
			sum += int(p)
		}
		v.AverageWatts = vital.Val(mean(sum, len(track.PowerW)))
		v.MaxWatts = vital.Val(vital.Whole(int64(highest(track.PowerW))))
	}
	return v
}

// hearts returns the average, maximum and zones of a track (vital.md 4.5: zones of
// 220 - age).
func hearts(t *body.Track, age int) (average, most vital.Null[int], zones vital.Null[vital.HRZones]) {
	sum, limit := 0, 220-age
	var z vital.HRZones
	for _, bpm := range t.HeartRate {
		sum += int(bpm)
		percent := 100 * int(bpm) / limit
		z[max(0, min(5, percent/10-4))] += int(t.Step)
	}
	n := len(t.HeartRate)
	return vital.Val((2*sum + n) / (2 * n)), vital.Val(int(highest(t.HeartRate))), vital.Val(z)
}

// energy returns the energy of the workout including resting energy.
func energy(day *body.Day, w body.Workout) vital.Decimal {
	from, to := (w.Start-day.Start)/60, (w.End-day.Start)/60
	sum := day.BasalKcal * vital.Decimal(to-from) / 1440
	for _, kcal := range day.ActiveKcal[from:to] {
		sum += vital.Decimal(kcal)
	}
	return sum
}

func sport(w body.Workout) vital.Sport {
	s, ok := vital.SportNamed(w.Sport)
	if !ok {
		s, _ = vital.SportNamed("other")
	}
	return s
}

// title returns the title of a workout.
func (l *Lens) title(w body.Workout) string {
	name := sport(w).Name
	if !l.model.Reports.Titles {
		return name
	}
	switch hour := (w.Start + int64(l.Persona.OffsetAt(w.Start))) % 86400 / 3600; {
	case hour < 11:
		return "Morning " + name
	case hour < 14:
		return "Lunch " + name
	case hour < 18:
		return "Afternoon " + name
	}
	return "Evening " + name
}

// workoutName returns the workout's id at the provider.
func (l *Lens) workoutName(r Rev) string {
	s := l.seed.Child("workout id").At(int64(r.Date)).At(int64(r.Ordinal))
	return strconv.FormatUint(uint64(s)>>30+1e9, 10)
}

// Notice returns the data of the events that announce a workout's stream.
func Notice(w *vital.Workout) vital.Payload {
	return vital.WorkoutStreamShallow{
		UserID: w.UserID, WorkoutID: w.ID, ProviderID: w.ProviderID, Source: w.Source, Sport: w.Sport,
	}
}

// workoutStream returns the stream of a workout.
func workoutStream(l *Lens, r Rev) vital.WorkoutStream {
	day := l.plan(r.Date)
	t := l.Persona.Track(day, day.Workouts[r.Ordinal])
	out := vital.WorkoutStream{HeartRate: vital.IntColumn{}}
	for i, bpm := range t.HeartRate {
		out.Time = append(out.Time, t.Start+int64(i)*t.Step)
		out.HeartRate = append(out.HeartRate, int32(bpm))
	}
	if l.model.Reports.Distances {
		out.Distance, out.VelocitySmooth = hundredths(t.DistanceCm, 1), hundredths(t.SpeedCmS, 1)
		out.Cadence = hundredths(t.Cadence, 100)
	}
	if l.model.Reports.GPS {
		out.Altitude, out.Lat, out.Lng = hundredths(t.AltitudeCm, 1), degrees(t.LatE6), degrees(t.LngE6)
	}
	if l.model.Reports.Power {
		out.Power = hundredths(t.PowerW, 100)
	}
	return out
}

type number interface{ ~uint8 | ~uint16 | ~int32 }

// hundredths converts a column to decimals; nil stays nil.
func hundredths[T number](column []T, times int64) (out vital.DecimalColumn) {
	for _, v := range column {
		out = append(out, vital.Decimal(int64(v)*times))
	}
	return out
}

func degrees(column []int32) (out vital.DegreesColumn) {
	for _, v := range column {
		out = append(out, vital.Degrees(v))
	}
	return out
}

func highest[T number](column []T) T {
	most := column[0]
	for _, v := range column {
		most = max(most, v)
	}
	return most
}

func negative(column []int32) []int32 {
	out := make([]int32, len(column))
	for i, v := range column {
		out[i] = -v
	}
	return out
}
