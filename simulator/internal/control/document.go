package control

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"
)

// The types below are the parts of OpenAPI 3.1 that the document uses.
type (
	document struct {
		OpenAPI    string                          `json:"openapi"`
		Info       info                            `json:"info"`
		Security   []map[string][]string           `json:"security"`
		Paths      map[string]map[string]operation `json:"paths"`
		Components components                      `json:"components"`
	}
	info struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Version     string `json:"version"`
	}
	components struct {
		Schemas         map[string]*jsonschema.Schema `json:"schemas"`
		Parameters      map[string]parameter          `json:"parameters"`
		SecuritySchemes map[string]map[string]string  `json:"securitySchemes"`
	}
	operation struct {
		ID          string              `json:"operationId"`
		Summary     string              `json:"summary"`
		Parameters  []any               `json:"parameters,omitempty"` // parameter or reference
		RequestBody *requestBody        `json:"requestBody,omitempty"`
		Responses   map[string]response `json:"responses"`
	}
	parameter struct {
		Name        string             `json:"name"`
		In          string             `json:"in"`
		Required    bool               `json:"required,omitempty"`
		Description string             `json:"description,omitempty"`
		Schema      *jsonschema.Schema `json:"schema"`
	}
	reference struct {
		Ref string `json:"$ref"`
	}
	requestBody struct {
		Content map[string]media `json:"content"`
	}
	response struct {
		Description string           `json:"description"`
		Content     map[string]media `json:"content,omitempty"`
	}
	media struct {
		Schema *jsonschema.Schema `json:"schema"`
	}
)

const plainJSON = "application/json"

// newDocument returns the OpenAPI document, built from the table of routes. The schema
// of reports is that of the given one.
func newDocument(report Report) json.RawMessage {
	s := newSchemer(report, routes)
	d := document{
		OpenAPI: "3.1.1",
		Info: info{
			Title:       "vitalsim control API",
			Description: "The simulator's own API. The header x-vital-api-key says which team is meant; without it, it is the first one. Where the server is reached from other machines, every route wants the control token.",
			Version:     "1",
		},
		Security: []map[string][]string{{"controlToken": {}}, {}},
		Paths:    map[string]map[string]operation{},
		Components: components{
			Schemas: map[string]*jsonschema.Schema{},
			Parameters: map[string]parameter{"team": {
				Name: "x-vital-api-key", In: "header", Schema: &jsonschema.Schema{Type: "string"},
				Description: "the API key of the team that is meant; the first team's where it is left out",
			}},
			SecuritySchemes: map[string]map[string]string{"controlToken": {"type": "http", "scheme": "bearer"}},
		},
	}
	for t := range s.named {
		d.Components.Schemas[nameOfType(t)] = s.whole(t)
	}
	for _, r := range routes {
		if d.Paths[r.path] == nil {
			d.Paths[r.path] = map[string]operation{}
		}
		d.Paths[r.path][strings.ToLower(r.method)] = r.operation(s)
	}
	text, err := encode(d)
	if err != nil {
		panic(err) // schemas and strings
	}
	return text
}

// operation returns the description of a route.
func (r route) operation(s *schemer) operation {
	o := operation{ID: r.id(), Summary: r.about, Responses: map[string]response{}}
	if !r.teamless {
		o.Parameters = append(o.Parameters, reference{"#/components/parameters/team"})
	}
	for _, m := range braced.FindAllStringSubmatch(r.path, -1) {
		o.Parameters = append(o.Parameters, parameter{Name: m[1], In: "path", Required: true, Schema: &jsonschema.Schema{Type: "string"}})
	}
	switch r.from {
	case inQuery:
		schema := s.whole(r.in)
		for _, name := range schema.PropertyOrder {
			p := schema.Properties[name]
			described := *p
			described.Description = ""
			o.Parameters = append(o.Parameters, parameter{Name: name, In: "query", Description: p.Description, Schema: &described})
		}
	case inBody:
		if r.in != reflect.TypeFor[nothing]() {
			o.RequestBody = &requestBody{map[string]media{plainJSON: {s.of(r.in)}}}
		}
	case inText:
		anything := &jsonschema.Schema{}
		o.RequestBody = &requestBody{map[string]media{plainJSON: {anything}, "application/yaml": {anything}}}
	case inFile:
		o.RequestBody = &requestBody{map[string]media{"application/octet-stream": {s.of(reflect.TypeFor[text]())}}}
	}
	for _, a := range r.answers {
		content := a.content
		if content == "" {
			content = plainJSON
		}
		o.Responses[strconv.Itoa(a.status)] = response{http.StatusText(a.status), map[string]media{content: {s.of(a.body)}}}
	}
	for _, f := range r.allRefusals() {
		schema := s.of(reflect.TypeFor[Refusal]())
		if f.more != nil {
			schema = s.refusal(f.more)
		}
		o.Responses[strconv.Itoa(f.status)] = response{f.when, map[string]media{plainJSON: {schema}}}
	}
	return o
}

// allRefusals returns the refusals of the route and those that every such route has.
func (r route) allRefusals() []refusal {
	byStatus := map[int]refusal{
		http.StatusUnauthorized:        {http.StatusUnauthorized, "the key opens no team, or the control token is wanted and is not there", nil},
		http.StatusForbidden:           {http.StatusForbidden, "the request comes from a foreign page, or from another machine where there is no control token", nil},
		http.StatusUnprocessableEntity: {http.StatusUnprocessableEntity, "what the request says is wrong, or it says something that is not known", nil},
	}
	if r.from != inQuery {
		byStatus[http.StatusRequestEntityTooLarge] = refusal{http.StatusRequestEntityTooLarge, "the body is too large", nil}
	}
	for _, f := range r.refusals {
		byStatus[f.status] = f
	}
	var all []refusal
	for _, status := range slices.Sorted(maps.Keys(byStatus)) {
		all = append(all, byStatus[status])
	}
	return all
}

var braced = regexp.MustCompile(`\{(\w+)\}`)

// id returns a name for generated clients, such as postClockAdvance.
func (r route) id() string {
	id := strings.ToLower(r.method)
	for _, word := range regexp.MustCompile(`\w+`).FindAllString(strings.TrimPrefix(r.path, "/_sim/v1"), -1) {
		id += strings.ToUpper(word[:1]) + word[1:]
	}
	return id
}

func showDocument(c *call, _ nothing) error {
	c.w.Header().Set("Content-Type", plainJSON)
	_, _ = c.w.Write(c.document()) // the client may have gone
	return nil
}
