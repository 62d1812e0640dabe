package wire

import (
	"errors"
	"fmt"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

var errBeforeStart = errors.New("is before the start")

// CheckOrder returns an error for each end in a record that is before its start. The
// record is a pointer, such as a *Sleep.
func CheckOrder(record any) (wrong []*FieldError) {
	check := func(before bool, field string) {
		if before {
			wrong = append(wrong, &FieldError{Field: field, Cause: errBeforeStart})
		}
	}
	span := func(start, end time.Time, field string) { check(end.Before(start), field) }
	switch r := record.(type) {
	case *vital.Sleep:
		span(r.BedtimeStart, r.BedtimeStop, "bedtime_stop")
	case *vital.Workout:
		span(r.TimeStart, r.TimeEnd, "time_end")
	case *vital.Electrocardiogram:
		span(r.SessionStart, r.SessionEnd, "session_end")
	case *vital.SleepCycle:
		span(r.SessionStart, r.SessionEnd, "session_end")
		for i := range min(len(r.StageStartOffsetSecond), len(r.StageEndOffsetSecond)) {
			check(r.StageEndOffsetSecond[i] < r.StageStartOffsetSecond[i], fmt.Sprintf("stage_end_offset_second[%d]", i))
		}
	case *vital.MenstrualCycle:
		check(r.PeriodEnd.Valid && r.PeriodEnd.V < r.PeriodStart, "period_end")
		check(r.CycleEnd.Valid && r.CycleEnd.V < r.PeriodStart, "cycle_end")
	}
	return wrong
}
