package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A body is a JSON object being read field by field; it collects what is wrong
// with it. Unknown fields are ignored, as Vital does.
type body struct {
	fields   map[string]any
	within   string // the key of the object inside the body; "" for the body itself
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
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, vital.Invalid("value is not a valid JSON object", "value_error.jsondecode", "body")
	}
	return &body{fields: fields}, nil
}

func (b *body) refuse(name, msg, typ string) {
	loc := []any{"body", name}
	if b.within != "" {
		loc = []any{"body", b.within, name}
	}
	b.problems = append(b.problems, vital.Problem{Loc: loc, Msg: msg, Type: typ})
}

func (b *body) err() error {
	if len(b.problems) == 0 {
		return nil
	}
	return vital.InvalidAll(b.problems...)
}

func (b *body) text(name string, required bool) string {
	switch v := b.fields[name].(type) {
	case string:
		if v == "" && required {
			b.refuse(name, "ensure this value has at least 1 characters", "value_error.any_str.min_length")
		}
		return v
	case nil:
		if _, given := b.fields[name]; required && !given {
			b.refuse(name, "field required", "value_error.missing")
		} else if required {
			b.refuse(name, "none is not an allowed value", "type_error.none.not_allowed")
		}
	default:
		b.refuse(name, "str type expected", "type_error.str")
	}
	return ""
}

// has is whether the field is given, null or not.
func (b *body) has(name string) bool {
	_, given := b.fields[name]
	return given
}

// zone is a field that names a time zone; "" where it is null or absent.
func (b *body) zone(name string) string {
	zone := b.text(name, false)
	if zone == "" {
		return ""
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		b.refuse(name, "value is not a valid IANA time zone", "value_error")
	}
	return zone
}

func (b *body) date(name string) (d vital.Null[vital.Date]) {
	s := b.text(name, false)
	if s == "" {
		return d
	}
	v, err := vital.ParseDate(s)
	if err != nil {
		b.refuse(name, "invalid date format", "value_error.date")
		return d
	}
	return vital.Val(v)
}
