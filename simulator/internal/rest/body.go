package rest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/pydantic"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Body is the JSON object in a request's body. Its methods read one field
// each and collect what is wrong with it; Err returns all problems at once.
// Unknown fields are ignored, as Vital does.
type Body struct {
	Fields   map[string]any
	loc      []any // of the object: "body", then the keys that lead to it
	problems *[]vital.Problem
}

// ReadBody reads the body of a request.
func ReadBody(r *http.Request) (*Body, error) {
	raw, err := io.ReadAll(r.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, apierror.BadRequest("Request body too large")
	}
	if err != nil {
		return nil, apierror.BadRequest("There was an error parsing the body")
	}
	if len(raw) > 0 && !isJSON(r.Header.Get("Content-Type")) {
		return nil, apierror.InvalidAll(Pydantic.NotObject.Problem("body")).WithHint("want the header Content-Type: application/json, have %.100q", r.Header.Get("Content-Type"))
	}
	refused := Pydantic.NotJSON
	if len(raw) == 0 {
		refused = Pydantic.Empty
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, apierror.InvalidAll(refused.Problem("body"))
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, apierror.InvalidAll(Pydantic.NotObject.Problem("body"))
	}
	return &Body{fields, []any{"body"}, new([]vital.Problem)}, nil
}

// isJSON reports whether FastAPI reads a body of a content type as JSON: that of JSON
// or none. It takes any other body for text (choices.md 7.14).
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	media, _, _ := strings.Cut(contentType, ";")
	subtype, application := strings.CutPrefix(strings.ToLower(strings.TrimSpace(media)), "application/")
	return application && (subtype == "json" || strings.HasSuffix(subtype, "+json"))
}

// Err returns all problems found so far as one error, or nil.
func (b *Body) Err() error {
	if b.Valid() {
		return nil
	}
	return apierror.InvalidAll(*b.problems...)
}

// Valid reports whether no problem was found so far.
func (b *Body) Valid() bool { return len(*b.problems) == 0 }

// Refuse adds a problem at a place below the object.
func (b *Body) Refuse(p Phrase, loc ...any) {
	*b.problems = append(*b.problems, p.Problem(slices.Concat(b.loc, loc)...))
}

// Missing adds the problem of a required field that is absent.
func (b *Body) Missing(name string) { b.Refuse(Pydantic.Missing, name) }

// Invalid adds the problem of a field whose type is right and whose value is not.
func (b *Body) Invalid(reason string, loc ...any) {
	b.Refuse(Invalid(reason), loc...)
}

// Has reports whether a field is given, null or not.
func (b *Body) Has(name string) bool {
	_, given := b.Fields[name]
	return given
}

// NotNull refuses null in fields whose schema does not allow it.
func (b *Body) NotNull(names ...string) {
	for _, name := range names {
		if b.Has(name) && b.Fields[name] == nil {
			b.Refuse(Pydantic.Null, name)
		}
	}
}

// Text returns a string field; ok is false where it is null, absent or no string.
func (b *Body) Text(name string) (text string, ok bool) {
	return scalar[string](b, name, Pydantic.NotText)
}

// Required returns a string field that must be there and not be empty.
func (b *Body) Required(name string) string {
	text, ok := b.Text(name)
	switch value, given := b.Fields[name]; {
	case !given:
		b.Missing(name)
	case value == nil:
		b.Refuse(Pydantic.Null, name)
	case ok && text == "":
		b.Refuse(Pydantic.TooShort, name)
	}
	return text
}

// Zone returns a field that names a time zone; "" where it is null or absent.
func (b *Body) Zone(name string) string {
	zone, _ := b.Text(name)
	if zone == "" {
		return ""
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		b.Refuse(Pydantic.NotZone, name)
	}
	return zone
}

// Date returns a field that holds a calendar date; null where it is null,
// absent or empty.
func (b *Body) Date(name string) (d vital.Null[vital.Date]) {
	text, _ := b.Text(name)
	if text == "" {
		return d
	}
	v, wrong := pydantic.Date(text)
	if wrong != nil {
		b.Refuse(Phrase{Msg: wrong.Msg, Type: wrong.Type}, name)
		return d
	}
	return vital.Val(v)
}

// Bool returns a boolean field; ok is false where it is null, absent or no boolean.
func (b *Body) Bool(name string) (value, ok bool) {
	return scalar[bool](b, name, Pydantic.NotBool)
}

// Int returns a whole number; 0 where it is null, absent or none.
func (b *Body) Int(name string) int {
	number, ok := scalar[float64](b, name, Pydantic.NotInt)
	if !ok {
		return 0
	}
	if number != math.Trunc(number) || math.Abs(number) >= 1<<31 {
		b.Refuse(Pydantic.Fraction, name)
		return 0
	}
	return int(number)
}

// Texts returns a list of strings; nil where it is null, absent or no list.
func (b *Body) Texts(name string) []string {
	list, ok := scalar[[]any](b, name, Pydantic.NotList)
	if !ok {
		return nil
	}
	out := make([]string, len(list))
	for i, v := range list {
		if out[i], ok = v.(string); !ok {
			b.Refuse(Pydantic.NotText, name, i)
		}
	}
	return out
}

// Object returns a nested object that must be there. Its problems are added to
// those of the body.
func (b *Body) Object(name string) (nested *Body, ok bool) {
	fields, ok := b.Fields[name].(map[string]any)
	switch {
	case ok:
	case !b.Has(name):
		b.Missing(name)
	default:
		b.Refuse(Pydantic.NotMap, name)
	}
	return &Body{fields, slices.Concat(b.loc, []any{name}), b.problems}, ok
}

// TextMap returns an object of strings, which must be there.
func (b *Body) TextMap(name string) map[string]string {
	nested, _ := b.Object(name)
	out := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(nested.Fields)) {
		if text, ok := nested.Fields[key].(string); ok {
			out[key] = text
		} else {
			nested.Refuse(Pydantic.NotText, key)
		}
	}
	return out
}

// scalar returns the field as a T; ok is false where it is null, absent or of
// another type, which is a problem.
func scalar[T any](b *Body, name string, otherwise Phrase) (value T, ok bool) {
	value, ok = b.Fields[name].(T)
	if !ok && b.Fields[name] != nil {
		b.Refuse(otherwise, name)
	}
	return value, ok
}
