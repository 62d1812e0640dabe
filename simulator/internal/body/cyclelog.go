package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// A CycleLog has the entries that the persona records for a cycle, each list sorted by
// date. A list is nil if the persona does not track that aspect.
type CycleLog struct {
	Flow                   []vital.MenstrualFlowEntry // every date of the period
	Mucus                  []vital.CervicalMucusEntry
	OvulationTests         []vital.OvulationTestEntry     // around ovulation, or when it would be
	PregnancyTests         []vital.HomeTestEntry          // when the period is late
	ProgesteroneTests      []vital.HomeTestEntry          // a week after ovulation
	Contraceptives         []vital.ContraceptiveEntry     // one, on the first date
	Deviations             []vital.DetectedDeviationEntry // detected by an app at the end
	IntermenstrualBleeding []vital.IntermenstrualBleedingEntry
	SexualActivity         []vital.SexualActivityEntry
	BasalTemperatures      []vital.BasalBodyTemperatureEntry
}

// BasalTemperature is the body's temperature on waking, in °C.
type BasalTemperature struct {
	Date    vital.Date
	At      int64 // unix seconds
	Celsius vital.Decimal
}

// cycleTracking lists the aspects of a cycle that a persona can track.
var cycleTracking = []string{"flow", "mucus", "ovulation_test", "pregnancy_test", "progesterone_test", "sexual_activity", "temperature"}

// contraceptives maps the names in persona files to Vital's values.
var contraceptives = map[string]vital.Contraceptive{"none": "", "unspecified": "unspecified", "implant": "implant", "injection": "injection",
	"iud": "iud", "intravaginal_ring": "intravaginal_ring", "oral": "oral", "patch": "patch"}

// TracksCycle reports whether the persona tracks any aspect of the cycle on the date.
func (p *Persona) TracksCycle(d vital.Date) bool {
	p = p.On(d)
	return p.cycle > 0 && len(p.trait().cycleTracking) > 0
}

// CycleLog returns all entries that the persona records during the cycle. A caller
// that shows the log on an earlier date has to leave out the later entries.
func (p *Persona) CycleLog(c Cycle) (log CycleLog) {
	p = p.On(c.Start)
	for d := c.Start; d <= c.End; d++ {
		p.logDay(c, d, &log)
	}
	if !p.TracksCycle(c.Start) {
		return log
	}
	if kind := p.trait().contraceptive; kind != "" {
		log.Contraceptives = []vital.ContraceptiveEntry{{Date: c.Start, Type: kind}}
	}
	for _, word := range p.deviations(c) {
		log.Deviations = append(log.Deviations, vital.DetectedDeviationEntry{Date: c.End, Deviation: word})
	}
	return log
}

// logDay appends the entries of one date.
func (p *Persona) logDay(c Cycle, d vital.Date, log *CycleLog) {
	r := p.seed("cycle", "log").At(int64(d)).Stream()
	forgets, sex, protected, result := r.Float(), r.Float(), r.Float(), r.Float()
	around := -100 // days after ovulation
	if c.Ovulation.Valid {
		around = int(d - c.Ovulation.V)
	}
	expected := int(d-c.Start) - (p.cycle - 14) // days after the expected ovulation
	if p.tracks("flow") {
		if d <= c.PeriodEnd {
			log.Flow = append(log.Flow, vital.MenstrualFlowEntry{Date: d, Flow: flowOn(int(d-c.Start), int(c.PeriodEnd-c.Start)+1, result)})
		} else if p.bleeds(c, d) {
			log.IntermenstrualBleeding = append(log.IntermenstrualBleeding, vital.IntermenstrualBleedingEntry{Date: d})
		}
	}
	if p.tracks("mucus") && d > c.PeriodEnd && forgets < 0.85 {
		log.Mucus = append(log.Mucus, vital.CervicalMucusEntry{Date: d, Quality: mucusOn(around)})
	}
	if p.tracks("ovulation_test") && (around >= -5 && around <= 1 || !c.Ovulation.Valid && expected >= -4 && expected <= 2) {
		log.OvulationTests = append(log.OvulationTests, vital.OvulationTestEntry{Date: d, TestResult: ovulationTest(around, result)})
	}
	if late := int(d-c.Start) - p.cycle; p.tracks("pregnancy_test") && (late == 4 || late == 9) {
		log.PregnancyTests = append(log.PregnancyTests, vital.HomeTestEntry{Date: d, TestResult: vital.HomeTestNegative})
	}
	if p.tracks("progesterone_test") && (around == 7 || !c.Ovulation.Valid && expected == 7) {
		result := vital.HomeTestNegative
		if around == 7 {
			result = vital.HomeTestPositive
		}
		log.ProgesteroneTests = append(log.ProgesteroneTests, vital.HomeTestEntry{Date: d, TestResult: result})
	}
	if p.tracks("sexual_activity") && d > c.PeriodEnd && sex < 0.22 {
		entry := vital.SexualActivityEntry{Date: d}
		if protected < 0.8 {
			entry.ProtectionUsed = vital.Val(protected < 0.5 || p.hormonal())
		}
		log.SexualActivity = append(log.SexualActivity, entry)
	}
	if t, ok := p.BasalTemperature(d); ok {
		log.BasalTemperatures = append(log.BasalTemperatures, vital.BasalBodyTemperatureEntry{Date: d, Value: t.Celsius})
	}
}

// bleeds reports whether the persona bleeds on a date between periods. That is rare,
// most likely at ovulation, and more frequent with contraceptives or near menopause.
func (p *Persona) bleeds(c Cycle, d vital.Date) bool {
	chance := 0.002
	if p.hormonal() || p.trait().contraceptive == "iud" || p.trait().cyclesSkipped > 0 {
		chance = 0.03
	}
	if c.Ovulation.Valid && d == c.Ovulation.V {
		chance = 0.04
	}
	r := p.seed("cycle", "bleeds").At(int64(d)).Stream()
	return d > c.PeriodEnd && r.Chance(chance)
}

// flowOn returns the flow of a day of the period, counted from 0: most is lost in the
// first three days (Hallberg 1966).
func flowOn(day, days int, pick float64) vital.MenstrualFlow {
	level := [...]float64{1.4, 2.4, 2.1, 1.5, 1, 0.8}[min(day, 5)]
	if day == days-1 {
		level = 0.6
	}
	switch level += pick - 0.5; {
	case level < 0.3:
		return vital.FlowNone
	case level < 1.3:
		return vital.FlowLight
	case level < 2.2:
		return vital.FlowMedium
	}
	return vital.FlowHeavy
}

// mucusOn returns the quality of the cervical mucus by the number of days after
// ovulation (Bigelow 2004): clear and stretchy around ovulation.
func mucusOn(around int) vital.CervicalMucus {
	switch {
	case around < -7 || around > 3:
		return vital.MucusDry
	case around < -5 || around > 1:
		return vital.MucusSticky
	case around < -3:
		return vital.MucusCreamy
	case around < -1:
		return vital.MucusWatery
	case around <= 0:
		return vital.MucusEggWhite
	}
	return vital.MucusCreamy
}

// ovulationTest returns the result of an ovulation test. Luteinizing hormone surges a
// day before ovulation (WHO 1980).
func ovulationTest(around int, pick float64) vital.OvulationResult {
	switch {
	case pick < 0.02:
		return vital.OvulationIndeterminate
	case around == -1 || around == 0 && pick < 0.6:
		return vital.OvulationLuteinizingSurge
	case around == -2 && pick < 0.5:
		return vital.OvulationEstrogenSurge
	}
	return vital.OvulationNegative
}

// deviations returns the deviations that an app reports at the end of a cycle from
// that cycle and the five before it: lengths that differ by more than 16 days, two
// cycles of 60 days or more, two periods of ten days or more, and bleeding between
// periods on five dates.
func (p *Persona) deviations(c Cycle) (words []vital.CycleDeviation) {
	shortest, longest, far, prolonged, bleeds := c.Days(), c.Days(), 0, 0, 0
	for d := c.PeriodEnd + 1; d <= c.End; d++ {
		bleeds += b2i(p.bleeds(c, d))
	}
	for range 6 {
		shortest, longest = min(shortest, c.Days()), max(longest, c.Days())
		far += b2i(c.Days() >= 60)
		prolonged += b2i(c.PeriodEnd-c.Start >= 9)
		c = p.PreviousCycle(c)
	}
	for i, found := range [...]bool{longest-shortest > 16, far > 1, prolonged > 1, bleeds > 4} {
		if found {
			words = append(words, [...]vital.CycleDeviation{"irregular_menstrual_cycles", "infrequent_menstrual_cycles",
				"prolonged_menstrual_periods", "persistent_intermenstrual_bleeding"}[i])
		}
	}
	return words
}

// PredictedCycle returns the cycle that an app predicts after c. Its length and the
// length of its period are the averages of the six cycles before c.
func (p *Persona) PredictedCycle(c Cycle) Cycle {
	days, period, past := 0, 0, c
	for range 6 {
		past = p.PreviousCycle(past)
		days += past.Days()
		period += int(past.PeriodEnd-past.Start) + 1
	}
	days, period = (days+3)/6, (period+3)/6
	start := c.Start + vital.Date(days)
	return Cycle{Start: start, End: start + vital.Date(days) - 1, PeriodEnd: start + vital.Date(period) - 1}
}
