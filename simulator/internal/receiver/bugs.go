package receiver

// A Bug is a mistake that receivers make. "" is none.
type Bug string

// The bugs, each caught by a shipped scenario.
const (
	// NoDeduplication adds what a message carries each time it comes.
	NoDeduplication Bug = "no deduplication"
	// LastArrivalWins takes what arrives last for what is newest.
	LastArrivalWins Bug = "last arrival wins"
	// SkipsOldDays passes over records of days before the newest it has seen.
	SkipsOldDays Bug = "skips old days"
	// FirstSignatureOnly looks at the first signature alone, and drops what that
	// does not verify.
	FirstSignatureOnly Bug = "first signature only"
	// ForgetsErrors goes on showing a connection that has lost its access.
	ForgetsErrors Bug = "forgets errors"
	// SwallowsFailures answers 2xx although the API did not answer it.
	SwallowsFailures Bug = "swallows failures"
	// WaitsForHistory drops live data until the history of a resource is complete.
	WaitsForHistory Bug = "waits for history"
	// AddsUpdates adds the numbers of an updated day to those it has.
	AddsUpdates Bug = "adds updates"
	// OneADay keeps one record of a day, as if all of it came from one device.
	OneADay Bug = "one a day"
)

// Bugs are all of them.
func Bugs() []Bug {
	return []Bug{NoDeduplication, LastArrivalWins, SkipsOldDays, FirstSignatureOnly, ForgetsErrors, SwallowsFailures, WaitsForHistory, AddsUpdates, OneADay}
}
