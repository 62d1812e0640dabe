package conformance_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/vitalsim/vitalsim/simulator"
)

// managementFile returns the path of the vendor's document of the management
// API: VITAL_MANAGEMENT_OPENAPI, or by default in the folder of the document of
// the team API.
func managementFile() string {
	if file := os.Getenv("VITAL_MANAGEMENT_OPENAPI"); file != "" {
		return file
	}
	if file := os.Getenv("VITAL_OPENAPI"); file != "" {
		return filepath.Join(filepath.Dir(file), "vital-management-openapi.json")
	}
	return ""
}

// managementSpecs returns the document unchanged, for requests, and with closed
// responses in which every property is required.
var managementSpecs = sync.OnceValue(func() (specs struct {
	asIs, closed *spec
	err          error
}) {
	text, err := os.ReadFile(managementFile())
	if err != nil {
		specs.err = fmt.Errorf("read the vendor's management document: %w", err)
		return specs
	}
	doc, err := parseTree(text)
	if err != nil {
		specs.err = err
		return specs
	}
	closed := doc.clone()
	// FastAPI's additional fields of a problem are optional.
	problem := closed.at("/components/schemas/ValidationError/properties")
	problem.remove("input")
	problem.remove("ctx")
	eachSchema(closed, closeSchema)
	specs.asIs, specs.closed = plainSpec(doc), plainSpec(closed)
	return specs
})

func plainSpec(doc *node) *spec {
	s := &spec{doc: doc, compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	if err := s.compiler.AddResource("openapi.json", doc.plain()); err != nil {
		panic(err) // impossible, the tree was parsed from JSON
	}
	return s
}

func needManagement(t *testing.T) (asIs, closed *spec) {
	t.Helper()
	if managementFile() == "" {
		const missing = "not compared with the vendor's management API: set VITAL_MANAGEMENT_OPENAPI to its OpenAPI file, or VITAL_OPENAPI to the one beside it"
		if inCI() {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	specs := managementSpecs()
	if specs.err != nil {
		t.Fatal(specs.err)
	}
	return specs.asIs, specs.closed
}

// manager returns a simulator with its management API.
func manager(t *testing.T) *simulator.Simulator {
	t.Helper()
	sim, err := simulator.New(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return sim
}

// manage sends a request to the management API after filling in the names in
// braces in its path.
func manage(sim *simulator.Simulator, method, template, webhookID, body string) *httptest.ResponseRecorder {
	path := strings.NewReplacer("{org_id}", sim.OrgID().String(), "{team_id}", sim.TeamID().String(),
		"{environment}", "sandbox", "{env}", "sandbox", "{region}", "us", "{webhook_id}", webhookID).Replace(template)
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Management-Key", simulator.ExampleManagementKey)
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	return w
}

const (
	hooksPath = "/v1/org/{org_id}/team/{team_id}/{environment}/webhook"
	hookPath  = hooksPath + "/{webhook_id}"
	tokenPath = "/v1/org/{org_id}/team/{team_id}/create_api_access_token"
)

// TestManagementIsAsDocumented validates requests by the document and responses
// by its closed schemas. A request that the document does not allow must get a
// 422.
func TestManagementIsAsDocumented(t *testing.T) {
	t.Parallel()
	asIs, closed := needManagement(t)
	sim := manager(t)
	id := sim.Endpoints()[0].ID
	for _, tt := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", hooksPath, "", 200},
		{"GET", hooksPath + "?limit=1", "", 200},
		{"GET", hooksPath + "?limit=none", "", 422},
		{"POST", hooksPath, `{"url":"http://a.invalid"}`, 200},
		{"POST", hooksPath, `{"url":"http://b.invalid","description":"b","rate_limit":5,"disabled":true,"filter_types":["daily.data.sleep.created"],"secret":"` + testSecret + `"}`, 200},
		{"POST", hooksPath, `{"url":"http://c.invalid","rate_limit":null,"filter_types":null,"secret":null}`, 200},
		{"POST", hooksPath, `{"url":"http://d.invalid","description":null}`, 422},
		{"POST", hooksPath, `{"description":"no url"}`, 422},
		{"POST", hooksPath, `{"url":7}`, 422},
		{"POST", hooksPath, `{"url":"http://e.invalid","rate_limit":"fast"}`, 422},
		{"POST", hooksPath, `{"url":"http://e.invalid","rate_limit":0.5}`, 422},
		{"POST", hooksPath, `{"url":"http://e.invalid","disabled":null}`, 422},
		{"POST", hooksPath, `{"url":"http://e.invalid","filter_types":[1]}`, 422},
		{"POST", hooksPath, `{"url":"http://e.invalid","filter_types":"daily.data.sleep.created"}`, 422},
		{"POST", hooksPath, `[]`, 422},
		{"GET", hookPath, "", 200},
		{"PATCH", hookPath, `{}`, 200},
		{"PATCH", hookPath, `{"description":null,"rate_limit":3,"url":null,"disabled":null,"filter_types":["message.attempt.exhausted"]}`, 200},
		{"PATCH", hookPath, `{"description":"all","rate_limit":null,"url":"http://f.invalid","disabled":false,"filter_types":null}`, 200},
		{"PATCH", hookPath, `{"disabled":"yes"}`, 422},
		{"PUT", hookPath + "/headers", `{"headers":{"X-Route":"west","Authorization":"Bearer 1"}}`, 204},
		{"PUT", hookPath + "/headers", `{"headers":{"X-Route":7}}`, 422},
		{"PUT", hookPath + "/headers", `{"headers":null}`, 422},
		{"PUT", hookPath + "/headers", `{}`, 422},
		{"GET", hookPath + "/headers", "", 200},
		{"GET", hookPath + "/secret", "", 200},
		{"POST", hookPath + "/secret/rotate", `{}`, 204},
		{"POST", hookPath + "/secret/rotate", `{"key":null}`, 204},
		{"POST", hookPath + "/secret/rotate", `{"key":"` + rotatedSecret + `"}`, 204},
		{"POST", hookPath + "/secret/rotate", `{"key":7}`, 422},
		{"POST", tokenPath, `{"env":"sandbox"}`, 200},
		{"POST", tokenPath, `{"env":"staging"}`, 422},
		{"POST", tokenPath, `{}`, 422},
		{"DELETE", hookPath, "", 204},
	} {
		template, _, _ := strings.Cut(tt.path, "?")
		request := pointer("paths", template, strings.ToLower(tt.method), "requestBody", "content", "application/json", "schema")
		if tt.body != "" {
			body, err := parseTree([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if err := asIs.validate(request, body.plain()); (err == nil) != (tt.status < 300) {
				t.Errorf("%s %s %s: validation by the document: %v, want status %d", tt.method, tt.path, tt.body, err, tt.status)
			}
		}
		w := manage(sim, tt.method, tt.path, id, tt.body)
		if w.Code != tt.status {
			t.Errorf("%s %s %s: %d %s, want %d", tt.method, tt.path, tt.body, w.Code, w.Body, tt.status)
			continue
		}
		if closed.doc.at(pointer("paths", template, strings.ToLower(tt.method), "responses", fmt.Sprint(w.Code))) == nil {
			t.Errorf("%s %s: the document has no response %d", tt.method, tt.path, w.Code)
		}
		if w.Code == http.StatusNoContent {
			if w.Body.Len() > 0 {
				t.Errorf("%s %s: 204 with %s", tt.method, tt.path, w.Body)
			}
			continue
		}
		answer, err := parseTree(w.Body.Bytes())
		if err == nil {
			err = closed.validate(responseSchema(tt.method, template, w.Code), answer.plain())
		}
		if err != nil || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s %s %s: %v\n%s", tt.method, tt.path, tt.body, err, w.Body)
		}
	}
}

// TestEveryManagementRouteIsKnown ensures that every route is simulated or
// responds 501, never 404 or 405.
func TestEveryManagementRouteIsKnown(t *testing.T) {
	t.Parallel()
	asIs, _ := needManagement(t)
	sim := manager(t)
	simulated := 0
	for _, template := range asIs.doc.get("paths").keys {
		for _, method := range asIs.doc.get("paths").get(template).keys {
			w := manage(sim, strings.ToUpper(method), template, sim.Endpoints()[0].ID, "")
			switch w.Code {
			case http.StatusNotFound, http.StatusMethodNotAllowed:
				t.Errorf("%s %s: %d %s", method, template, w.Code, w.Body)
			case http.StatusNotImplemented:
				if !strings.Contains(w.Body.String(), template) {
					t.Errorf("%s %s: %s", method, template, w.Body)
				}
			default:
				simulated++
			}
			if strings.EqualFold(method, "delete") && w.Code == http.StatusNoContent {
				sim = manager(t) // the only endpoint was deleted
			}
		}
	}
	if simulated != 10 {
		t.Errorf("%d routes are simulated, want 10", simulated)
	}
}
