package control

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// known are the schemas of types whose JSON differs from their fields.
var known = map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[time.Time]():                  {Type: "string", Format: "date-time"},
	reflect.TypeFor[vital.Date]():                 {Type: "string", Format: "date"},
	reflect.TypeFor[json.RawMessage]():            {},
	reflect.TypeFor[text]():                       {Type: "string"},
	reflect.TypeFor[webhook.Status]():             {Type: "string", Enum: words(statuses)},
	reflect.TypeFor[Answered]():                   {Type: "string", Enum: words(answers)},
	reflect.TypeFor[team.Reply]():                 {OneOf: []*jsonschema.Schema{{Type: "integer", Minimum: jsonschema.Ptr(200.0), Maximum: jsonschema.Ptr(599.0)}, {Type: "string", Enum: []any{"hang"}}}},
	reflect.TypeFor[Types]():                      orNull(listOf("string")),
	reflect.TypeFor[Setting[string]]():            orNull(&jsonschema.Schema{Type: "string"}),
	reflect.TypeFor[Setting[bool]]():              orNull(&jsonschema.Schema{Type: "boolean"}),
	reflect.TypeFor[Setting[int]]():               orNull(&jsonschema.Schema{Type: "integer"}),
	reflect.TypeFor[Setting[[]string]]():          orNull(listOf("string")),
	reflect.TypeFor[Setting[map[string]string]](): orNull(&jsonschema.Schema{Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "string"}}),
}

func listOf(what string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: what}}
}

func orNull(s *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{s, {Type: "null"}}}
}

func words[T ~string](all []T) (out []any) {
	for _, w := range all {
		out = append(out, string(w))
	}
	return out
}

// A schemer makes schemas of types. A type that is exported and not embedded in
// another one has a name, by which others refer to it.
type schemer struct {
	shapes map[reflect.Type]reflect.Type // the types that are encoded instead of others
	named  map[reflect.Type]bool
	parts  map[reflect.Type]bool // embedded somewhere
	types  map[reflect.Type]*jsonschema.Schema
}

func newSchemer(report Report, routes []route) *schemer {
	reported := reflect.TypeOf(report)
	if reported.Kind() == reflect.Pointer {
		reported = reported.Elem() // reports are left out, not null
	}
	s := &schemer{
		shapes: map[reflect.Type]reflect.Type{
			reflect.TypeFor[Attempts](): reflect.TypeFor[[]sentAttempt](),
			reflect.TypeFor[Report]():   reported,
		},
		named: map[reflect.Type]bool{}, parts: map[reflect.Type]bool{}, types: map[reflect.Type]*jsonschema.Schema{},
	}
	s.walk(reflect.TypeFor[Refusal]())
	for _, r := range routes {
		s.walk(r.in)
		for _, a := range r.answers {
			s.walk(a.body)
		}
		for _, f := range r.refusals {
			if f.more != nil {
				s.parts[f.more] = true // of a refusal
				s.walk(f.more)
			}
		}
	}
	for t, schema := range known {
		s.types[t] = schema
	}
	partNames := map[string]bool{} // an Attempt of a report is also part of a message's
	for t := range s.parts {
		partNames[nameOfType(t)] = true
	}
	maps.DeleteFunc(s.named, func(t reflect.Type, _ bool) bool { return partNames[nameOfType(t)] })
	for t := range s.named {
		s.types[t] = &jsonschema.Schema{Ref: "#/components/schemas/" + nameOfType(t)}
	}
	for t, behind := range s.shapes {
		if behind != nil {
			s.types[t] = s.of(behind)
		}
	}
	return s
}

// walk collects the types that have names.
func (s *schemer) walk(t reflect.Type) {
	if behind := s.shapes[t]; behind != nil {
		t = behind
	}
	if known[t] != nil || s.named[t] {
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		s.walk(t.Elem())
	case reflect.Struct:
		if name := t.Name(); name != "" && strings.ToUpper(name[:1]) == name[:1] {
			s.named[t] = true
		}
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Anonymous {
				s.parts[f.Type] = true
			}
			if f.Anonymous || key(f) != "" {
				s.walk(f.Type)
			}
		}
	}
}

// nameOfType returns the name of a type in the document. A type of another package
// than control or simulator has the name of its package as a prefix.
func nameOfType(t reflect.Type) string {
	path := strings.Split(t.PkgPath(), "/")
	switch pkg := path[len(path)-1]; pkg {
	case "control", "simulator":
		return t.Name()
	default:
		return strings.ToUpper(pkg[:1]) + pkg[1:] + t.Name()
	}
}

// of returns the schema of a type, a reference if it has a name.
func (s *schemer) of(t reflect.Type) *jsonschema.Schema {
	if schema := s.types[t]; schema != nil {
		return schema
	}
	return s.whole(t)
}

// whole returns the schema of a type, never a reference to it.
func (s *schemer) whole(t reflect.Type) *jsonschema.Schema {
	types := map[reflect.Type]*jsonschema.Schema{}
	for other, schema := range s.types {
		if other != t || !s.named[t] {
			types[other] = schema
		}
	}
	schema, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: types})
	if err != nil {
		panic(err) // the table of routes has what has a schema
	}
	tidy(schema)
	if t == reflect.TypeFor[journal.Request]() {
		schema.Properties["duration_ms"] = &jsonschema.Schema{Type: "number", Description: "wall time"}
		schema.Required = append(schema.Required, "duration_ms")
		schema.PropertyOrder = append(schema.PropertyOrder, "duration_ms")
	}
	return schema
}

// tidy removes null from the types of lists: the API never returns one.
func tidy(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Types) == 2 && s.Types[1] == "array" {
		s.Type, s.Types = "array", nil
	}
	for _, p := range s.Properties {
		tidy(p)
	}
	tidy(s.Items)
	tidy(s.AdditionalProperties)
}

// refusal returns the schema of a refusal with the keys of more.
func (s *schemer) refusal(more reflect.Type) *jsonschema.Schema {
	schema, reason := s.whole(more), s.whole(reflect.TypeFor[Refusal]())
	for _, name := range reason.PropertyOrder {
		schema.Properties[name] = reason.Properties[name]
	}
	schema.PropertyOrder = append(reason.PropertyOrder, schema.PropertyOrder...)
	schema.Required = append(reason.Required, schema.Required...)
	return schema
}
