package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/jsonlint"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

// A source is the part of a request from which a route reads its input.
type source int

const (
	inBody  source = iota // an object
	inQuery               // parameters
	inText                // a body that take returns unparsed
	inFile                // a body that the route reads itself
)

// maxBody bounds a body that is not a snapshot.
const maxBody = 1 << 20

// nothing is the input of a route without input.
type nothing struct{}

// take reads the input of a route into a struct. An unknown key is an error.
func take(r *http.Request, from source, into any) error {
	switch from {
	case inQuery:
		return takeQuery(r, reflect.ValueOf(into).Elem())
	case inFile:
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, orEmpty(r.Body), maxBody))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return overLimit(tooLarge.Limit)
	}
	if err != nil {
		return refuse("body: %v", err)
	}
	if t, ok := into.(*text); ok {
		*t = text(body)
		return nil
	}
	return takeBody(body, into)
}

func overLimit(limit int64) error {
	return &problem{http.StatusRequestEntityTooLarge, fmt.Sprintf("body: more than %d bytes, which is the limit", limit), nil, nil}
}

// text is an unparsed body.
type text string

// orEmpty returns the body, or an empty one: a request that was made in this process
// may have none.
func orEmpty(body io.ReadCloser) io.ReadCloser {
	if body == nil {
		return http.NoBody
	}
	return body
}

// takeBody decodes an object; an empty body is {}.
func takeBody(body []byte, into any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return notAnObject(body, err)
	}
	var all any
	if err := json.Unmarshal(body, &all); err != nil {
		return refuse("body: %v", err)
	}
	if f, found := jsonlint.Check(body, all); found {
		return refuse("body%s: %s", f.Path, f.Cause)
	}
	known := keys(reflect.TypeOf(into).Elem())
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(known, key) {
			return unknown("body", "field", key, known)
		}
		if _, ok := into.(filter); ok && isBlankJSON(fields[key]) {
			return blank(key)
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return wrongField(fields, err)
	}
	return nil
}

// takeQuery reads the parameters of a request.
func takeQuery(r *http.Request, into reflect.Value) error {
	known := keys(into.Type())
	query := r.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(known, name) {
			return unknown("query", "parameter", name, known)
		}
		if strings.TrimSpace(query.Get(name)) == "" {
			return blank(name)
		}
		field := fieldOf(into, name)
		switch value := query.Get(name); field.Kind() {
		case reflect.String:
			field.SetString(value)
		case reflect.Bool:
			yes, err := strconv.ParseBool(value)
			if err != nil {
				return refuse("%s %q: want true or false", name, value)
			}
			field.SetBool(yes)
		default:
			panic(fmt.Sprintf("the parameter %s is a %s", name, field.Type())) // which the table of routes never has
		}
	}
	return nil
}

// A filter is an input whose fields select something. A blank one would select
// everything, although the client named something that it does not have.
type filter interface{ filters() }

func isBlankJSON(value json.RawMessage) bool {
	var text string
	return json.Unmarshal(value, &text) == nil && string(value) != "null" && strings.TrimSpace(text) == ""
}

func blank(name string) error {
	return refuse("%s: the value is empty; leave it out to select everything", name)
}

func unknown(where, what, key string, known []string) error {
	if len(known) == 0 {
		return refuse("%s: unknown %s %.60q; this route has none", where, what, key)
	}
	return refuse("%s: unknown %s %.60q%s", where, what, key, near.HintOrList(key, known))
}

// keys returns the JSON keys of a struct, including those of embedded structs.
func keys(t reflect.Type) (names []string) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range reflect.VisibleFields(t) {
		if name := key(f); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// key returns the JSON key of a field; "" if it has none.
func key(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

func fieldOf(v reflect.Value, name string) reflect.Value {
	for _, f := range reflect.VisibleFields(v.Type()) {
		if key(f) == name {
			return v.FieldByIndex(f.Index)
		}
	}
	return reflect.Value{}
}
