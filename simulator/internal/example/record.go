package example

import (
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// recordID is the id of an example's record. Nobody else's begins so.
func recordID(resource string) vital.ID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("example "+resource))
}

// record is an example of a record; nil for a resource whose records have no
// type.
func record(resource string, user vital.ID, updatedAt time.Time) vital.Payload {
	id, createdAt := recordID(resource), at(9, 0)
	night := struct{ from, to time.Time }{at(-1, 0), at(7, 0)} // from eleven in the evening
	switch resource {
	case "activity":
		return vital.Activity{
			ID: id, UserID: user, Date: midnight, CalendarDate: day, Steps: vital.Val(8412), Distance: vital.Val(vital.Whole(6310)),
			CaloriesTotal: vital.Val(vital.Whole(2240)), CaloriesActive: vital.Val(vital.Whole(610)),
			Low: vital.Val(vital.Whole(190)), Medium: vital.Val(vital.Whole(35)), High: vital.Val(vital.Whole(18)),
			TimeZone: vital.Val("Europe/London"), TimezoneOffset: vital.Val(0), Source: watch, CreatedAt: createdAt, UpdatedAt: updatedAt,
		}
	case "sleep":
		return vital.Sleep{
			ID: id, UserID: user, Date: midnight, CalendarDate: day, BedtimeStart: night.from, BedtimeStop: night.to, Type: vital.LongSleep,
			TimezoneOffset: vital.Val(0), Duration: 28_800, Total: 27_000, Awake: 1_800, Light: 15_000, REM: 6_600, Deep: 5_400,
			HRLowest: vital.Val(49), HRAverage: vital.Val(54), Efficiency: vital.Val(vital.DecimalOf(93.75)),
			Source: watch, CreatedAt: createdAt, UpdatedAt: updatedAt,
		}
	case "sleep_cycle":
		return vital.SleepCycle{
			ID: id, SleepID: recordID("sleep"), SessionStart: night.from, SessionEnd: night.to,
			StageStartOffsetSecond: []int{0, 1_800, 16_800, 22_200}, StageEndOffsetSecond: []int{1_800, 16_800, 22_200, 28_800},
			StageType: []vital.SleepStage{vital.StageAwake, vital.StageLight, vital.StageDeep, vital.StageREM},
			TimeZone:  vital.Val("Europe/London"), UserID: user, Source: watch, CreatedAt: createdAt, UpdatedAt: updatedAt,
		}
	case "workouts":
		return vital.Workout{
			ID: id, UserID: user, Title: vital.Val("Run"), TimezoneOffset: vital.Val(0), AverageHR: vital.Val(142), MaxHR: vital.Val(168),
			Distance: vital.Val(vital.Whole(5020)), CalendarDate: day, TimeStart: at(7, 30), TimeEnd: at(8, 0), Calories: vital.Val(vital.Whole(330)),
			Sport: running(), MovingTime: vital.Val(1_800), ProviderID: "5020", Source: watch, CreatedAt: createdAt, UpdatedAt: updatedAt,
		}
	case "workout_stream":
		return vital.WorkoutStreamShallow{UserID: user, WorkoutID: recordID("workouts"), ProviderID: "5020", Source: watch, Sport: running()}
	case "body":
		return vital.Body{
			ID: id, UserID: user, Date: at(7, 10), CalendarDate: day, Weight: vital.Val(vital.DecimalOf(71.4)), Fat: vital.Val(vital.DecimalOf(18.2)),
			Source: watch, CreatedAt: createdAt, UpdatedAt: updatedAt,
		}
	case "profile":
		return vital.Profile{ID: id, UserID: user, Height: vital.Val(172), Source: watch, CreatedAt: createdAt, UpdatedAt: updatedAt}
	}
	return nil
}

func running() vital.Null[vital.Sport] {
	sport, ok := vital.SportNamed("running")
	return vital.Null[vital.Sport]{V: sport, Valid: ok}
}
