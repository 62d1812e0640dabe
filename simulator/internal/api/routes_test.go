package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

const nobody = "00000000-0000-4000-8000-000000000000"

// notSimulated are Vital's routes without a handler here (vital.md 2.1 to 2.7,
// 2.8, and those that only the old SDKs know); {} is an id.
const notSimulated = `
GET /v2/user/metrics
POST /v2/user/{}/sign_in_token
POST /v2/user/{}/create_portal_url
POST /v2/user/{}/insurance
GET /v2/user/{}/insurance/latest
POST /v2/link/token
GET /v2/link/providers
GET /v2/link/provider/oauth/fitbit
POST /v2/link/provider/password/whoop
POST /v2/link/provider/password/whoop/complete_mfa
POST /v2/link/provider/email/freestyle_libre
GET /v2/link/connect/fitbit
POST /v2/link/code/create
POST /v2/link/bulk_import
POST /v2/link/bulk_trigger_historical_pull
POST /v2/link/bulk_export
POST /v2/link/bulk_pause
GET /v2/link/bulk_op
POST /v2/link/token/isValid
POST /v2/link/start
GET /v2/link/state
POST /v2/link/auth
POST /v2/link/auth/email
POST /v2/link/provider/manual/apple_health_kit
GET /v2/team/link/config
GET /v2/team/{}
GET /v2/team/users/search
GET /v2/team/svix/url
GET /v2/team/source/priorities
PATCH /v2/team/source/priorities
GET /v2/team/{}/physicians
POST /aggregate/v1/user/{}/query
GET /aggregate/v1/user/{}/continuous_query/slug/result_table
GET /aggregate/v1/user/{}/continuous_query/slug/task_history
GET /v3/lab_test
GET /v3/orders
POST /v3/order
GET /v3/order/{}/result
POST /lab_report/v1/parser/job
`

func TestWhatIsNotSimulatedSaysSo(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for r := range strings.Lines(strings.TrimSpace(notSimulated)) {
		method, path, _ := strings.Cut(strings.TrimSpace(strings.ReplaceAll(r, "{}", nobody)), " ")
		for _, path := range []string{path, path + "/", path + "?start_date=2026-01-01"} {
			status, v := tm.call(method, path, "{}")
			if detail, _ := v["detail"].(string); status != http.StatusNotImplemented || !strings.HasPrefix(detail, "not simulated: ") {
				t.Errorf("%s %s: %d %v, want 501 and not simulated: …", method, path, status, v)
			}
		}
	}
}

// TestEveryRouteOfTheSpecIsKnown asks for each operation of the vendor's
// OpenAPI document: none is unknown, whether simulated or not.
func TestEveryRouteOfTheSpecIsKnown(t *testing.T) {
	t.Parallel()
	file := os.Getenv("VITAL_OPENAPI")
	if file == "" {
		t.Skip("VITAL_OPENAPI does not name the vendor's OpenAPI document")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(text, &spec); err != nil {
		t.Fatal(err)
	}
	tm := newTeam(t, 0)
	asked := 0
	for path, operations := range spec.Paths {
		for method := range operations {
			method = strings.ToUpper(method)
			segments := strings.Split(path, "/")
			for i, s := range segments {
				if strings.HasPrefix(s, "{") {
					segments[i] = nobody
				}
			}
			asked++
			w := tm.raw(method, strings.Join(segments, "/"), "{}", key)
			var v struct{ Detail any }
			err := json.Unmarshal(w.Body.Bytes(), &v)
			if w.Code == http.StatusOK {
				continue // it is simulated
			}
			if err != nil || w.Code == http.StatusMethodNotAllowed || v.Detail == "Not Found" {
				t.Errorf("%s %s: %d %s, as if Vital had no such route", method, path, w.Code, w.Body)
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d operations were found", asked)
	}
}

func TestHintsNameTheNearestPath(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for path, want := range map[string]string{
		"/v2/usr/" + nobody:                              "/v2/user/" + nobody,
		"/v2/sumary/sleep/" + nobody:                     "/v2/summary/sleep/" + nobody,
		"/v2/summaries/activity/" + nobody + "/raw":      "/v2/summary/activity/" + nobody + "/raw",
		"/v2/timeserie/" + nobody + "/heartrate/grouped": "/v2/timeseries/" + nobody + "/heartrate/grouped",
		"/v2/timeseries/" + nobody + "/heartrate/groupd": "/v2/timeseries/" + nobody + "/heartrate/grouped",
		"/v2/user/" + nobody + "/info/lastest":           "/v2/user/" + nobody + "/info/latest",
		"/v2/provider":                                   "/v2/providers",
		"/v2/link/conect/demo":                           "/v2/link/connect/demo",
		"/v2/link/tokens":                                "/v2/link/token",
	} {
		w := tm.raw("GET", path, "", key)
		hint := w.Header().Get("Vitalsim-Hint")
		if w.Code != http.StatusNotFound || w.Body.String() != `{"detail":"Not Found"}` || !strings.Contains(hint, fmt.Sprintf("did you mean %q?", want)) {
			t.Errorf("%s: %d %s, hint %q, want %s", path, w.Code, w.Body, hint, want)
		}
	}
	for _, path := range []string{"/", "/health", "/v2", "/favicon.ico", "/" + strings.Repeat("long/", 100_000)} {
		w := tm.raw("GET", path, "", key)
		hint := w.Header().Get("Vitalsim-Hint")
		if w.Code != http.StatusNotFound || w.Body.String() != `{"detail":"Not Found"}` || strings.Contains(hint, "did you mean") || len(hint) > 1000 {
			t.Errorf("%.40s: %d %.100s, hint %.100q", path, w.Code, w.Body, hint)
		}
	}
	for _, path := range []string{"/v2/summary/" + strings.Repeat("x", 100_000) + "/" + nobody, "/v2/timeseries/" + nobody + "/" + strings.Repeat("x", 100_000)} {
		if w := tm.raw("GET", path, "", key); w.Code != http.StatusNotFound || len(w.Header().Get("Vitalsim-Hint")) > 4000 {
			t.Errorf("%.40s: %d with a hint of %d bytes", path, w.Code, len(w.Header().Get("Vitalsim-Hint")))
		}
	}
	for path, want := range map[string]string{
		"/v2/summary/slep/" + nobody:                       `"sleep"`,
		"/v2/timeseries/" + nobody + "/heart_rate/grouped": `"heartrate"`,
	} {
		if hint := tm.raw("GET", path, "", key).Header().Get("Vitalsim-Hint"); !strings.Contains(hint, want) {
			t.Errorf("%s: hint %q, want %s", path, hint, want)
		}
	}
}

func TestAllowNamesTheMethods(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for r, allow := range map[string]string{
		"GET /v2/user/" + nobody + "/providers": "DELETE", // the pattern of /v2/user/{user_id}/{provider}
		"PUT /v2/user":                          "GET, POST",
		"POST /v2/user/" + nobody:               "DELETE, GET, PATCH",
		"GET /v2/user/refresh/" + nobody:        "DELETE, POST",
		"POST /v2/summary/sleep/" + nobody:      "GET",
		"HEAD /v2/providers":                    "GET",
		"DELETE /v2/team/source/priorities":     "GET, PATCH",
	} {
		method, path, _ := strings.Cut(r, " ")
		w := tm.raw(method, path, "", key)
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != allow || w.Body.String() != `{"detail":"Method Not Allowed"}` {
			t.Errorf("%s: %d %s, Allow %q, want %q", r, w.Code, w.Body, w.Header().Get("Allow"), allow)
		}
	}
}

// TestNoMethodPanics sends usual and unusual methods to every kind of path.
func TestNoMethodPanics(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	paths := strings.Fields("/ /v2 /v2/user /v2/user/ /v2/user/x /v2/user/resolve/x /v2/user/metrics /v2/link/connect/demo /v2/summary/sleep/x /v2/timeseries/x/heartrate /nonsense /%2F /v2/user/%00")
	known := []int{200, 400, 404, 405, 422, 501}
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PROPFIND", "get", "BREW"} {
		for _, path := range paths {
			w := tm.raw(method, path, "", key)
			if !slices.Contains(known, w.Code) || !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
			}
		}
	}
}

// TestRequestsMadeInThisProcess may come without a body, which a server never does.
func TestRequestsMadeInThisProcess(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	r, err := http.NewRequest(http.MethodPost, "/v2/user", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("x-vital-api-key", key)
	if w := tm.do(r); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
