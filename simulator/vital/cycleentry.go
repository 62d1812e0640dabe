package vital

// A MenstrualFlowEntry is the flow of a day.
type MenstrualFlowEntry struct {
	Date Date          `json:"date"`
	Flow MenstrualFlow `json:"flow"`
}

// A CervicalMucusEntry is the quality of the cervical mucus of a day.
type CervicalMucusEntry struct {
	Date    Date          `json:"date"`
	Quality CervicalMucus `json:"quality"`
}

// An IntermenstrualBleedingEntry is a day with bleeding outside of a period.
type IntermenstrualBleedingEntry struct {
	Date Date `json:"date"`
}

// A ContraceptiveEntry is the contraceptive used on a day.
type ContraceptiveEntry struct {
	Date Date          `json:"date"`
	Type Contraceptive `json:"type"`
}

// A DetectedDeviationEntry is the day on which a device noticed a deviation.
type DetectedDeviationEntry struct {
	Date      Date           `json:"date"`
	Deviation CycleDeviation `json:"deviation"`
}

// An OvulationTestEntry is the result of an ovulation test.
type OvulationTestEntry struct {
	Date       Date            `json:"date"`
	TestResult OvulationResult `json:"test_result"`
}

// A HomeTestEntry is the result of a pregnancy or progesterone test at home.
type HomeTestEntry struct {
	Date       Date           `json:"date"`
	TestResult HomeTestResult `json:"test_result"`
}

// A SexualActivityEntry is a day with sexual activity.
type SexualActivityEntry struct {
	Date           Date       `json:"date"`
	ProtectionUsed Null[bool] `json:"protection_used"`
}

// A BasalBodyTemperatureEntry is the temperature of a day on waking, in °C.
type BasalBodyTemperatureEntry struct {
	Date  Date    `json:"date"`
	Value Decimal `json:"value"`
}

// The words of the entries (vital.md 4.9).
type (
	// MenstrualFlow is how heavy a flow is.
	MenstrualFlow string
	// CervicalMucus is the quality of cervical mucus.
	CervicalMucus string
	// Contraceptive is the kind of a contraceptive.
	Contraceptive string
	// CycleDeviation is a deviation of a cycle from the usual.
	CycleDeviation string
	// OvulationResult is the result of an ovulation test.
	OvulationResult string
	// HomeTestResult is the result of a pregnancy or progesterone test.
	HomeTestResult string
)

// How heavy a flow is.
const (
	FlowUnspecified MenstrualFlow = "unspecified"
	FlowNone        MenstrualFlow = "none"
	FlowLight       MenstrualFlow = "light"
	FlowMedium      MenstrualFlow = "medium"
	FlowHeavy       MenstrualFlow = "heavy"
)

// How mucus is.
const (
	MucusDry      CervicalMucus = "dry"
	MucusSticky   CervicalMucus = "sticky"
	MucusCreamy   CervicalMucus = "creamy"
	MucusWatery   CervicalMucus = "watery"
	MucusEggWhite CervicalMucus = "egg_white"
)

// What an ovulation test says.
const (
	OvulationNegative         OvulationResult = "negative"
	OvulationPositive         OvulationResult = "positive"
	OvulationLuteinizingSurge OvulationResult = "luteinizing_hormone_surge"
	OvulationEstrogenSurge    OvulationResult = "estrogen_surge"
	OvulationIndeterminate    OvulationResult = "indeterminate"
)

// What a test at home says.
const (
	HomeTestNegative      HomeTestResult = "negative"
	HomeTestPositive      HomeTestResult = "positive"
	HomeTestIndeterminate HomeTestResult = "indeterminate"
)
