package wire

import (
	"reflect"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// words has the values of each enum in the schema.
var words = map[reflect.Type][]string{
	enum[vital.BolusPurpose]():  {"meal", "correction", "mixed", "unknown"},
	enum[vital.CervicalMucus](): list(vital.MucusDry, vital.MucusSticky, vital.MucusCreamy, vital.MucusWatery, vital.MucusEggWhite),
	enum[vital.Contraceptive](): {"unspecified", "implant", "injection", "iud", "intravaginal_ring", "oral", "patch"},
	enum[vital.CycleDeviation](): {
		"persistent_intermenstrual_bleeding", "prolonged_menstrual_periods", "irregular_menstrual_cycles", "infrequent_menstrual_cycles",
	},
	enum[vital.DeliveryForm]():      {"standard", "extended"},
	enum[vital.DeliveryMode]():      {"basal", "bolus"},
	enum[vital.ECGClassification](): list(vital.ECGSinusRhythm, vital.ECGAtrialFibrillation, vital.ECGInconclusive),
	enum[vital.EnergyUnit]():        list(vital.Kilocalories),
	enum[vital.Gender]():            list(vital.GenderFemale, vital.GenderMale, vital.GenderOther, vital.GenderUnknown),
	enum[vital.HomeTestResult]():    list(vital.HomeTestNegative, vital.HomeTestPositive, vital.HomeTestIndeterminate),
	enum[vital.InconclusiveCause](): list(vital.CauseHighHeartRate, vital.CauseLowHeartRate, vital.CausePoorReading),
	enum[vital.Intensity]():         {"low", "medium", "high"},
	enum[vital.MenstrualFlow]():     list(vital.FlowUnspecified, vital.FlowNone, vital.FlowLight, vital.FlowMedium, vital.FlowHeavy),
	enum[vital.NoteTag]():           {"food", "exercise", "insulin_injection", "unspecified"},
	enum[vital.OvulationResult](): list(vital.OvulationNegative, vital.OvulationPositive, vital.OvulationLuteinizingSurge,
		vital.OvulationEstrogenSurge, vital.OvulationIndeterminate),
	enum[vital.SensorLocation](): {
		"armpit", "body", "ear", "finger", "gastrointestinal", "mouth", "rectum", "toe", "eardrum", "temporal_artery", "forehead", "wrist",
	},
	enum[vital.Sex]():        list(vital.SexFemale, vital.SexMale, vital.SexOther),
	enum[vital.SleepState](): list(vital.SleepTentative, vital.SleepConfirmed),
	enum[vital.SleepType]():  list(vital.LongSleep, vital.ShortSleep, vital.AcknowledgedNap, vital.SleepUnknown),
}

func enum[T ~string]() reflect.Type { return reflect.TypeFor[T]() }

func list[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
