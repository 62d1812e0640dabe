package management

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A body is a JSON object that is read field by field; it collects what is
// wrong with it. Unknown fields are ignored, as Vital does.
type body struct {
	fields   map[string]any
	problems []vital.Problem
}

func readBody(r *http.Request) (*body, error) {
	raw, err := io.ReadAll(r.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, vital.BadRequest("Request body too large")
	}
	if err != nil {
		return nil, vital.BadRequest("There was an error parsing the body")
	}
	if len(raw) == 0 {
		return nil, vital.Invalid("Field required", "missing", "body")
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, vital.Invalid("JSON decode error", "json_invalid", "body", 0)
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, vital.Invalid("Input should be a valid dictionary or object to extract fields from", "model_attributes_type", "body")
	}
	return &body{fields: fields}, nil
}

func (b *body) refuse(msg, typ string, loc ...any) {
	b.problems = append(b.problems, vital.Problem{Loc: append([]any{"body"}, loc...), Msg: msg, Type: typ})
}

func (b *body) missing(name string) { b.refuse("Field required", "missing", name) }

// invalid refuses a field whose type is right and whose value is not.
func (b *body) invalid(reason string, loc ...any) {
	b.refuse("Value error, "+reason, "value_error", loc...)
}

func (b *body) err() error {
	if len(b.problems) == 0 {
		return nil
	}
	return vital.InvalidAll(b.problems...)
}

// has is whether a field is given, null or not.
func (b *body) has(name string) bool {
	_, given := b.fields[name]
	return given
}

// never refuses null where Vital's schema does.
func (b *body) never(names ...string) {
	for _, name := range names {
		if b.has(name) && b.fields[name] == nil {
			b.refuse("Input should not be null", "none_forbidden", name)
		}
	}
}

// text is a string; false where it is null, absent or none.
func (b *body) text(name string) (string, bool) {
	switch v := b.fields[name].(type) {
	case string:
		return v, true
	case nil:
	default:
		b.refuse("Input should be a valid string", "string_type", name)
	}
	return "", false
}

// flag is a boolean; false where it is null, absent or none.
func (b *body) flag(name string) (value, ok bool) {
	switch v := b.fields[name].(type) {
	case bool:
		return v, true
	case nil:
	default:
		b.refuse("Input should be a valid boolean", "bool_type", name)
	}
	return false, false
}

// whole is a whole number; 0 where it is null, absent or none.
func (b *body) whole(name string) int {
	switch v := b.fields[name].(type) {
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<31 {
			return int(v)
		}
		b.refuse("Input should be a valid integer", "int_from_float", name)
	case nil:
	default:
		b.refuse("Input should be a valid integer", "int_type", name)
	}
	return 0
}

// texts is a list of strings; nil where it is null, absent or none.
func (b *body) texts(name string) []string {
	list, ok := b.fields[name].([]any)
	if !ok {
		if b.fields[name] != nil {
			b.refuse("Input should be a valid list", "list_type", name)
		}
		return nil
	}
	out := make([]string, len(list))
	for i, v := range list {
		if out[i], ok = v.(string); !ok {
			b.refuse("Input should be a valid string", "string_type", name, i)
		}
	}
	return out
}

// table is a map of strings; it is required.
func (b *body) table(name string) map[string]string {
	fields, ok := b.fields[name].(map[string]any)
	switch {
	case !b.has(name):
		b.missing(name)
	case !ok:
		b.refuse("Input should be a valid dictionary", "dict_type", name)
	}
	out := map[string]string{}
	for key, v := range fields {
		if out[key], ok = v.(string); !ok {
			b.refuse("Input should be a valid string", "string_type", name, key)
		}
	}
	return out
}

// limit reads the query parameter of that name: 1 to most, else otherwise.
func limit(r *http.Request, otherwise, most int) (int, error) {
	text := r.URL.Query().Get("limit")
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, vital.Invalid("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "query", "limit")
	case n < 1:
		return 0, vital.Invalid("Input should be greater than or equal to 1", "greater_than_equal", "query", "limit")
	}
	return min(n, most), nil
}
