package conformance_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
)

// A client calls the API over the network and adds every response to a
// collector. After the first error, which it keeps, it makes no more calls.
type client struct {
	*collector
	name   string // of the scenario
	base   string
	key    string
	values map[string]string // by {name} in templates
	next   request
	err    error
}

// A request holds the query and body of the next call.
type request struct{ query, body string }

func (a *client) query(q string) *client { a.next.query = q; return a }
func (a *client) body(b string) *client  { a.next.body = b; return a }

// ask requests one of Vital's path templates and checks that the status is one
// of those given.
func (a *client) ask(method, template string, status ...int) *node {
	next := a.next
	a.next = request{}
	if a.err != nil {
		return nil
	}
	tree, err := a.do(method, template, next, status)
	if err != nil {
		a.err = fmt.Errorf("%s: %s %s?%s: %w", a.name, method, template, next.query, err)
	}
	return tree
}

func (a *client) do(method, template string, next request, statuses []int) (*node, error) {
	path := template
	for name, value := range a.values {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	if next.query != "" {
		path += "?" + next.query
	}
	req, err := http.NewRequest(method, a.base+path, strings.NewReader(next.body))
	if err != nil {
		return nil, err
	}
	if a.key != "" {
		req.Header.Set("X-Vital-Api-Key", a.key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	status := res.StatusCode
	if !slices.Contains(statuses, status) {
		return nil, fmt.Errorf("status %s, want %d\n%s", res.Status, statuses, cut(body))
	}
	if got := res.Header.Get("Content-Type"); got != "application/json" {
		return nil, fmt.Errorf("content type %q, want application/json", got)
	}
	schema := responseSchema(method, template, status)
	if a.vendor.at(schema) == nil {
		if status < 400 {
			return nil, fmt.Errorf("the vendor's document has no response %d", status)
		}
		schema = detailSchema
	}
	kind := fmt.Sprintf("%s %s %d", method, template, status)
	if err := a.add(a.name+": "+method+" "+path, kind, schema, body); err != nil {
		return nil, err
	}
	return a.docs[len(a.docs)-1].tree, nil
}

// tour calls the API without a scenario, with valid requests and all kinds of
// invalid ones.
func (c *collector) tour() error {
	sim, err := simulator.New(simulator.Config{PageSize: 700})
	if err != nil {
		return err
	}
	defer sim.Close()
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		return err
	}
	a := &client{collector: c, name: "tour", base: sim.URL(), key: sim.APIKey(), values: map[string]string{}}
	a.users()
	a.connections()
	a.refusals()
	return a.err
}

func (a *client) users() {
	const plain = `{"client_user_id":"plain user"}`
	const full = `{"client_user_id":"full/üser","fallback_time_zone":"Asia/Kathmandu","fallback_birth_date":"1990-02-28",` +
		`"ingestion_start":"2020-01-01","ingestion_end":"2030-12-31","unknown":[1,{}]}`
	for _, body := range []string{plain, full} {
		user := a.body(body).ask(http.MethodPost, "/v2/user", http.StatusOK)
		a.values["user_id"], a.values["client_user_id"] = user.text("user_id"), user.text("client_user_id")
		a.ask(http.MethodGet, "/v2/user/{user_id}", http.StatusOK)
		a.ask(http.MethodGet, "/v2/user/resolve/{client_user_id}", http.StatusOK)
		a.ask(http.MethodGet, "/v2/user/providers/{user_id}", http.StatusOK)
		a.body(body).ask(http.MethodPost, "/v2/user", http.StatusBadRequest)
		a.ask(http.MethodPost, "/v2/user/refresh/{user_id}", http.StatusBadRequest)
	}
}

func (a *client) connections() {
	for _, p := range catalog.Providers() {
		if !catalog.SimulatesProvider(p.Slug) {
			continue
		}
		a.body(fmt.Sprintf(`{"user_id":%q,"provider":%q}`, a.values["user_id"], p.Slug)).
			ask(http.MethodPost, "/v2/link/connect/demo", http.StatusOK)
		a.ask(http.MethodPost, "/v2/user/refresh/{user_id}", http.StatusOK)
		a.query("timeout=60").ask(http.MethodPost, "/v2/user/refresh/{user_id}", http.StatusOK)
		a.ask(http.MethodGet, "/v2/user/providers/{user_id}", http.StatusOK)
		a.ask(http.MethodGet, "/v2/user/{user_id}", http.StatusOK)
		a.query("start_date=2020-01-01&provider="+p.Slug).ask(http.MethodGet, "/v2/summary/activity/{user_id}", http.StatusOK)
		a.query("provider="+p.Slug).ask(http.MethodGet, "/v2/introspect/resources", http.StatusOK)
		a.query("user_id="+a.values["user_id"]).ask(http.MethodGet, "/v2/introspect/historical_pull", http.StatusOK)
		a.ask(http.MethodGet, "/v2/user/{user_id}/device", http.StatusOK)
	}
	a.query("limit=3").ask(http.MethodGet, "/v2/user", http.StatusOK)
	a.ask(http.MethodGet, "/v2/providers", http.StatusOK)
	a.body(`{"first_name":"Ada","last_name":"Example","email":"ada@example.com","phone_number":"+15550100","gender":"female",`+
		`"dob":"1990-02-03","race":"other","address":{"first_line":"1 Main St","country":"US","zip":"85004","city":"Phoenix","state":"AZ"}}`).
		ask(http.MethodPatch, "/v2/user/{user_id}/info", http.StatusOK)
	a.ask(http.MethodGet, "/v2/user/{user_id}/info/latest", http.StatusOK)
	a.values["provider"] = "strava"
	a.ask(http.MethodDelete, "/v2/user/{user_id}/{provider}", http.StatusOK)
}

func (a *client) refusals() {
	const nobody = "00000000-0000-4000-8000-000000000000"
	user, good := a.values["user_id"], a.key

	for _, key := range []string{"", "sk_de_wrong_region", "pk_us_production"} {
		a.key = key
		a.ask(http.MethodGet, "/v2/user/{user_id}", http.StatusUnauthorized)
		a.body(`{}`).ask(http.MethodPost, "/v2/user", http.StatusUnauthorized)
		a.ask(http.MethodGet, "/v2/summary/sleep/{user_id}", http.StatusUnauthorized)
	}
	a.key = good

	reads := []string{"/v2/user/{user_id}", "/v2/user/providers/{user_id}", "/v2/summary/activity/{user_id}",
		"/v2/summary/sleep/{user_id}", "/v2/timeseries/{user_id}/heartrate/grouped", "/v2/timeseries/{user_id}/heartrate"}
	for _, template := range reads {
		a.values["user_id"] = nobody
		a.query("start_date=2026-01-01").ask(http.MethodGet, template, http.StatusNotFound)
		a.values["user_id"] = "no-uuid"
		a.query("start_date=2026-01-01").ask(http.MethodGet, template, http.StatusUnprocessableEntity)
	}
	a.values["user_id"] = nobody
	a.ask(http.MethodPost, "/v2/user/refresh/{user_id}", http.StatusNotFound)
	a.body(`{"user_id":"`+nobody+`","provider":"fitbit"}`).ask(http.MethodPost, "/v2/link/connect/demo", http.StatusNotFound)
	a.values["user_id"], a.values["client_user_id"] = user, "nobody/at all"
	a.ask(http.MethodGet, "/v2/user/resolve/{client_user_id}", http.StatusNotFound)
	a.ask(http.MethodGet, "/v2/usr", http.StatusNotFound)
	a.ask(http.MethodGet, "/v2/summary/slep/{user_id}", http.StatusNotFound)

	for _, query := range []string{"", "start_date=yesterday", "start_date=2026-01-01&end_date=", "end_date=2026-13-01", "%zz"} {
		for _, template := range reads[2:] {
			a.query(query).ask(http.MethodGet, template, http.StatusUnprocessableEntity)
		}
	}
	a.query("start_date=2026-01-01&next_cursor=forged").ask(http.MethodGet, reads[4], http.StatusUnprocessableEntity)
	a.query("timeout=1").ask(http.MethodPost, "/v2/user/refresh/{user_id}", http.StatusUnprocessableEntity)
	for _, body := range []string{``, `[]`, `{`, `{}`, `{"client_user_id":null}`, `{"client_user_id":7,"fallback_time_zone":"Mars/Base","ingestion_end":"2026-02-30"}`} {
		a.body(body).ask(http.MethodPost, "/v2/user", http.StatusUnprocessableEntity)
		a.body(body).ask(http.MethodPost, "/v2/link/connect/demo", http.StatusUnprocessableEntity)
	}

	a.ask(http.MethodPut, "/v2/user", http.StatusMethodNotAllowed)
	a.ask(http.MethodPost, "/v2/summary/sleep/{user_id}", http.StatusMethodNotAllowed)
	a.ask(http.MethodGet, "/v2/user/{user_id}/providers", http.StatusMethodNotAllowed)
	a.ask(http.MethodGet, "/v3/orders", http.StatusNotImplemented)
}
