// Package body plans the days of made-up people. A [Persona] is drawn once
// from a seed, and [Persona.Day] is a pure function of the persona and a
// calendar date: the same bytes on any machine, in any order of calls, with
// nothing stored. Every resource that a provider reports is a view of such a
// day, which is why steps, heart rate, sleep and energy agree with each other.
//
// A date may look at its neighbours' skeleton (when they slept, whether they
// trained) but is never reached by iterating from an epoch: fitness drift is
// closed form, illness is hashed by block of days.
//
// # Bounds
//
// These hold for every persona and date, so that readers may rely on them:
// bed time 20:00 to 03:30 and wake-up 04:30 to 11:30 by the local clock, naps
// within 13:00 to 17:00, at least [MinNight] seconds in bed, heart rate from
// [MinHeartRate] to the persona's HRMax, at most [MaxDailySteps] steps, and no
// step, floor or active kilocalorie while in bed. In the night of a clock
// change the bed time may be off by that hour, to keep the night long enough.
// Weight stays within 2 % of WeightKg, SpO2 within 92 to 100 %, healthy glucose
// within 3.3 to 11 mmol/L and any other within 2.2 to 22.2, and two values five
// minutes apart within 0.6.
//
// # Not modelled
//
// Shift work across the day, travel, pregnancy, and more than one workout a
// day. Energy is reckoned with the constant WeightKg, not with [Persona.Weight].
// Illness does not move glucose, and a track's altitude is not that of
// [Day].Floors. A date that a zone skipped (Samoa's 30 December 2011)
// is a day of no minutes.
//
// Zone rules come from [time.LoadLocation]: the machine's zone files where
// there are any, the embedded ones elsewhere. Two machines whose zone files
// disagree about a date's offset also disagree about that date.
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
	// MinRestingHR and MaxRestingHR bound [Day].RestingHR, in bpm. Quer 2020
	// found 40 to 109 among 92,457 adults.
	MinRestingHR = 38
	MaxRestingHR = 105
)

const (
	daySeconds = 86400
	epoch      = 30 // seconds: sleep is scored in epochs of this length
)
