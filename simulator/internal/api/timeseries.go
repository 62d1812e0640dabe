package api

import (
	"bufio"
	"math"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// stream serves GET /v2/timeseries/workouts/{workout_id}/stream, and the
// deprecated one of a sleep (vital.md 2.5).
func (a *api) stream(parameter string, resource vital.ResourceID) endpoint[vital.Payload] {
	return func(t *team.Team, c *rest.Call) (vital.Payload, error) {
		id, err := c.ID(parameter)
		if err != nil {
			return nil, err
		}
		return t.World.Stream(id, resource)
	}
}

// selection holds the parameters that the timeseries endpoints have in common.
type selection struct {
	resource vital.Resource
	groups   []world.Group
	from, to int64 // microseconds, inclusive
	cursor   string
	filter   string // what a cursor belongs to
}

func (a *api) selectSamples(t *team.Team, c *rest.Call, path string) (selection, error) {
	resource, err := findResource(path, true)
	if err != nil {
		return selection{}, err
	}
	id, err := c.ID("user_id")
	if err != nil {
		return selection{}, err
	}
	query, err := c.Query()
	if err != nil {
		return selection{}, err
	}
	s, err := readSpan(query, resource.PlainDates, t.Now())
	if err != nil {
		return selection{}, err
	}
	slug := query.Get("provider")
	samples := t.World.Samples
	if resource == vital.Hypnogram {
		samples = func(id vital.ID, _ vital.ResourceID, slug string) ([]world.Group, error) {
			return t.World.Hypnogram(id, slug)
		}
	}
	groups, err := samples(id, resource.ID, slug)
	cursor := query.Get("next_cursor")
	if cursor == "" {
		cursor = query.Get("cursor") // the deprecated alias
	}
	return selection{
		resource: resource, groups: groups, from: ceilMicro(s.from), to: s.to.UnixMicro(), cursor: cursor,
		filter: id.String() + " " + resource.Name + " " + slug + " " + query.Get("start_date") + " " + query.Get("end_date"),
	}, err
}

// each yields the requested samples of a group after an instant in microseconds,
// in order, until yield returns false.
func (q *selection) each(g world.Group, after int64, yield func(view.Point) bool) {
	from := max(q.from, after) // the sample at after itself is passed over
	g.Each(floorSecond(from), floorSecond(q.to), func(p view.Point) bool {
		if m := p.Micros(); m < q.from || m <= after || m > q.to {
			return true
		}
		return yield(p)
	})
}

// grouped serves GET /v2/timeseries/{user_id}/{resource}/grouped (vital.md 2.5):
// samples by provider and source, in pages.
func (a *api) grouped(t *team.Team, c *rest.Call) (page, error) {
	q, err := a.selectSamples(t, c, c.Var("resource"))
	if err != nil {
		return page{}, err
	}
	at := position{after: math.MinInt64}
	if q.cursor != "" {
		if at, err = decodeCursor(q.cursor, q.filter); err != nil {
			return page{}, err
		}
	}
	return page{selection: q, at: at, size: a.config.PageSize}, nil
}

// A page is one page of groups.
type page struct {
	selection
	at   position
	size int
}

// AppendJSON appends {"groups":{"<slug>":[{"source":…,"data":[…]}]},"next":…,"next_cursor":…}.
func (p page) AppendJSON(b []byte) []byte {
	b = append(b, `{"groups":{`...)
	left, slug := p.size, ""
	var next *position
	for i := p.at.group; i < len(p.groups) && next == nil; i++ {
		after := int64(math.MinInt64)
		if i == p.at.group {
			after = p.at.after
		}
		b, slug, left, next = p.appendGroup(b, p.groups[i], i, after, slug, left)
	}
	if slug != "" {
		b = append(b, ']')
	}
	b = append(b, '}')
	cursor := []byte("null")
	if next != nil {
		cursor = []byte(`"` + encodeCursor(*next, p.filter) + `"`)
	}
	b = append(append(b, `,"next":`...), cursor...)
	b = append(append(b, `,"next_cursor":`...), cursor...)
	return append(b, '}')
}

// appendGroup appends as many samples of one source as fit into the page, and
// returns the start of the next page if there are more. Samples that name workouts
// are grouped by workout.
func (p page) appendGroup(b []byte, g world.Group, index int, after int64, slug string, left int) ([]byte, string, int, *position) {
	encoder := wire.NewSampleEncoder(&p.resource)
	source := g.Source
	encoder.Source = &source
	var next *position
	var detail *wire.Detail // of the group that is open
	last, begun := int64(math.MinInt64), false
	p.each(g, after, func(s view.Point) bool {
		if left == 0 {
			next = &position{group: index, after: last}
			return false
		}
		switch {
		case begun && s.Detail.SameSource(detail):
			b = append(b, ',')
		case begun:
			b = append(b, "]}"...)
			fallthrough
		default:
			detail = s.Detail
			source = detail.Source(g.Source)
			b = beginGroup(b, source, slug)
			slug, begun = g.Source.Provider, true
		}
		b = s.AppendTo(b, &encoder)
		last = s.Micros()
		left--
		return true
	})
	if begun {
		b = append(b, "]}"...)
	}
	return b, slug, left, next
}

// beginGroup opens a group in the array of its provider. slug is the provider
// whose array is open, or "".
func beginGroup(b []byte, source vital.Source, slug string) []byte {
	switch slug {
	case source.Provider:
		b = append(b, ',')
	case "":
		b = append(append(append(b, '"'), source.Provider...), `":[`...)
	default:
		b = append(append(append(b, `],"`...), source.Provider...), `":[`...)
	}
	b = source.AppendJSON(append(b, `{"source":`...))
	return append(b, `,"data":[`...)
}

// ungrouped serves GET /v2/timeseries/{user_id}/{resource} (vital.md 2.5): a bare
// array without sources and without pages, deprecated but still served.
func (a *api) ungrouped(t *team.Team, c *rest.Call) (array, error) {
	q, err := a.selectSamples(t, c, c.Var("resource"))
	if err == nil && !q.resource.Ungrouped {
		err = apierror.NotFound("Not Found").WithHint("%s is served grouped only: add /grouped", q.resource.Path)
	}
	return array{selection: q}, err
}

// cholesterol serves GET /v2/timeseries/{user_id}/cholesterol/{type}: the samples of
// one type, as ungrouped.
func (a *api) cholesterol(kind string) endpoint[array] {
	return func(t *team.Team, c *rest.Call) (array, error) {
		q, err := a.selectSamples(t, c, "cholesterol")
		return array{selection: q, only: kind}, err
	}
}

// An array is a list of samples. It is streamed because it can be large.
type array struct {
	selection
	only string // the type of samples; "" for all
}

// Stream writes the array.
func (a array) Stream(w *bufio.Writer) {
	buf, separator := make([]byte, 0, 512), byte('[')
	for _, g := range a.groups {
		encoder := wire.NewSampleEncoder(&a.resource)
		encoder.Source = &g.Source
		a.each(g, math.MinInt64, func(s view.Point) bool {
			if a.only != "" && !isOfType(s, a.only) {
				return true
			}
			buf = s.AppendTo(append(buf[:0], separator), &encoder)
			separator = ','
			_, err := w.Write(buf)
			return err == nil
		})
	}
	if separator == '[' {
		_ = w.WriteByte('[')
	}
	_ = w.WriteByte(']')
}

// isOfType reports whether a sample's type is the word, with or without the name
// of the resource before it: Vital's examples have both ldl and cholesterol/ldl.
func isOfType(s view.Point, word string) bool {
	return s.Detail != nil && strings.TrimPrefix(s.Detail.Type.V, "cholesterol/") == word
}

// AppendJSON appends the array.
func (a array) AppendJSON(b []byte) []byte {
	into := appender{&b}
	w := bufio.NewWriter(into)
	a.Stream(w)
	_ = w.Flush()
	return b
}

type appender struct{ b *[]byte }

func (a appender) Write(p []byte) (int, error) {
	*a.b = append(*a.b, p...)
	return len(p), nil
}
