package record

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// timeseries writes timeseries/<path>.json of every resource with samples.
func (r *recorder) timeseries(ctx context.Context) error {
	for _, resource := range vital.Resources {
		if !resource.Kind.Timeseries() {
			continue
		}
		if err := r.series(ctx, resource); err != nil {
			return err
		}
	}
	return nil
}

// series writes one timeseries. A spool collects its pages and writes the
// file sorted by group.
func (r *recorder) series(ctx context.Context, resource vital.Resource) (err error) {
	s, err := r.newSpool()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	path := "/v2/timeseries/" + r.user + "/" + resource.Path + "/grouped"
	if err := r.client.pages(ctx, path, r.span(), s.page); err != nil {
		if len(s.slugs) > 0 {
			return err // the resource exists, but a later page failed
		}
		return r.skipAbsent("timeseries/"+resource.Path, err)
	}
	if s.samples == 0 && !r.listed[resource.Name] {
		return nil
	}
	return r.folder.write("timeseries/"+resource.Path+".json", s.write)
}

// A spool keeps the samples of many pages on disk, and in memory only the
// positions of each group's chunks.
type spool struct {
	r       *recorder
	file    *os.File
	size    int64
	samples int
	slugs   []string            // in the order of appearance
	groups  map[string][]*group // by slug
}

// A group holds the samples of one source. Every sample of a chunk begins with ",\n".
type group struct {
	identity string // the source as received
	source   []byte // the source as written
	chunks   []chunk
}

type chunk struct{ from, to int64 }

const spoolName = "spool"

func (r *recorder) newSpool() (*spool, error) {
	file, err := r.folder.create(spoolName)
	if err != nil {
		return nil, err
	}
	return &spool{r: r, file: file, groups: map[string][]*group{}}, nil
}

func (s *spool) close() error {
	return errors.Join(s.file.Close(), s.r.folder.remove(spoolName))
}

// page adds the groups of a page.
func (s *spool) page(raw json.RawMessage) error {
	var page struct {
		Groups json.RawMessage `json:"groups"`
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		return err
	}
	if page.Groups == nil {
		return errors.New("the response lacks the key groups: " + wantVital)
	}
	return members(page.Groups, func(slug string, groups json.RawMessage) error {
		return items(groups, func(raw json.RawMessage) error {
			var part struct{ Source, Data json.RawMessage }
			if err := json.Unmarshal(raw, &part); err != nil {
				return err
			}
			g, err := s.group(slug, part.Source)
			if err != nil {
				return err
			}
			return s.add(g, part.Data)
		})
	})
}

// group returns the group of a source, and adds it if it is new.
func (s *spool) group(slug string, source json.RawMessage) (*group, error) {
	if source == nil {
		return nil, fmt.Errorf("a group of %s has no source: %s", slug, wantVital)
	}
	identity, err := compact(source)
	if err != nil {
		return nil, err
	}
	for _, g := range s.groups[slug] {
		if g.identity == string(identity) {
			return g, nil
		}
	}
	line, err := s.r.line(source)
	if err != nil {
		return nil, err
	}
	if s.groups[slug] == nil {
		s.slugs = append(s.slugs, slug)
		s.r.addProvider(slug)
	}
	g := &group{identity: string(identity), source: line}
	s.groups[slug] = append(s.groups[slug], g)
	return g, nil
}

// add appends samples to the spool as a chunk of their group.
func (s *spool) add(g *group, data json.RawMessage) error {
	var text []byte
	err := items(data, func(sample json.RawMessage) error {
		line, err := s.r.line(sample)
		text = append(append(text, ",\n"...), line...)
		s.samples++
		return err
	})
	if err != nil || len(text) == 0 {
		return err
	}
	n, err := s.file.Write(text)
	g.chunks = append(g.chunks, chunk{s.size, s.size + int64(n)})
	s.size += int64(n)
	return err
}

// write writes the file: the groups of each provider, with one sample per
// line.
func (s *spool) write(w *bufio.Writer) (int, error) {
	_, _ = w.WriteString(`{"groups":`)
	for i, slug := range s.slugs {
		separate(w, '{', i)
		_, _ = w.Write(append(appendText(nil, slug), ':'))
		for j, g := range s.groups[slug] {
			separate(w, '[', j)
			if err := s.writeGroup(w, g); err != nil {
				return 0, err
			}
		}
		_, _ = w.WriteString("\n]")
	}
	if len(s.slugs) == 0 {
		_, _ = w.WriteString("{}")
	} else {
		_, _ = w.WriteString("\n}")
	}
	_, _ = w.WriteString(`,"next":null,"next_cursor":null}` + "\n")
	return s.samples, nil
}

func (s *spool) writeGroup(w *bufio.Writer, g *group) error {
	_, _ = w.WriteString(`{"source":`)
	_, _ = w.Write(g.source)
	_, _ = w.WriteString(`,"data":[`)
	for i, c := range g.chunks {
		if i == 0 {
			c.from++ // the comma before the first sample
		}
		if _, err := io.Copy(w, io.NewSectionReader(s.file, c.from, c.to-c.from)); err != nil {
			return err
		}
	}
	if len(g.chunks) > 0 {
		_ = w.WriteByte('\n')
	}
	_, _ = w.WriteString("]}")
	return nil
}
