package conformance_test

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A spec is the vendor's document made as strict as possible: objects are
// closed, every property is required, and formats are checked.
type spec struct {
	doc *node

	mu       sync.Mutex // a compiler is not safe for concurrent use
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema
}

// vendor returns the unchanged document.
var vendor = sync.OnceValues(func() (*node, error) {
	text, err := os.ReadFile(os.Getenv("VITAL_OPENAPI"))
	if err != nil {
		return nil, fmt.Errorf("read the vendor's OpenAPI document: %w", err)
	}
	return parseTree(text)
})

// agreed returns the strict document with the deviations.
var agreed = sync.OnceValues(func() (*spec, error) { return specWith(deviations) })

func agreedSpec(t *testing.T) *spec {
	t.Helper()
	needVendor(t)
	s, err := agreed()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// needVendor skips if the vendor's document is missing.
func needVendor(t *testing.T) {
	t.Helper()
	if os.Getenv("VITAL_OPENAPI") != "" {
		return
	}
	const missing = "not compared with the vendor's schemas: set VITAL_OPENAPI to the vendor's OpenAPI file"
	if inCI() {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

// inCI reports whether nothing may be skipped.
func inCI() bool { return os.Getenv("CI") != "" && os.Getenv("CI") != "false" }

// specWith returns the strict document with the given deviations.
func specWith(deviations []deviation) (*spec, error) {
	original, err := vendor()
	if err != nil {
		return nil, err
	}
	doc := original.clone()
	var errs []error
	for _, d := range deviations {
		patched := false
		doc.match(d.where, func(schema *node) { patched = d.patch(doc, schema) || patched })
		if !patched {
			errs = append(errs, fmt.Errorf("deviation %s (%s): nothing to change", d.where, d.what))
		}
	}
	tighten(doc)
	eachSchema(doc, closeSchema)
	s := &spec{doc: doc, compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	errs = append(errs, s.compiler.AddResource("openapi.json", doc.plain()))
	return s, errors.Join(errs...)
}

// detailSchema is the pointer to a schema that tighten adds for errors that the
// vendor's document does not describe: {"detail":"…"} (vital.md 1.3).
const detailSchema = "/components/schemas/VitalsimErrorDetail"

// tighten adds rules that the vendor's document lacks.
func tighten(doc *node) {
	schemas := doc.at("/components/schemas")
	schemas.set("VitalsimErrorDetail", literal(`{"type":"object","properties":{"detail":{"type":"string"}}}`))
	// The document has no type for detail. FastAPI sends a list of problems, and
	// some of the vendor's responses have a sentence.
	doc.at("/components/schemas/HTTPValidationError/properties").set("detail", literal(`{"anyOf":[{"type":"string"},
		{"type":"array","items":{"type":"object","properties":{
			"loc":{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"integer"}]}},
			"msg":{"type":"string"},"type":{"type":"string"}}}}]}`))
	// The unit of every sample is a constant, though not in every schema.
	for _, r := range vital.Resources {
		if !r.Kind.Timeseries() {
			continue
		}
		answer := resolve(doc, doc.at(responseSchema("GET", groupedTemplate(r), 200)))
		groups := resolve(doc, answer.get("properties").get("groups").get("additionalProperties").get("items"))
		samples := resolve(doc, groups.get("properties").get("data").get("items"))
		samples.get("properties").get("unit").set("const", scalar(r.Unit))
	}
}

func groupedTemplate(r vital.Resource) string {
	return "/v2/timeseries/{user_id}/" + r.Path + "/grouped"
}

// closeSchema makes an object schema reject unknown keys and require all known
// ones. A map with a constant as key schema requires that key.
func closeSchema(s *node) {
	if c := s.get("propertyNames").get("const"); c != nil {
		s.set("required", list(c))
	}
	properties := s.get("properties")
	if properties == nil || s.get("additionalProperties") != nil {
		return
	}
	s.set("additionalProperties", scalar(false))
	required := list()
	for _, key := range properties.keys {
		required.items = append(required.items, scalar(key))
	}
	s.set("required", required)
}

// eachSchema calls f with every schema of the document, inner ones included.
func eachSchema(doc *node, f func(*node)) {
	doc.match("/components/schemas/*", func(n *node) { eachWithin(n, f) })
	doc.match("/webhooks/*/*/requestBody/content/*/schema", func(n *node) { eachWithin(n, f) })
	doc.match("/paths/*/*/responses/*/content/*/schema", func(n *node) { eachWithin(n, f) })
}

func eachWithin(s *node, f func(*node)) {
	if s.fields == nil { // a schema may be true or false
		return
	}
	f(s)
	for _, key := range []string{"items", "additionalProperties", "propertyNames", "not"} {
		if inner := s.get(key); inner != nil {
			eachWithin(inner, f)
		}
	}
	for _, key := range []string{"anyOf", "oneOf", "allOf"} {
		if inner := s.get(key); inner != nil {
			for _, branch := range inner.items {
				eachWithin(branch, f)
			}
		}
	}
	if properties := s.get("properties"); properties != nil {
		for _, key := range properties.keys {
			eachWithin(properties.fields[key], f)
		}
	}
}

// resolve follows references.
func resolve(doc, schema *node) *node {
	for ref := schema.text("$ref"); ref != ""; ref = schema.text("$ref") {
		schema = doc.at(strings.TrimPrefix(ref, "#"))
	}
	return schema
}

// eventSchema returns the pointer to the schema of an event type. The document
// lists some types by name and some by a pattern that ends in a star.
func eventSchema(doc *node, eventType string) (string, error) {
	var found []string
	for _, name := range doc.get("webhooks").keys {
		if fits(name, eventType) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("event type %q matches %d webhooks of the vendor's document: %q", eventType, len(found), found)
	}
	return pointer("webhooks", found[0], "post", "requestBody", "content", "application/json", "schema"), nil
}

// responseSchema returns the pointer at which the schema of a response is.
func responseSchema(method, template string, status int) string {
	return pointer("paths", template, strings.ToLower(method), "responses", fmt.Sprint(status), "content", "application/json", "schema")
}

// validate checks a value against the schema at a pointer.
func (s *spec) validate(schema string, value any) error {
	compiled, err := s.compile(schema)
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}

func (s *spec) compile(schema string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.schemas[schema]; c != nil {
		return c, nil
	}
	if s.doc.at(schema) == nil {
		return nil, fmt.Errorf("the vendor's document has nothing at %s", schema)
	}
	u := url.URL{Path: "openapi.json", Fragment: schema}
	c, err := s.compiler.Compile(u.String())
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", schema, err)
	}
	s.schemas[schema] = c
	return c, nil
}
