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
	scrub  *scrubber // nil to leave everything as it came

	withRaw bool

	user      string // the id
	linked    []string
	from, to  vital.Date
	listed    map[string]bool // resources that introspection lists; nil where it failed
	providers []string
	zones     map[string]int   // how many records are of a time zone
	passed    map[int][]string // what was passed over, by the status answered
	notes     []string
}

// begin finds the user, and what there is of it.
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

// seen notes a provider that data comes from.
func (r *recorder) seen(provider string) {
	if provider != "" && !slices.Contains(r.providers, provider) {
		r.providers = append(r.providers, provider)
	}
}

// line is a value as it is written: on one line, and scrubbed where asked.
func (r *recorder) line(raw json.RawMessage) ([]byte, error) {
	if r.scrub == nil {
		return compact(raw)
	}
	return r.scrub.value(nil, raw)
}

// name is a text as it is written, in file names too.
func (r *recorder) name(text string) string {
	if r.scrub == nil {
		return text
	}
	return r.scrub.words(text)
}

// span are the parameters that every dated request carries.
func (r *recorder) span() url.Values {
	return url.Values{"start_date": {r.from.String()}, "end_date": {r.to.String()}}
}

// pass notes what the upstream does not have, and reports any other error.
func (r *recorder) pass(what string, err error) error {
	if status, ok := absent(err); ok {
		r.passed[status] = append(r.passed[status], what)
		return nil
	}
	return err
}

// passedOver says what has no file since the upstream does not have it. Streams
// are counted, not listed.
func (r *recorder) passedOver() (notes []string) {
	for _, status := range slices.Sorted(maps.Keys(r.passed)) {
		var names []string
		counts := map[string]int{}
		for _, what := range r.passed[status] {
			if counts[what]++; counts[what] == 1 {
				names = append(names, what)
			}
		}
		for i, name := range names {
			if n := counts[name]; n > 1 {
				names[i] = fmt.Sprintf("%s (%d times)", name, n)
			}
		}
		notes = append(notes, fmt.Sprintf("passed over, as the upstream answers %d: %s", status, strings.Join(names, ", ")))
	}
	return notes
}

// array writes a bare array to a file.
func (r *recorder) array(name string, records []json.RawMessage) error {
	return r.folder.write(name, func(w *bufio.Writer) (int, error) {
		err := r.list(w, records, func(int) *string { return nil })
		_ = w.WriteByte('\n')
		return len(records), err
	})
}

// list writes an array, a record a line, and leaves the id of record i where
// id(i) points.
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

// separate begins the line of item i of a list that opens with a bracket. A
// failed write shows when the file is flushed.
func separate(w *bufio.Writer, open byte, i int) {
	if i > 0 {
		open = ','
	}
	_ = w.WriteByte(open)
	_ = w.WriteByte('\n')
}

// record is a record as it is written. It is noted where it comes from, and
// its id is left in id, unless that is nil.
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
		return nil, fmt.Errorf("want a record as Vital has them: %w", err)
	}
	r.seen(head.Source.Provider)
	if head.Provider != nil {
		r.seen(*head.Provider)
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
