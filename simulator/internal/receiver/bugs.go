package receiver

// A Bug is a common mistake in receivers. The zero value means no bug.
type Bug string

// The bugs, each caught by a shipped scenario.
const (
	// NoDeduplication processes a message each time it arrives.
	NoDeduplication Bug = "no deduplication"
	// LastArrivalWins treats the last message as the newest.
	LastArrivalWins Bug = "last arrival wins"
	// SkipsOldDays ignores records of days before the newest that it has stored.
	SkipsOldDays Bug = "skips old days"
	// FirstSignatureOnly checks only the first signature and rejects messages if it
	// is not valid.
	FirstSignatureOnly Bug = "first signature only"
	// ForgetsErrors shows a connection as working after it has lost its access.
	ForgetsErrors Bug = "forgets errors"
	// SwallowsFailures responds 2xx although its request to the API failed.
	SwallowsFailures Bug = "swallows failures"
	// WaitsForHistory drops live data until the history of a resource is complete.
	WaitsForHistory Bug = "waits for history"
	// AddsUpdates adds the numbers of an updated day to the stored ones.
	AddsUpdates Bug = "adds updates"
	// DropsLargeBodies drops a message of more than 100 KiB, as a queue behind it may.
	DropsLargeBodies Bug = "drops large bodies"
	// OneADay keeps one record per day, as if all data came from one device.
	OneADay Bug = "one a day"
)

// Bugs returns all bugs.
func Bugs() []Bug {
	return []Bug{NoDeduplication, LastArrivalWins, SkipsOldDays, FirstSignatureOnly, ForgetsErrors, SwallowsFailures, WaitsForHistory, AddsUpdates, DropsLargeBodies, OneADay}
}
