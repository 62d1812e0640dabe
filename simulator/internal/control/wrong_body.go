package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// notAnObject returns the answer to a body that is not one JSON object.
func notAnObject(body []byte, err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		before := string(body[:max(0, int(syntax.Offset)-1)])
		line := 1 + strings.Count(before, "\n")
		column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
		if strings.Contains(err.Error(), "unexpected end") {
			return refuse("body: want a JSON object; it ends in the middle, at line %d", 1+strings.Count(string(body), "\n"))
		}
		return refuse("body: want a JSON object; line %d, column %d is not JSON", line, column)
	}
	return refuse("body: want a JSON object, have %.60s", body)
}

// wrongField returns the answer to a body in which the value of a field has the wrong
// type. The error is that of encoding/json, which names types of Go.
func wrongField(fields map[string]json.RawMessage, err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		name := wireName(fields, wrong.Field)
		want := article(wrong.Type)
		if isDuration[name] {
			want = `a duration in quotes, such as "10s" or "1d"`
		}
		return refuse("%s %.60s: want %s", name, valueAt(fields, name), want)
	}
	if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return refuse("%s: unknown field %s", ownerOf(fields, strings.Trim(key, `"`)), key)
	}
	return refuse("%v", err)
}

// isDuration has the fields that are durations in strings.
var isDuration = map[string]bool{"by": true, "timeout": true}

// ownerOf returns the field whose object has a key.
func ownerOf(fields map[string]json.RawMessage, key string) string {
	for name, value := range fields {
		var inner map[string]json.RawMessage
		if json.Unmarshal(value, &inner) == nil && inner[key] != nil {
			return name
		}
	}
	return "body"
}

// wireName returns the path of a field in the body. The path of encoding/json has also
// the names of embedded structs and, for types that decode themselves, of their fields.
func wireName(fields map[string]json.RawMessage, path string) string {
	parts := strings.Split(path, ".")
	for len(parts) > 1 {
		if _, ok := fields[parts[0]]; ok {
			break
		}
		parts = parts[1:]
	}
	return strings.Join(parts, ".")
}

// valueAt returns the value at a path of the body.
func valueAt(fields map[string]json.RawMessage, path string) string {
	name, rest, nested := strings.Cut(path, ".")
	value := fields[name]
	var inner map[string]json.RawMessage
	if nested && json.Unmarshal(value, &inner) == nil {
		return valueAt(inner, rest)
	}
	return string(value)
}

// article returns what a type of Go is in JSON, with its article.
func article(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string in quotes"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return fmt.Sprintf("a list, each element %s", article(t.Elem()))
	case reflect.Map, reflect.Struct:
		return "an object"
	}
	return t.String()
}
