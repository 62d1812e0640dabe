package view

import (
	"fmt"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// describes adapts a function that describes records of one wire type.
func describes[T any](describe func(*T) string) func(vital.Payload) string {
	return func(record vital.Payload) string { return describe(any(record).(*T)) }
}

func activityText(r *vital.Activity) string {
	text := r.CalendarDate.String() + ":"
	if r.Steps.Valid {
		text += fmt.Sprintf(" %d steps,", r.Steps.V)
	}
	if r.CaloriesTotal.Valid {
		text += fmt.Sprintf(" %s kcal,", r.CaloriesTotal.V.AppendJSON(nil))
	}
	return strings.TrimRight(text, ",:")
}

func sleepText(r *vital.Sleep) string {
	text := fmt.Sprintf("%s: %s asleep", r.CalendarDate, hours(r.Total))
	if r.Efficiency.Valid {
		text += fmt.Sprintf(", efficiency %s", r.Efficiency.V.AppendJSON(nil))
	}
	if r.Score.Valid {
		text += fmt.Sprintf(", score %d", r.Score.V)
	}
	return text
}

func sleepCycleText(r *vital.SleepCycle) string {
	return fmt.Sprintf("%d stages of sleep", len(r.StageType))
}

func workoutText(r *vital.Workout) string {
	text := fmt.Sprintf("%s: ", r.CalendarDate)
	if r.Title.Valid {
		text += r.Title.V + ", "
	}
	text += hours(int(r.TimeEnd.Sub(r.TimeStart).Seconds()))
	if r.Distance.Valid {
		text += fmt.Sprintf(", %.1f km", r.Distance.V.Float()/1000)
	}
	return text
}

func bodyText(r *vital.Body) string {
	if !r.Weight.Valid {
		return r.CalendarDate.String()
	}
	return fmt.Sprintf("%s: %s kg", r.CalendarDate, r.Weight.V.AppendJSON(nil))
}

func mealText(r *vital.Meal) string {
	text := fmt.Sprintf("%s: %s", r.CalendarDate, r.Name)
	if r.Energy.Valid {
		text += fmt.Sprintf(", %s kcal", r.Energy.V.Value.AppendJSON(nil))
	}
	return text
}

func ecgText(r *vital.Electrocardiogram) string {
	text := fmt.Sprintf("%d voltages", r.VoltageSampleCount)
	if r.Classification.Valid {
		text += ", " + string(r.Classification.V)
	}
	return text
}

func menstrualText(r *vital.MenstrualCycle) string {
	text := "from " + r.PeriodStart.String()
	if r.CycleEnd.Valid {
		text += " to " + r.CycleEnd.V.String()
	}
	return text + fmt.Sprintf(", %d days of flow", len(r.MenstrualFlow))
}

func profileText(r *vital.Profile) string {
	var known []string
	if r.Sex.Valid {
		known = append(known, string(r.Sex.V))
	}
	if r.Height.Valid {
		known = append(known, fmt.Sprintf("%d cm", r.Height.V))
	}
	if r.BirthDate.Valid {
		known = append(known, "born "+r.BirthDate.V.String())
	}
	return strings.Join(known, ", ")
}

func hours(seconds int) string { return fmt.Sprintf("%dh%02dm", seconds/3600, seconds/60%60) }
