// Package body computes the days of made-up people: who a person is, when they
// sleep, work, eat and train on a date, and what their body does meanwhile. It knows
// nothing of wearables, providers or Vital's API; package view derives from it what a
// device reports.
//
// A [Persona] is drawn once from a seed and an [Archetype], and [Persona.Day] is a
// pure function of the persona and a calendar date: it gives the same bytes on any
// machine and in any order of calls, and nothing is stored. Every resource that a
// provider reports is a view of such a day, so steps, heart rate, sleep and energy
// agree with each other.
//
// A [Day] has the values of every minute. Everything else about a date has a method
// of its own, which does not compute the minutes: [Persona.Plates], [Persona.Glucose],
// [Persona.Injections], [Persona.Cycle], [Persona.BloodPressures] and so on. Methods
// that need the minutes take the Day as an argument: [Persona.Stress],
// [Persona.ECGs], [Persona.HeartAlerts].
//
// The computation of a date may use the outline of the dates next to it (the times of
// sleep and training) but never iterates from an epoch: fitness drift is a closed
// form; illness, trips, falls and laboratory visits are derived from a hash of a block
// of days; the k-th menstrual cycle depends on k alone.
//
// Conditions and habits are keys of an archetype's YAML file, described in
// fixtures/personas/README.md. A phase in the file changes values from a date on and
// leaves earlier days unchanged.
//
// # Bounds
//
// The following bounds hold for every persona and date, and callers rely on them: bed
// time 20:00 to 03:30 and wake-up 04:30 to 11:30 by the local clock, after a night
// shift 06:30 to 09:30 and 10:00 to 16:30; naps within 13:00 to 17:00; at least
// [MinNight] seconds in bed; heart rate from [MinHeartRate] to the persona's HRMax; at
// most [MaxDailySteps] steps; and no step, floor or active kilocalorie while in bed.
// In the night of a clock change the bed time may be an hour off, to keep the night
// long enough; the night before a flight arrives in the east may begin at any time.
// Dates on which a flight changes the clock have 18 to 36 hours (at least 12 if two
// flights to the east follow each other), not counting changes of the zones
// themselves; all others have 23 to 25.
//
// Weight stays within 2 % of WeightKg and its trend, which itself stays within
// 22 %; SpO2 within 92 to 100 %, with sleep apnoea within 80 to 100; healthy
// glucose within 3.3 to 11 mmol/L and any other within 2.2 to 22.2, and two values
// five minutes apart within 0.6; blood pressure within 85 to 210 over 45 to 125
// mmHg before the few mmHg of a reading; body temperature within 35.5 to 41 °C.
//
// # Not modelled
//
// Pregnancy, more than one workout a day, workouts on days of travel, meals during a
// night shift, and children are not modelled. Energy is computed from the constant
// WeightKg, not from [Persona.Weight]. Illness does not affect glucose, alcohol affects
// only breathing at night, and caffeine nothing. A track's altitude is unrelated to
// [Day].Floors. Fibrillation does not affect heart rate variability, and a pump's basal
// rate does not affect glucose. A fall changes no minute of its day. A shift affects
// sleep, steps, sport and stress, but not the daily rhythm of the temperature. A date
// that a zone skipped (Samoa's 30 December 2011) is a day without minutes.
//
// Zone rules come from [time.LoadLocation]: the machine's zone files if it has any,
// otherwise the embedded ones. Two machines whose zone files disagree about the
// offset on a date compute different days for it.
package body

const (
	// MinHeartRate is the lowest heart rate of any minute, in bpm. Resting
	// heart rates of 40 occur (Quer 2020), asleep a little lower.
	MinHeartRate = 35
	// MaxDailySteps bounds the steps of one day: a long hike or run of two to
	// three hours on top of a very active day (Tudor-Locke 2011 gives 4,000 to
	// 18,000 as the usual span of healthy adults' means).
	MaxDailySteps = 45000
	// MinNight is the shortest time in bed of a main night, in seconds: 3.5 h.
	MinNight = 12600
	// MinRestingHR is the lower bound of [Day].RestingHR, in bpm. Quer 2020
	// found 40 to 109 among 92,457 adults.
	MinRestingHR = 38
	// MaxRestingHR is the upper bound of [Day].RestingHR, in bpm.
	MaxRestingHR = 105
)

const (
	daySeconds = 86400
	epoch      = 30 // seconds: sleep is scored in epochs of this length
)
