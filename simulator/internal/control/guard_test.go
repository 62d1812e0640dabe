package control_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
)

// TestGuard checks that the token opens the API from everywhere, and that without one
// only this machine is let in, and no page of another origin.
func TestGuard(t *testing.T) {
	t.Parallel()
	local, remote := net.IPv4(127, 0, 0, 1), net.IPv4(192, 0, 2, 7)
	const token = "a-token-for-tests"
	for _, tt := range []struct {
		name   string
		token  string // that opens it
		at     net.IP // where the request arrived; nil for in this process
		host   string
		header []string // name, value
		want   int
	}{
		{"this machine", "", local, "127.0.0.1:8787", nil, 200},
		{"its own name", "", local, "localhost:8787", nil, 200},
		{"a name below it", "", local, "sim.localhost", nil, 200},
		{"IPv6", "", net.IPv6loopback, "[::1]:8787", nil, 200},
		{"this process", "", nil, "anything.example", nil, 200},
		{"a rebound name", "", local, "evil.example:8787", nil, 403},
		{"a name that looks like it", "", local, "localhost.evil.example", nil, 403},
		{"its own page", "", local, "127.0.0.1:8787", []string{"Origin", "http://127.0.0.1:8787"}, 200},
		{"a page of another port", "", local, "127.0.0.1:8787", []string{"Origin", "http://127.0.0.1:3000"}, 403},
		{"a foreign page", "", local, "127.0.0.1:8787", []string{"Origin", "https://evil.example"}, 403},
		{"a page of a file", "", local, "127.0.0.1:8787", []string{"Origin", "null"}, 403},
		{"another machine", "", remote, "192.0.2.7:8787", nil, 403},

		{"no token", token, local, "127.0.0.1:8787", nil, 401},
		{"the token", token, remote, "vitalsim:8787", []string{"Authorization", "Bearer " + token}, 200},
		{"in small letters", token, remote, "vitalsim:8787", []string{"Authorization", "bearer " + token}, 200},
		{"half of it", token, remote, "vitalsim:8787", []string{"Authorization", "Bearer " + token[:8]}, 401},
		{"another scheme", token, remote, "vitalsim:8787", []string{"Authorization", "Basic " + token}, 401},
		{"none at all", token, remote, "vitalsim:8787", nil, 401},
		{"a foreign page with it", token, remote, "vitalsim:8787", []string{"Authorization", "Bearer " + token, "Origin", "https://evil.example"}, 403},
		{"this process needs none", token, nil, "anything.example", nil, 200},
	} {
		reached := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
		r := httptest.NewRequest("POST", "/_sim/v1/reset", nil)
		r.Host = tt.host
		if tt.at != nil {
			r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: tt.at, Port: 8787}))
		}
		for i := 0; i < len(tt.header); i += 2 {
			r.Header.Set(tt.header[i], tt.header[i+1])
		}
		w := httptest.NewRecorder()
		control.Guard(func() string { return tt.token }, reached).ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s: %d, want %d: %s", tt.name, w.Code, tt.want, w.Body)
		}
		if w.Code == http.StatusOK {
			continue
		}
		var v struct{ Error string }
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || v.Error == "" || strings.Contains(w.Body.String(), token) {
			t.Errorf("%s is refused with %s", tt.name, w.Body)
		}
		if asks := w.Header().Get("WWW-Authenticate") != ""; asks != (w.Code == http.StatusUnauthorized) {
			t.Errorf("%s: WWW-Authenticate %v", tt.name, asks)
		}
	}
}
