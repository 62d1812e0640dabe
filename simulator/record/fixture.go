package record

import (
	"bufio"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// fixture writes fixture.yaml, which describes the rest of the folder.
func (r *recorder) fixture() error {
	about := fmt.Sprintf("A user of %s, read through Vital's API for %s to %s.", r.sources(), r.from, r.to)
	if r.scrub != nil {
		about += " Ids, names and places are scrubbed."
	}
	f := struct {
		About    string `yaml:"about"`
		Provider string `yaml:"provider,omitempty"`
		TimeZone string `yaml:"time_zone,omitempty"`
		Dates    string `yaml:"dates"`
	}{About: about, TimeZone: r.zone(), Dates: "absolute"}
	if len(r.providers) == 1 {
		f.Provider = r.providers[0]
	}
	return r.folder.write("fixture.yaml", func(w *bufio.Writer) (int, error) {
		text, err := yaml.Marshal(f)
		_, _ = w.Write(text)
		return 0, err
	})
}

func (r *recorder) sources() string {
	switch n := len(r.providers); n {
	case 0:
		return "no provider"
	case 1:
		return r.providers[0]
	default:
		return strings.Join(r.providers[:n-1], ", ") + " and " + r.providers[n-1]
	}
}

// zone returns the time zone of most records, or "" if no record has one.
func (r *recorder) zone() string {
	zones := slices.SortedFunc(maps.Keys(r.zones), func(a, b string) int {
		if d := r.zones[b] - r.zones[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	switch len(zones) {
	case 0:
		return ""
	case 1:
	default:
		r.notes = append(r.notes, "records have the time zones "+strings.Join(zones, ", ")+"; fixture.yaml names the first, which most records have")
	}
	return zones[0]
}
