package record

import (
	"bufio"
	"context"
	"encoding/json"
	"net/url"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
)

// raw writes raw/<resource>.json, the data that the providers sent, if the
// configuration asks for it and there is any.
func (r *recorder) raw(ctx context.Context) error {
	if !r.withRaw {
		return nil
	}
	for _, resource := range wire.RawResources() {
		if err := r.rawOf(ctx, resource); err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) rawOf(ctx context.Context, resource string) error {
	path := "/v2/summary/" + resource + "/" + r.user + "/raw"
	query := r.span()
	if resource == "profile" || resource == "devices" {
		query = url.Values{}
	}
	text, err := r.client.get(ctx, path, query)
	if err != nil {
		return r.skipAbsent("raw/"+resource, err)
	}
	var answer map[string]json.RawMessage
	if json.Unmarshal(text, &answer) != nil || answer[resource] == nil {
		return notVital(path, "the response lacks the key "+resource)
	}
	records := []json.RawMessage{answer[resource]}
	list := resource != "profile"
	if list && json.Unmarshal(answer[resource], &records) != nil {
		return notVital(path, "the value of the key "+resource+" is not an array")
	}
	if len(records) == 0 || isNull(records[0]) {
		return nil
	}
	return r.folder.write("raw/"+resource+".json", func(w *bufio.Writer) (int, error) {
		_, _ = w.WriteString(`{"` + resource + `":`)
		if list {
			err = r.list(w, records, func(int) *string { return nil })
		} else {
			var line []byte
			line, err = r.record(records[0], nil)
			_, _ = w.Write(line)
		}
		_, _ = w.WriteString("}\n")
		return len(records), err
	})
}
