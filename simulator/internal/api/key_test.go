package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestKeys asks every simulated route with what is no key of the team: the key
// comes before everything else that is wrong with a request.
func TestKeys(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for _, r := range []string{
		"POST /v2/user", "GET /v2/user/not-a-uuid", "GET /v2/user/resolve/x", "GET /v2/user/providers/x", "POST /v2/user/refresh/x",
		"POST /v2/link/connect/demo", "GET /v2/summary/sleep/x", "GET /v2/timeseries/x/heartrate/grouped", "GET /v2/timeseries/x/heartrate",
	} {
		method, path, _ := strings.Cut(r, " ")
		for key, want := range map[string]string{"": `{"detail":"Missing x-vital-api-key"}`, "sk_us_other": `{"detail":"invalid token"}`} {
			w := tm.raw(method, path, "", key)
			if w.Code != http.StatusUnauthorized || w.Body.String() != want || w.Header().Get("Vitalsim-Hint") == "" {
				t.Errorf("%s with key %q: %d %s %v", r, key, w.Code, w.Body, w.Header())
			}
		}
	}
}

// TestKeysOfASimulator are sandbox keys, spelled in any header case; what else
// is sent gets Vital's answer and, in a header, the reason.
func TestKeysOfASimulator(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	for _, tt := range []struct {
		header, value string
		status        int
		body, hint    string
	}{
		{"x-vital-api-key", "sk_us_a", 404, `{"detail":"User not found"}`, ""},
		{"X-VITAL-API-KEY", "sk_eu_a", 404, `{"detail":"User not found"}`, ""},
		{"X-Vital-Api-Key", simulator.ExampleKey, 404, `{"detail":"User not found"}`, ""},
		{"x-vital-api-key", "pk_us_a", 401, `{"detail":"invalid token"}`, "production key"},
		{"x-vital-api-key", "pk_eu_a", 401, `{"detail":"invalid token"}`, "production key"},
		{"x-vital-api-key", "mg_a", 401, `{"detail":"invalid token"}`, "sk_us_"},
		{"x-vital-api-key", "sk_us_", 401, `{"detail":"invalid token"}`, "sk_us_"},
		{"x-vital-api-key", "SK_US_a", 401, `{"detail":"invalid token"}`, "sk_us_"},
		{"x-vital-api-key", "", 401, `{"detail":"Missing x-vital-api-key"}`, "x-vital-api-key"},
		{"Authorization", "Bearer sk_us_a", 401, `{"detail":"invalid token"}`, "x-vital-api-key"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/v2/user/resolve/ada", nil)
		r.Header.Set(tt.header, tt.value)
		w := httptest.NewRecorder()
		sim.ServeHTTP(w, r)
		hint := w.Header().Get("Vitalsim-Hint")
		if w.Code != tt.status || w.Body.String() != tt.body || !strings.Contains(hint, tt.hint) || (hint == "") != (tt.hint == "") {
			t.Errorf("%s: %s: %d %s, hint %q", tt.header, tt.value, w.Code, w.Body, hint)
		}
	}
}
