// Package body plans the days of made-up people. A [Persona] is drawn once
// from a seed and an [Archetype], and [Persona.Day] is a pure function of the
// persona and a calendar date: the same bytes on any machine, in any order of
// calls, with nothing stored. Every resource that a provider reports is a view of
// such a day, which is why steps, heart rate, sleep and energy agree with each
// other.
//
// A day has its minutes, [Day], and what a date holds besides them, each by a
// method of its own that costs only itself: [Persona.Plates], [Persona.Glucose],
// [Persona.Injections], [Persona.Cycle], [Persona.BloodPressures] and so on. What
// looks at minutes takes the Day that the caller has: [Persona.Stress],
// [Persona.ECGs], [Persona.HeartAlerts].
//
// A date may look at its neighbours' skeleton (when they slept, whether they
// trained) but is never reached by iterating from an epoch: fitness drift is
// closed form; illness, trips, falls and visits to the laboratory are hashed by
// block of days; the k-th menstrual cycle hangs on k.
//
// Conditions and habits are keys of an archetype, which is a file:
// fixtures/personas/README.md explains them. Phases of a file give other values
// from a date on; days before it never change.
//
// # Bounds
//
// These hold for every persona and date, so that readers may rely on them:
// bed time 20:00 to 03:30 and wake-up 04:30 to 11:30 by the local clock, after a
// night's work 06:30 to 09:30 and 10:00 to 16:30; naps within 13:00 to 17:00, at
// least [MinNight] seconds in bed, heart rate from [MinHeartRate] to the persona's
// HRMax, at most [MaxDailySteps] steps, and no step, floor or active kilocalorie
// while in bed. In the night of a clock change the bed time may be off by that
// hour, to keep the night long enough; the night before a flight's arrival in the
// east may begin at any time. Dates on which the clock is set by a flight have 18
// to 36 hours (12 where two flights to the east follow each other), but for what
// the zones do, and all others 23 to 25.
//
// Weight stays within 2 % of WeightKg and its trend, which itself stays within
// 22 %; SpO2 within 92 to 100 %, with sleep apnoea within 80 to 100; healthy
// glucose within 3.3 to 11 mmol/L and any other within 2.2 to 22.2, and two values
// five minutes apart within 0.6; blood pressure within 85 to 210 over 45 to 125
// mmHg before the few mmHg of a reading; body temperature within 35.5 to 41 °C.
//
// # Not modelled
//
// Pregnancy, more than one workout a day, workouts on days of travel, meals during
// a night's work, and children. Energy is reckoned with the constant WeightKg, not
// with [Persona.Weight]. Illness does not move glucose, alcohol moves nothing but
// breathing at night, and caffeine nothing. A track's altitude is not that of
// [Day].Floors. Heart rate variability does not show fibrillation, and a pump's
// basal rate does not show in glucose. A fall changes no minute of its day. A
// shift shows in sleep, steps, sport and stress, not in when the body is warmest.
// A date that a zone skipped (Samoa's 30 December 2011) is a day of no minutes.
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
