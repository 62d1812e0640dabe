package record

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// recorder reads one user and writes the files, one after the other.
type recorder struct {
	client *client
	folder *folder
	scrub  *scrubber // nil: leave everything unchanged

	withRaw bool

	user      string // the id
	linked    []string
	from, to  vital.Date
	listed    map[string]bool // resources that introspection lists; nil if it failed
	providers []string
	zones     map[string]int   // number of records by time zone
	skipped   map[int][]string // resources that the upstream lacks, by response status
	notes     []string
}

// begin finds the user and which of its data to read.
func (r *recorder) begin(ctx context.Context, c Config) error {
	user, err := r.client.user(ctx, c.User)
	if err != nil {
		return err
	}
	r.user, r.linked = user.id, user.linked
	if c.Scrub {
		if r.scrub, err = newScrubber(user.id); err != nil {
			return err
		}
	}
	return r.introspect(ctx, vital.DateOf(c.Now().UTC()))
}

// addProvider adds a provider that data comes from.
func (r *recorder) addProvider(provider string) {
	if provider != "" && !slices.Contains(r.providers, provider) {
		r.providers = append(r.providers, provider)
	}
}

// line returns a value as it is written: on one line, and scrubbed if
// configured.
func (r *recorder) line(raw json.RawMessage) ([]byte, error) {
	if r.scrub == nil {
		return compact(raw)
	}
	return r.scrub.value(nil, raw)
}

// name returns a text as it is written in file names, scrubbed if configured.
func (r *recorder) name(text string) string {
	if r.scrub == nil {
		return text
	}
	return r.scrub.words(text)
}

// span returns the parameters of every request for a range of dates.
func (r *recorder) span() url.Values {
	return url.Values{"start_date": {r.from.String()}, "end_date": {r.to.String()}}
}

// skipAbsent records that the upstream does not have something, and returns
// any other error.
func (r *recorder) skipAbsent(what string, err error) error {
	if status, ok := absent(err); ok {
		r.skipped[status] = append(r.skipped[status], what)
		return nil
	}
	return err
}

// skipNotes lists what has no file because the upstream does not have it.
// Repeated names, such as those of streams, are counted.
func (r *recorder) skipNotes() (notes []string) {
	for _, status := range slices.Sorted(maps.Keys(r.skipped)) {
		var names []string
		counts := map[string]int{}
		for _, what := range r.skipped[status] {
			if counts[what]++; counts[what] == 1 {
				names = append(names, what)
			}
		}
		for i, name := range names {
			if n := counts[name]; n > 1 {
				names[i] = fmt.Sprintf("%s (%d times)", name, n)
			}
		}
		notes = append(notes, fmt.Sprintf("skipped because the API responds %d: %s", status, strings.Join(names, ", ")))
	}
	return notes
}

// array writes a file that is an array without an envelope.
func (r *recorder) array(name string, records []json.RawMessage) error {
	return r.folder.write(name, func(w *bufio.Writer) (int, error) {
		err := r.list(w, records, func(int) *string { return nil })
		_ = w.WriteByte('\n')
		return len(records), err
	})
}

// list writes an array with one record per line, and stores the id of record
// i at id(i) unless that is nil.
func (r *recorder) list(w *bufio.Writer, records []json.RawMessage, id func(i int) *string) error {
	if len(records) == 0 {
		_, _ = w.WriteString("[]")
		return nil
	}
	for i, raw := range records {
		line, err := r.record(raw, id(i))
		if err != nil {
			return fmt.Errorf("record %d: %w", i+1, err)
		}
		separate(w, '[', i)
		_, _ = w.Write(line)
	}
	_, _ = w.WriteString("\n]")
	return nil
}

// separate starts the line of item i of a list that opens with a bracket. A
// write error is returned later, by Flush.
func separate(w *bufio.Writer, open byte, i int) {
	if i > 0 {
		open = ','
	}
	_ = w.WriteByte(open)
	_ = w.WriteByte('\n')
}

// record returns a record as it is written. It adds the record's provider and
// time zone to r, and stores its id at id unless that is nil.
func (r *recorder) record(raw json.RawMessage, id *string) ([]byte, error) {
	var head struct {
		ID       json.RawMessage `json:"id"`
		TimeZone *string         `json:"time_zone"`
		Provider *string         `json:"provider"` // a device's
		Source   struct {
			Provider string `json:"provider"`
		} `json:"source"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, fmt.Errorf("want a record of Vital's form: %w", err)
	}
	r.addProvider(head.Source.Provider)
	if head.Provider != nil {
		r.addProvider(*head.Provider)
	}
	if head.TimeZone != nil && *head.TimeZone != "" {
		r.zones[*head.TimeZone]++
	}
	if id != nil {
		if err := json.Unmarshal(head.ID, id); err != nil {
			return nil, fmt.Errorf("want a record with an id: %w", err)
		}
	}
	return r.line(raw)
}
