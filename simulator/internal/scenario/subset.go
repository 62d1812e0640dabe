package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// decode parses one JSON value and keeps numbers in their original form.
func decode(body []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

// differences lists where have does not contain want, one line per path.
// Objects may have further keys; lists must have the same length and match
// item by item, so that duplicates are found.
func differences(path string, want, have any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := have.(map[string]any)
		if !ok {
			return differs(path, want, have)
		}
		var all []string
		for _, key := range slices.Sorted(maps.Keys(want)) {
			value, ok := object[key]
			at := strings.TrimPrefix(path+"."+key, ".")
			if !ok {
				all = append(all, at+": want "+compact(want[key])+", it is missing"+otherKeys(key, object))
				continue
			}
			all = append(all, differences(at, want[key], value)...)
		}
		return all
	case []any:
		list, ok := have.([]any)
		if !ok {
			return differs(path, want, have)
		}
		var all []string
		if len(list) != len(want) {
			all = append(all, pathOrAnswer(path)+": want "+node.Count(len(want), "item")+", have "+strconv.Itoa(len(list))+": "+compact(have))
		}
		for i := range min(len(list), len(want)) {
			all = append(all, differences(path+"["+strconv.Itoa(i)+"]", want[i], list[i])...)
		}
		return all
	}
	if equal(want, have) {
		return nil
	}
	return differs(path, want, have)
}

func differs(path string, want, have any) []string {
	return []string{pathOrAnswer(path) + ": want " + compact(want) + ", have " + compact(have)}
}

func pathOrAnswer(path string) string {
	if path == "" {
		return "the answer"
	}
	return path
}

// otherKeys returns the key that was probably meant, or a list of all keys.
func otherKeys(key string, object map[string]any) string {
	keys := slices.Sorted(maps.Keys(object))
	if len(keys) == 0 {
		return " from {}"
	}
	if hint := node.Hint(key, keys); hint != "" {
		return hint
	}
	const most = 20
	if len(keys) > most {
		keys = append(keys[:most], "…")
	}
	return "; there are " + node.Short(strings.Join(keys, ", "))
}

// equal compares scalars, and numbers by value: 93 equals 93.0.
func equal(want, have any) bool {
	number, ok := have.(json.Number)
	if !ok {
		return want == have
	}
	if whole, ok := want.(int); ok {
		if n, err := number.Int64(); err == nil {
			return n == int64(whole)
		}
		want = float64(whole)
	}
	n, err := number.Float64()
	return err == nil && want == n
}
