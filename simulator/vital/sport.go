package vital

// A Sport is the kind of a workout (vital.md 4.5). Clients use Slug: ID is
// deprecated and differs between Vital's environments.
type Sport struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

// Sports are the sports of this simulator, by slug. Vital publishes no such
// table; the ids of other, road_biking and running are seen in its examples,
// the rest are this project's own and stay as they are. The slice is read-only.
var Sports = []Sport{
	{2, "Cycling", "cycling"},
	{3, "Hiking", "hiking"},
	{57, "Other", "other"},
	{108, "Road Biking", "road_biking"},
	{1, "Running", "running"},
	{4, "Strength Training", "strength_training"},
	{5, "Swimming", "swimming"},
	{6, "Walking", "walking"},
	{7, "Yoga", "yoga"},
}

// SportNamed finds a sport by its slug.
func SportNamed(slug string) (Sport, bool) {
	for _, s := range Sports {
		if s.Slug == slug {
			return s, true
		}
	}
	return Sport{}, false
}
