package example

import (
	"fmt"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Files returns the examples as the files of a fixture that has every resource, by
// their names: records as they are at last, samples as they were at first. The
// streams of workouts are not among them.
func Files() map[string][]byte {
	files := map[string][]byte{}
	for _, r := range vital.Resources {
		switch {
		case r.Kind == vital.Stream:
		case r.Kind == vital.Single:
			files["profile.json"] = record(r, true).AppendJSON(nil)
		case r.Kind.Summary():
			files["summary/"+r.Path+".json"] = fmt.Appendf(nil, `{%q:[%s]}`, r.Envelope, record(r, true).AppendJSON(nil))
		default:
			group, _, _ := strings.Cut(string(samples(r, false).AppendJSON(nil)), `,"user_id":`)
			files["timeseries/"+r.Path+".json"] = fmt.Appendf(nil, `{"groups":{%q:[%s}]},"next":null,"next_cursor":null}`, supplier(r.ID).Slug, group)
		}
	}
	return files
}
