package simulator_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/vitalsim/vitalsim/simulator"
)

// A spec is the document of the control API, for those who hold answers
// against it.
type spec struct {
	doc    *openapi3.T
	routes map[string]*routers.Route // by method and path
	mux    *http.ServeMux
}

// documented is the document as a simulator serves it.
var documented = sync.OnceValues(func() (*spec, error) {
	openapi3filter.RegisterBodyDecoder("text/event-stream", openapi3filter.PlainBodyDecoder)
	sim, err := simulator.New(simulator.Config{})
	if err != nil {
		return nil, err
	}
	defer sim.Close()
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, httptest.NewRequest("GET", "/_sim/openapi.json", nil))
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(w.Body.Bytes())
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, err
	}
	s := &spec{doc: doc, routes: map[string]*routers.Route{}, mux: http.NewServeMux()}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			pattern := method + " " + path
			s.routes[pattern] = &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: operation}
			s.mux.Handle(pattern, http.NotFoundHandler())
		}
	}
	return s, nil
})

func theSpec(t testing.TB) *spec {
	t.Helper()
	s, err := documented()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// conforms holds an answer against the document; the pattern is that of its
// route, "" where the document has none.
func (s *spec) conforms(t testing.TB, r *http.Request, status int, header http.Header, body []byte) (pattern string) {
	t.Helper()
	_, pattern = s.mux.Handler(r)
	route := s.routes[pattern]
	if route == nil {
		return ""
	}
	err := openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: route},
		Status:                 status, Header: header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		t.Errorf("%s: response %d differs from the document: %.2000v\n%.500s", pattern, status, err, body)
	}
	return pattern
}

// allows holds a request that is answered as it should be against the document.
func (s *spec) allows(t testing.TB, r *http.Request) {
	t.Helper()
	_, pattern := s.mux.Handler(r)
	names := braces.FindAllStringSubmatch(pattern, -1)
	params := map[string]string{}
	for _, name := range names {
		params[name[1]] = "x"
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	err := openapi3filter.ValidateRequest(t.Context(), &openapi3filter.RequestValidationInput{
		Request: r, Route: s.routes[pattern], PathParams: params, Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	})
	if err != nil {
		t.Errorf("%s: request differs from the document: %.2000v\n%.500s", pattern, err, body)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
}

var braces = regexp.MustCompile(`\{(\w+)\}`)

// A seen is a route and a status that it has answered with.
type seen map[string]bool

// everything is every route with every status that the document has.
func (s *spec) everything() seen {
	all := seen{}
	for pattern, route := range s.routes {
		for status := range route.Operation.Responses.Map() {
			all[pattern+" "+status] = true
		}
	}
	return all
}

// A prober asks a simulator, holds each answer against the document, and
// notes what it has seen.
type prober struct {
	t    *testing.T
	sim  *simulator.Simulator
	spec *spec
	seen seen
}

// asks is the answer to a request: the header is name and value in turn. One
// called over lets it come over a network, one called gone from a client that
// has gone, and one called too makes it too long.
func (p prober) asks(want int, method, path, body string, header ...string) string {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if r.Header.Get("over") != "" {
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}))
	}
	if r.Header.Get("gone") != "" {
		ctx, cancel := context.WithCancel(r.Context())
		cancel()
		r = r.WithContext(ctx)
	}
	if r.Header.Get("too") != "" {
		r.ContentLength = 1 << 40
	}
	switch {
	case strings.HasSuffix(path, "/restore"):
		r.Header.Set("Content-Type", "application/octet-stream")
	case body != "":
		r.Header.Set("Content-Type", "application/json")
	}
	if want < 300 {
		p.spec.allows(p.t, r)
	}
	w := httptest.NewRecorder()
	p.sim.ServeHTTP(w, r)
	if w.Code != want {
		p.t.Errorf("%s %s %.80s: %d, want %d: %.300s", method, path, body, w.Code, want, w.Body)
	}
	pattern := p.spec.conforms(p.t, r, w.Code, w.Header(), w.Body.Bytes())
	if pattern == "" {
		p.t.Errorf("%s %s is not in the document", method, path)
	}
	p.seen[fmt.Sprintf("%s %d", pattern, w.Code)] = true
	return w.Body.String()
}

// filled is a path with something in the place of its names.
func filled(path string) string {
	return strings.NewReplacer("{svix_id}", "msg_x", "{id}", "ep_x", "{name}", "nothing", "{type}", "nothing").Replace(path)
}

// TestDocumentListsEveryRoute checks that the OpenAPI document has the routes that
// the response to an unknown route lists.
func TestDocumentListsEveryRoute(t *testing.T) {
	t.Parallel()
	s := theSpec(t)
	_, v := ask(t, start(t, simulator.Config{}), "", "GET", "/_sim/v1/nothing", "")
	var handled []string
	for _, route := range v["routes"].([]any) {
		handled = append(handled, route.(string))
	}
	if listed := slices.Sorted(maps.Keys(s.routes)); !slices.Equal(handled, listed) {
		t.Errorf("handled are\n%v\nand documented are\n%v", handled, listed)
	}
	ids := map[string]bool{}
	for pattern, route := range s.routes {
		if o := route.Operation; ids[o.OperationID] || o.Summary == "" {
			t.Errorf("%s: operation %q, %q", pattern, o.OperationID, o.Summary)
		}
		ids[route.Operation.OperationID] = true
	}
}

// TestControlRespondsAsDocumented sends requests for every status of every route in
// the document, and checks each response against its schema.
func TestControlRespondsAsDocumented(t *testing.T) {
	t.Parallel()
	p := prober{t, start(t, simulator.Config{DeliveryTimeout: 1e12}), theSpec(t), seen{}}
	p.everyRouteRefuses()
	p.timeAndMessages()
	p.endpoints()
	p.users()
	p.events()
	p.faultsAndRequests()
	p.scenarios()
	p.snapshots()
	p.conflicts()
	p.asks(200, "POST", "/_sim/v1/reset", "")
	p.asks(200, "GET", "/_sim/openapi.json", "")
	p.asks(200, "GET", "/metrics", "")
	p.asks(200, "GET", "/_sim/v1/stream?type=clock", "", "gone", "at once")
	all := p.spec.everything()
	for what := range p.seen {
		if !all[what] {
			t.Errorf("%s is not in the document", what)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(all)) {
		if !p.seen[what] {
			t.Errorf("%s is in the document, and nothing here has had it", what)
		}
	}
}

// everyRouteRefuses what every route refuses.
func (p prober) everyRouteRefuses() {
	withToken := p
	withToken.sim = start(p.t, simulator.Config{ControlToken: "a-token-for-tests"})
	for _, route := range p.spec.routes {
		method, path := route.Method, filled(route.Path)
		withToken.asks(401, method, path, "", "over", "network")
		p.asks(403, method, path, "", "over", "network", "Origin", "https://evil.example")
		switch {
		case route.Operation.Responses.Value("413") != nil && strings.HasSuffix(path, "/restore"):
			p.asks(413, method, path, "a file", "too", "long")
			p.asks(422, method, path, "a file")
		case route.Operation.Responses.Value("413") != nil:
			p.asks(413, method, path, `{"`+strings.Repeat("x", 1<<20)+`":1}`)
			p.asks(422, method, path, `{"no_such_key":1}`)
		default:
			p.asks(422, method, path+"?no_such_parameter=1", "")
		}
		if strings.Contains(path, "/v1/") { // others are about no team
			p.asks(401, method, path, "", "X-Vital-Api-Key", "pk_us_production")
		}
	}
}

func (p prober) timeAndMessages() {
	p.asks(200, "GET", "/_sim/v1/clock", "")
	p.asks(200, "PUT", "/_sim/v1/clock/speed", `{"speed":0}`)
	p.asks(200, "POST", "/_sim/v1/connections", `{"user":"ada","provider":"fitbit","backfill":{"days":7,"chunks":2}}`)
	p.asks(422, "POST", "/_sim/v1/connections", `{"user":"ada","provider":"fitbot"}`)
	p.asks(200, "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	p.asks(200, "GET", "/_sim/v1/messages?event_type=daily.data.*&user=ada&answered=2xx", "")
	id := p.sim.Timeline()[0].SvixID
	p.asks(200, "POST", "/_sim/v1/messages/"+id+"/resend", "")
	p.asks(404, "POST", "/_sim/v1/messages/msg_x/resend", "")
	p.asks(200, "POST", "/_sim/v1/recover", `{"since":"2026-01-05T08:00:00Z"}`)
	p.asks(404, "POST", "/_sim/v1/recover", `{"endpoint_id":"ep_x"}`)
	p.asks(200, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.*"}`)
	p.asks(408, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.*","user":"ben","timeout":"0s"}`)
	p.asks(408, "POST", "/_sim/v1/wait", `{"fault":"none","timeout":"0s"}`)
	p.asks(200, "GET", "/_sim/v1/inbox", "")
	p.asks(200, "DELETE", "/_sim/v1/inbox", "")
	p.asks(200, "GET", "/_sim/v1/inbox/behaviour", "")
	p.asks(200, "PUT", "/_sim/v1/inbox/behaviour", `{"answer":503,"times":1,"retry_after":9}`)
	p.asks(200, "PUT", "/_sim/v1/inbox/behaviour", `{"answer":"hang","times":1}`)
	p.asks(200, "PUT", "/_sim/v1/inbox/behaviour", `{"answer":204}`)
}

func (p prober) endpoints() {
	p.asks(200, "GET", "/_sim/v1/endpoints", "")
	p.asks(200, "POST", "/_sim/v1/endpoints", `{"url":"http://127.0.0.1:1/","filter_types":["provider.device.updated"],"disabled":true,"headers":{"X-A":"b"}}`)
	id := p.sim.Endpoints()[1].ID
	p.asks(409, "POST", "/_sim/v1/recover", `{"endpoint_id":"`+id+`"}`)
	p.asks(409, "POST", "/_sim/v1/messages/"+p.sim.Timeline()[0].SvixID+"/resend", `{"endpoint_id":"`+id+`"}`)
	for one, status := range map[string]int{id: 200, "ep_x": 404} {
		p.asks(status, "PATCH", "/_sim/v1/endpoints/"+one, `{"filter_types":null,"rate_limit":3}`)
		p.asks(status, "POST", "/_sim/v1/endpoints/"+one+"/rotate", ``)
		p.asks(status, "DELETE", "/_sim/v1/endpoints/"+one, "")
	}
	p.asks(422, "POST", "/_sim/v1/endpoints", `{"url":"nowhere","rate_limit":-1}`)
}

func (p prober) users() {
	p.asks(200, "POST", "/_sim/v1/connections", `{"user":"eve","provider":"fitbit"}`)
	p.asks(200, "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	for _, command := range []struct{ path, more string }{
		{"sync", `,"provider":"fitbit","upload":false`},
		{"refresh", ""},
		{"update", `,"resource":"sleep","set":{"efficiency":93}`},
		{"revoke", `,"provider":"fitbit"`},
		{"disconnect", `,"provider":"fitbit"`},
	} {
		p.asks(200, "POST", "/_sim/v1/"+command.path, `{"user":"eve"`+command.more+`}`)
		p.asks(404, "POST", "/_sim/v1/"+command.path, `{"user":"nobody"`+command.more+`}`)
	}
	p.asks(422, "POST", "/_sim/v1/update", `{"user":"eve","resource":"sleep","record":"yesterday","set":{"efficiency":93}}`)
	p.asks(200, "DELETE", "/_sim/v1/records?user=eve&resource=sleep&record=2026-01-05&provider=fitbit", "")
	p.asks(404, "DELETE", "/_sim/v1/records?user=nobody&resource=sleep", "")
	p.asks(422, "DELETE", "/_sim/v1/records?user=eve&resource=slep", "")
	p.asks(422, "POST", "/_sim/v1/sync", `{"provider":"fitbit"}`)
	p.asks(422, "POST", "/_sim/v1/sync", `{"user":"eve","provider":"oura"}`)
	if list := p.asks(200, "GET", "/_sim/v1/users", ""); !strings.Contains(list, `"client_user_id":"eve"`) {
		p.t.Errorf("the users are %s", list)
	}
	p.asks(200, "DELETE", "/_sim/v1/users?user=eve", "")
	p.asks(404, "DELETE", "/_sim/v1/users?user=eve", "")
}

func (p prober) events() {
	p.asks(200, "GET", "/_sim/v1/events", "")
	p.asks(200, "GET", "/_sim/v1/events/daily.data.sleep.created", "")
	p.asks(404, "GET", "/_sim/v1/events/daily.data.slep.created", "")
	p.asks(200, "POST", "/_sim/v1/events", `{"event_type":"daily.data.sleep.created","user":"ada"}`)
}

func (p prober) faultsAndRequests() {
	p.asks(200, "POST", "/_sim/v1/faults", `{"api":{"name":"busy","path":"/v2/user","status":503,"times":1}}`)
	ask(p.t, p.sim, simulator.ExampleKey, "GET", "/v2/user", "")
	p.asks(200, "GET", "/_sim/v1/faults", "")
	p.asks(200, "GET", "/_sim/v1/faults/ledger?name=busy", "")
	p.asks(200, "POST", "/_sim/v1/wait", `{"fault":"busy"}`)
	p.asks(200, "DELETE", "/_sim/v1/faults?name=busy", "")
	p.asks(200, "GET", "/_sim/v1/requests?status=5xx", "")
	p.asks(200, "POST", "/_sim/v1/wait", `{"request":"GET /v2/user","answered":"503"}`)
	p.asks(408, "POST", "/_sim/v1/wait", `{"request":"GET /v2/user","answered":"2xx","timeout":"0s"}`)
}

func (p prober) scenarios() {
	p.asks(200, "GET", "/_sim/v1/scenarios", "")
	p.asks(200, "GET", "/_sim/v1/scenarios/first-connection", "")
	p.asks(404, "GET", "/_sim/v1/scenarios/first-conection", "")
	p.asks(200, "POST", "/_sim/v1/scenarios/check", `{"text":"name: x"}`)
	p.asks(200, "POST", "/_sim/v1/reset?all=true", "")
	p.asks(200, "POST", "/_sim/v1/scenarios/play", `{"name":"first-connection"}`)
	p.asks(422, "POST", "/_sim/v1/scenarios/play", `{"name":"first-connection"}`)
	p.asks(422, "POST", "/_sim/v1/scenarios/play", `{"text":"name: x"}`)
	p.asks(200, "GET", "/_sim/v1/scenarios/playing", "")
}

func (p prober) snapshots() {
	file := p.asks(200, "POST", "/_sim/v1/snapshot", "")
	p.asks(200, "POST", "/_sim/v1/restore", file)
	p.asks(409, "POST", "/_sim/v1/restore", file, "X-Vital-Api-Key", "sk_us_other")
}

// conflicts are what a scenario in the way of others makes.
func (p prober) conflicts() {
	busy := []string{"X-Vital-Api-Key", "sk_us_busy"}
	p.asks(200, "PUT", "/_sim/v1/inbox/behaviour", `{"answer":"hang"}`, busy...)
	p.asks(202, "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, `,"detach":true`), busy...)
	for v := ""; !strings.Contains(v, "hanging"); {
		v = p.asks(200, "GET", "/_sim/v1/inbox/behaviour", "", busy...)
	}
	p.asks(409, "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, ""), busy...)
	p.asks(409, "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`, busy...)
	p.asks(409, "POST", "/_sim/v1/snapshot", "", busy...)
	p.asks(200, "DELETE", "/_sim/v1/scenarios/playing", "", busy...)
}
