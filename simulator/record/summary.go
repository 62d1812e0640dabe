package record

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// summaries writes summary/<path>.json of every resource with an envelope,
// and the streams of workouts and sleeps.
func (r *recorder) summaries(ctx context.Context) error {
	for _, resource := range vital.Resources {
		if !resource.Kind.Summary() || resource.Envelope == "" {
			continue
		}
		ids, err := r.summary(ctx, resource)
		if err != nil {
			return err
		}
		if resource.Name != "workouts" && resource.Name != "sleep" {
			continue
		}
		for _, id := range ids {
			if err := r.stream(ctx, resource.Path, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// summary writes one summary, which Vital returns in one page, and returns
// the ids of its records.
func (r *recorder) summary(ctx context.Context, resource vital.Resource) (ids []string, err error) {
	path := "/v2/summary/" + resource.Path + "/" + r.user
	raw, err := r.client.get(ctx, path, r.span())
	if err != nil {
		return nil, r.skipAbsent("summary/"+resource.Path, err)
	}
	var answer map[string]json.RawMessage
	if json.Unmarshal(raw, &answer) != nil || answer[resource.Envelope] == nil {
		return nil, notVital(path, "the response lacks the key "+resource.Envelope)
	}
	var records []json.RawMessage
	if json.Unmarshal(answer[resource.Envelope], &records) != nil {
		return nil, notVital(path, "the value of the key "+resource.Envelope+" is not an array")
	}
	if len(records) == 0 && !r.listed[resource.Name] {
		return nil, nil
	}
	ids = make([]string, len(records))
	err = r.folder.write("summary/"+resource.Path+".json", func(w *bufio.Writer) (int, error) {
		_, _ = w.Write(append(appendText([]byte("{"), resource.Envelope), ':'))
		err := r.list(w, records, func(i int) *string { return &ids[i] })
		_, _ = w.WriteString("}\n")
		return len(records), err
	})
	return ids, err
}

// stream writes <path>/<id>/stream.json, with one column or one sample per
// line.
func (r *recorder) stream(ctx context.Context, path, id string) error {
	if !isUUID(id) {
		return fmt.Errorf("the id %q in summary/%s is not a UUID, so it cannot name a file", id, path)
	}
	raw, err := r.client.get(ctx, "/v2/timeseries/"+path+"/"+id+"/stream", nil)
	if err != nil {
		return r.skipAbsent(path+"/{id}/stream", err)
	}
	line, err := r.line(raw)
	if err != nil {
		return err
	}
	return r.folder.write(path+"/"+r.name(id)+"/stream.json", func(w *bufio.Writer) (int, error) {
		n, moments := 0, 0
		err := members(line, func(key string, column json.RawMessage) error {
			separate(w, '{', n)
			n++
			_, _ = w.Write(append(appendText(nil, key), ':'))
			length, err := writeColumn(w, column)
			moments = max(moments, length)
			return err
		})
		if n == 0 {
			_ = w.WriteByte('{')
		}
		_, _ = w.WriteString("\n}\n")
		return moments, err
	})
}

// writeColumn writes a column and returns its length. A column of samples has
// one sample per line, a column of numbers is on one line.
func writeColumn(w *bufio.Writer, column json.RawMessage) (n int, err error) {
	if len(column) == 0 || column[0] != '[' {
		_, _ = w.Write(column)
		return 0, nil
	}
	samples := false
	err = items(column, func(item json.RawMessage) error {
		if n == 0 {
			samples = item[0] == '{'
			_ = w.WriteByte('[')
		} else {
			_ = w.WriteByte(',')
		}
		if samples {
			_ = w.WriteByte('\n')
		}
		_, _ = w.Write(item)
		n++
		return nil
	})
	switch {
	case n == 0:
		_, _ = w.WriteString("[]")
	case samples:
		_, _ = w.WriteString("\n]")
	default:
		_ = w.WriteByte(']')
	}
	return n, err
}
