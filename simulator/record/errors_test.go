package record_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/record"
)

// TestRefusals covers errors that occur before any data is read.
func TestRefusals(t *testing.T) {
	t.Parallel()
	html := refuse(200, "<html>")
	for name, test := range map[string]struct {
		change func(*record.Config, *upstream)
		want   string
	}{
		"key": {func(c *record.Config, _ *upstream) { c.Key = "sk_us_other" },
			`record user "` + userID + `": GET /v2/user/` + userID + `: 401 "invalid token": check the key; it is valid for one region and one environment only`},
		"user": {func(c *record.Config, _ *upstream) { c.User = "bob" },
			`record user "bob": GET /v2/user/resolve/bob: 404 "Not Found"; want a user id or a client_user_id of the key's team`},
		"id": {func(c *record.Config, _ *upstream) { c.User = sleepID },
			`record user "` + sleepID + `": GET /v2/user/resolve/` + sleepID + `: 404 "Not Found"; want a user id or a client_user_id of the key's team`},
		"page":    {func(_ *record.Config, u *upstream) { u.answers["/v2/user/"+userID] = html }, "/v2/user/" + userID + ": the response is not JSON: this is not Vital's API"},
		"other":   {func(_ *record.Config, u *upstream) { u.serve("/v2/user/"+userID, `{}`) }, "the response is not a user: this is not Vital's API"},
		"nothing": {func(c *record.Config, _ *upstream) { c.Upstream += "/app"; c.User = "bob" }, "GET /v2/user/resolve/bob: 404"},
		"web server": {func(c *record.Config, u *upstream) {
			c.User, u.answers["/v2/user/resolve/bob"] = "bob", refuse(404, "<html>")
		}, "GET /v2/user/resolve/bob: 404: this is not Vital's API"},
		"summary": {func(_ *record.Config, u *upstream) { u.serve(body, `{"bodies":[]}`) }, "the response lacks the key body: this is not Vital's API"},
		"list":    {func(_ *record.Config, u *upstream) { u.serve(body, `{"body":{}}`) }, "the value of the key body is not an array: this is not Vital's API"},
		"record":  {func(_ *record.Config, u *upstream) { u.serve(body, `{"body":[{"id":"a"},{}]}`) }, "write summary/body.json: record 2: want a record with an id"},
		"number":  {func(_ *record.Config, u *upstream) { u.serve(body, `{"body":[7]}`) }, "write summary/body.json: record 1: want a record of Vital's form"},
		"groups":  {func(_ *record.Config, u *upstream) { u.serve(heartrate, `{"heartrate":[]}`) }, "the response lacks the key groups: this is not Vital's API"},
		"page of groups": {func(_ *record.Config, u *upstream) { u.serve(heartrate, `[]`) },
			"GET " + heartrate + ": the response is not a page: this is not Vital's API"},
		"source":  {func(_ *record.Config, u *upstream) { u.serve(heartrate, `{"groups":{"oura":[{"data":[]}]}}`) }, "a group of oura has no source"},
		"devices": {func(_ *record.Config, u *upstream) { u.serve("/v2/user/"+userID+"/device", `{}`) }, "/device: the response is not an array"},
		"path as id": {func(_ *record.Config, u *upstream) {
			u.serve("/v2/summary/workouts/"+userID, `{"workouts":[{"id":"../../../x"}]}`)
		}, `the id "../../../x" in summary/workouts is not a UUID`},
		"stream": {func(_ *record.Config, u *upstream) {
			u.serve("/v2/summary/workouts/"+userID, `{"workouts":[{"id":"`+workoutID+`"}]}`)
			u.serve("/v2/timeseries/workouts/"+workoutID+"/stream", `[]`)
		}, "write workouts/" + workoutID + "/stream.json: want an object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := start(t)
			c := u.config(t)
			test.change(&c, u)
			_, err := record.User(t.Context(), c)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v\nwant %s", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), c.Key) {
				t.Errorf("the error contains the key: %v", err)
			}
			if got := files(t, c.Dir); len(got) != 0 {
				t.Errorf("left %v", got)
			}
		})
	}
}

func TestUnreachableUpstream(t *testing.T) {
	t.Parallel()
	u := start(t)
	c := u.config(t)
	u.Close()
	_, err := record.User(t.Context(), c)
	if err == nil || !strings.Contains(err.Error(), "connection refused; check the address") || len(u.waits) > 0 {
		t.Errorf("error %v after waiting %v", err, u.waits)
	}
}

// TestRedirectsAreNotFollowed ensures that the key is not sent to another host.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	defer other.Close()
	u := start(t)
	u.answers["/v2/user/"+userID] = http.RedirectHandler(other.URL, http.StatusFound).ServeHTTP
	c := u.config(t)
	c.Client = u.Client()
	_, err := record.User(t.Context(), c)
	if err == nil || !strings.Contains(err.Error(), other.URL) || reached.Load() {
		t.Errorf("error %v, followed: %v", err, reached.Load())
	}
}

func TestConfigReportsAllErrors(t *testing.T) {
	t.Parallel()
	_, err := record.User(t.Context(), record.Config{Upstream: "api.sandbox.tryvital.io"})
	for _, want := range []string{"upstream: ", "key: ", "user: ", "folder: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v lacks %q", err, want)
		}
	}
	for _, bad := range []string{"", "ftp://x", "https://key@api.tryvital.io", "https://x?a=b", "http://:8787", "http://x#y", "://"} {
		_, err := record.User(t.Context(), record.Config{Upstream: bad, Key: "k", User: "u", Dir: t.TempDir()})
		if err == nil || !strings.Contains(err.Error(), "want a base URL") || strings.Contains(err.Error(), "key@") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

func TestProduction(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		upstream, key string
		want          bool
	}{
		{"https://api.tryvital.io", "", true},
		{"https://API.EU.tryvital.io.:443/", "sk_us_x", true},
		{"https://api.us.junction.com", "", true},
		{"api.eu.junction.com/", "", true},
		{"http://127.0.0.1:8787", "pk_us_x", true},
		{"http://127.0.0.1:8787", "PK_eu_x", true},
		{"http://127.0.0.1:8787", "sk_us_x", false},
		{"https://api.sandbox.tryvital.io", "sk_us_x", false},
		{"https://api.sandbox.eu.junction.com", "sk_eu_x", false},
		{"https://api.tryvital.io.example.com", "sk_eu_x", false},
		{"::", "", false},
	} {
		if got := record.Production(test.upstream, test.key); got != test.want {
			t.Errorf("Production(%q, %q) = %v", test.upstream, test.key, got)
		}
	}
}
