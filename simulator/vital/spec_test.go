package vital_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A spec is what these tests read of the vendor's OpenAPI document. It belongs
// to the vendor and is no part of the project; VITAL_OPENAPI says where it is.
type spec struct {
	Paths map[string]struct {
		Get struct {
			Parameters []struct {
				Name   string
				Schema schema
			}
			Responses map[string]struct {
				Content map[string]struct{ Schema schema }
			}
		}
	}
	Webhooks map[string]struct {
		Post struct {
			RequestBody struct {
				Content map[string]struct{ Schema schema }
			}
		}
	}
	Components struct{ Schemas map[string]schema }

	compiler *jsonschema.Compiler
}

type schema struct {
	Ref        string `json:"$ref"`
	Format     string
	Const      any
	Enum       []any
	AnyOf      []schema
	Required   []string
	Properties json.RawMessage
	Items      *schema
	// Of an object with free keys.
	AdditionalProperties json.RawMessage
}

var readSpec = sync.OnceValues(func() (*spec, error) {
	text, err := os.ReadFile(os.Getenv("VITAL_OPENAPI"))
	if err != nil {
		return nil, err
	}
	s := &spec{compiler: jsonschema.NewCompiler()}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return s, s.compiler.AddResource("openapi.json", doc)
})

func loadSpec(t *testing.T) *spec {
	t.Helper()
	if os.Getenv("VITAL_OPENAPI") == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("VITAL_OPENAPI is not set: CI must compare with the vendor's OpenAPI document")
		}
		t.Skip("not compared with Vital's schemas: set VITAL_OPENAPI to the path of the vendor's OpenAPI document")
	}
	s, err := readSpec()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// named follows a reference to the schema and its name.
func (s *spec) named(x schema) (schema, string) {
	name := strings.TrimPrefix(x.Ref, "#/components/schemas/")
	return s.Components.Schemas[name], name
}

func (s *spec) response(path string) schema {
	x, _ := s.named(s.Paths[path].Get.Responses["200"].Content["application/json"].Schema)
	return x
}

func (x schema) keys(t *testing.T) []string { return keysOf(t, x.Properties) }

// words are those that a value may be, whether it may also be null or not.
func (x schema) words() []any {
	for _, branch := range x.AnyOf {
		if branch.Enum != nil {
			return branch.Enum
		}
		if branch.Items != nil && branch.Items.Enum != nil {
			return branch.Items.Enum
		}
	}
	return x.Enum
}

func (x schema) property(t *testing.T, key string) schema {
	t.Helper()
	var m map[string]schema
	if err := json.Unmarshal(x.Properties, &m); err != nil {
		t.Fatal(err)
	}
	return m[key]
}

// sample is the schema of a grouped endpoint's samples.
func (s *spec) sample(t *testing.T, path string) schema {
	t.Helper()
	var group schema
	if err := json.Unmarshal(s.response(path).property(t, "groups").AdditionalProperties, &group); err != nil {
		t.Fatal(err)
	}
	group, _ = s.named(*group.Items)
	x, _ := s.named(*group.property(t, "data").Items)
	return x
}

func (s *spec) validate(t *testing.T, schema string, b []byte) {
	t.Helper()
	compileLock.Lock()
	compiled, err := s.compiler.Compile("openapi.json#/components/schemas/" + schema)
	compileLock.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(v); err != nil {
		t.Errorf("%s is no %s: %v", b, schema, err)
	}
}

var compileLock sync.Mutex // a compiler is not safe for concurrent use
