package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Rev is one record of a summary and the time of its revisions: when it was
// first there, and the newest revision at or before the instant asked about.
type Rev struct {
	Date    vital.Date // the calendar date that the record is anchored on
	Ordinal int        // tells records of the same date apart
	First   int64
	Last    int64
}

// A Stamp is what the team's state says of a record: its identity, and when
// it was first and last ingested.
type Stamp struct {
	ID, UserID           vital.ID
	CreatedAt, UpdatedAt time.Time
}

// A Summary generates the records of one summary resource.
type Summary struct {
	// Revs appends the records anchored on d that exist as of the instant.
	Revs func(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev
	// Record is the content of a record as of r.Last: a pointer to a wire type.
	Record func(l *Lens, r Rev, s Stamp) vital.Payload
}

// A Point is one value of a timeseries.
type Point struct {
	Unix   int64
	Offset int // seconds east of UTC
	Value  vital.Decimal
}

// A Series generates the samples of one timeseries resource.
type Series struct {
	// Each yields, in order, the samples of local date d that were complete
	// after the instant lo and at or before hi.
	Each func(l *Lens, d vital.Date, lo, hi int64, yield func(Point))
}

// Summaries and Serieses are what is simulated today, by event resource name.
// A resource without a row here answers "not simulated".
var (
	Summaries = map[string]Summary{
		"activity": {Revs: activityRevs, Record: activityRecord},
		"sleep":    {Revs: sleepRevs, Record: sleepRecord},
	}
	Serieses = map[string]Series{
		"heartrate": {Each: heartrateEach},
	}
)

// providers are those whose devices are modelled; others are known by name only.
var providers = map[string]bool{"fitbit": true}

// SimulatesProvider is whether connections to the provider can be made.
func SimulatesProvider(slug string) bool { return providers[slug] }

// Simulates is whether the resource has a generator.
func Simulates(resource string) bool {
	_, summary := Summaries[resource]
	_, series := Serieses[resource]
	return summary || series
}
