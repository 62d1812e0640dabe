package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// menstrualExample returns a menstrual cycle on its fifth day, and updated after its end
// with an entry of every kind.
func menstrualExample(e Example) vital.Payload {
	start := e.Day - 4
	c := vital.MenstrualCycle{
		ID: e.ID("menstrual_cycle"), PeriodStart: start,
		MenstrualFlow: []vital.MenstrualFlowEntry{
			{Date: start, Flow: vital.FlowLight}, {Date: start + 1, Flow: vital.FlowHeavy}, {Date: start + 2, Flow: vital.FlowHeavy},
			{Date: start + 3, Flow: vital.FlowMedium}, {Date: start + 4, Flow: vital.FlowLight},
		},
		Contraceptive: []vital.ContraceptiveEntry{{Date: start, Type: "iud"}},
		CreatedAt:     e.CreatedAt, UpdatedAt: e.UpdatedAt, UserID: e.UserID, Source: e.Source,
	}
	if !e.Updated {
		return c
	}
	const length = 28
	c.PeriodEnd, c.CycleEnd = vital.Val(start+4), vital.Val(start+length-1)
	c.CervicalMucus = []vital.CervicalMucusEntry{
		{Date: start + 8, Quality: vital.MucusSticky}, {Date: start + 11, Quality: vital.MucusCreamy}, {Date: start + 13, Quality: vital.MucusEggWhite},
	}
	c.IntermenstrualBleeding = []vital.IntermenstrualBleedingEntry{{Date: start + 14}}
	c.DetectedDeviations = []vital.DetectedDeviationEntry{{Date: start + length - 1, Deviation: "irregular_menstrual_cycles"}}
	c.OvulationTest = []vital.OvulationTestEntry{
		{Date: start + 12, TestResult: vital.OvulationNegative}, {Date: start + 13, TestResult: vital.OvulationLuteinizingSurge},
	}
	c.HomePregnancyTest = []vital.HomeTestEntry{{Date: start + 26, TestResult: vital.HomeTestNegative}}
	c.HomeProgesteroneTest = []vital.HomeTestEntry{{Date: start + 20, TestResult: vital.HomeTestPositive}}
	c.SexualActivity = []vital.SexualActivityEntry{{Date: start + 10, ProtectionUsed: vital.Val(true)}, {Date: start + 17}}
	for d := start + 12; d < start+18; d++ {
		value := vital.DecimalOf(36.42)
		if d > start+14 {
			value = vital.DecimalOf(36.75) // after ovulation
		}
		c.BasalBodyTemperature = append(c.BasalBodyTemperature, vital.BasalBodyTemperatureEntry{Date: d, Value: value})
	}
	c.UpdatedAt = (start + length).UTC().Add(8 * time.Hour)
	return c
}
