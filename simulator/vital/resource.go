package vital

import "strconv"

// A Kind is the form of a resource's data and how it is requested (vital.md 3).
type Kind uint8

// The kinds of resources.
const (
	Daily    Kind = iota + 1 // one record per source and day
	Session                  // one record per night, workout, meal, cycle, …
	Single                   // one record per connection: the profile
	Stream                   // columns parallel to a clock: a workout's stream
	Point                    // samples at an instant
	Interval                 // samples from start to end
)

var kindNames = [...]string{Daily: "daily", Session: "session", Single: "single", Stream: "stream", Point: "point", Interval: "interval"}

// String returns the kind in lower case, as printed in tables.
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return "kind(" + strconv.Itoa(int(k)) + ")"
}

// Summary reports whether records of the kind are served under /v2/summary.
func (k Kind) Summary() bool { return k == Daily || k == Session || k == Single }

// Timeseries reports whether samples of the kind are served under
// /v2/timeseries/{user_id}. A Stream is neither: it is asked for by workout.
func (k Kind) Timeseries() bool { return k == Point || k == Interval }

// A Resource is one row of Vital's catalogue (vital.md 3.1, 3.2).
type Resource struct {
	ID       ResourceID
	Name     string // in events and resource lists: weight
	Path     string // in URLs; two differ from the name: body_weight
	Kind     Kind
	Envelope string // the key a REST answer wraps its list in; "" for bare answers

	// Timeseries only.
	Unit          string // the unit of every sample
	UnitFixed     bool   // the schema makes the unit a constant, which Go and Node clients enforce
	Ungrouped     bool   // the deprecated endpoint without /grouped exists
	Typed         bool   // the schema requires the key type in every sample
	Shape         Shape  // which keys samples have (vital.md 5.2)
	Fine          bool   // values need more than two decimals: they are kept as Fine, not as Decimal
	PointInSchema bool   // sent with start and end, as the docs show, though the schema has neither (vital.md 9.7)

	// PlainDates: start_date and end_date take YYYY-MM-DD only (vital.md 7.7).
	PlainDates bool
}

// Value returns what a number of a sample stands for, as it is kept: in millionths
// where the resource is Fine, in hundredths otherwise.
func (r *Resource) Value(kept Decimal) Fine {
	if r.Fine {
		return Fine(kept)
	}
	return kept.Fine()
}

// Keep returns the number that is kept of a sample's value, rounded where need be.
func (r *Resource) Keep(value Fine) Decimal {
	if r.Fine {
		return Decimal(value)
	}
	return value.Decimal()
}

// New returns an empty record of a summary resource, a pointer such as *Sleep, or
// an empty sample of a timeseries, such as *Note; nil for a stream.
func (r *Resource) New() any {
	switch {
	case r.Kind.Summary():
		return recordTypes[r.ID].empty()
	case r.Kind.Timeseries():
		return r.Shape.sample()
	}
	return nil
}

// ResourceNamed finds a resource by its name in events.
func ResourceNamed(name string) (Resource, bool) {
	r, ok := byName[name]
	if !ok {
		return Resource{}, false
	}
	return *r, true
}

// ResourceAt finds a resource by its segment in a URL: of
// /v2/timeseries/{user_id}/{path} or else of /v2/summary/{path}/{user_id}.
func ResourceAt(path string, timeseries bool) (Resource, bool) {
	r, ok := byPath[path]
	if !ok || timeseries != r.Kind.Timeseries() || !timeseries && !r.Kind.Summary() {
		return Resource{}, false
	}
	return *r, true
}

// ResourceEnum lists the words Vital's Resource enum allows, as they appear
// among the keys of resource_availability and in supported_resources: the
// resources of the table, two that exist without events, and some that are not
// wearable data at all (vital.md 3.2).
func ResourceEnum() []string {
	names := make([]string, 0, len(Resources)+len(enumOnly))
	for _, r := range Resources {
		names = append(names, r.Name)
	}
	return append(names, enumOnly[:]...)
}

var enumOnly = [...]string{
	"hypnogram", "sleep_stream", // REST data without events
	"connection", "order", "result", "match_review", "appointment", "result_table", "device", "device_legacy",
}

var byName, byPath = indexResources()

func indexResources() (names, paths map[string]*Resource) {
	names, paths = make(map[string]*Resource, len(Resources)), make(map[string]*Resource, len(Resources))
	for i := range Resources {
		r := &Resources[i]
		names[r.Name], paths[r.Path] = r, r
	}
	return names, paths
}
