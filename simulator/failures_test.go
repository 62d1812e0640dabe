package simulator_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestFailuresAreGrouped checks the group and the likely reason of each usual way in
// which deliveries fail alike.
func TestFailuresAreGrouped(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		url    string // instead of that of a server with the answer
		want   string
	}{
		{"server down", nil, gone.URL, `connection refused: N deliveries to URL, waiting for a retry; is your server up?`},
		{"wrong host", nil, "http://" + net.JoinHostPort("host.invalid", "1"), `N deliveries to URL, waiting for a retry; is the host of the URL right?`},
		{"wrong path", status(404), "", `404: N deliveries to URL, waiting for a retry; does your application serve POST at this path?`},
		{"only GET", status(405), "", `405: N deliveries to URL, waiting for a retry; does your application serve POST at this path?`},
		{"wrong secret", status(401), "", `401: N deliveries to URL, waiting for a retry; does the handler know this secret, and does it verify the raw body?`},
		{"parsed body", status(400), "", `400: N deliveries to URL, waiting for a retry; does the handler know this secret, and does it verify the raw body?`},
		{"body limit", status(413), "", `413: N deliveries to URL, waiting for a retry; is the body limit of your server below 2 KiB?`},
		{"redirect", status(308), "", `308: N deliveries to URL, waiting for a retry; redirects are not followed; is the URL the final one?`},
		{"hangs", func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }, "",
			`no answer within 50ms: N deliveries to URL, waiting for a retry; does the handler respond before its work is done?`},
		{"error", status(500), "", `500: N deliveries to URL, waiting for a retry; `},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url := tt.url
			if url == "" {
				server := httptest.NewServer(tt.answer)
				defer server.Close()
				url = server.URL
			}
			sim := start(t, simulator.Config{Target: url, DeliveryTimeout: 50 * time.Millisecond})
			for _, name := range []string{"ada", "bob"} {
				trigger(t, sim, name, "provider.connection.created")
			}
			groups := simulator.GroupFailures(sim.Timeline(), sim.Endpoints())
			if len(groups) != 1 {
				t.Fatalf("groups %v", groups)
			}
			if got := strings.NewReplacer(url, "URL", "2 deliveries", "N deliveries").Replace(groups[0].String() + "; " + groups[0].Hint()); !strings.HasSuffix(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestHintsNeedEvidence checks that a secret which has verified is not suspected, and
// that a fault which acted is named instead of the application.
func TestHintsNeedEvidence(t *testing.T) {
	t.Parallel()
	refuses := false
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if refuses {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	sim := start(t, simulator.Config{Handler: app, Faults: []string{"delivery: {name: lost, event: provider.connection.error, drop: true}"}})
	trigger(t, sim, "ada", "provider.connection.created")
	trigger(t, sim, "bob", "provider.connection.error")
	refuses = true
	trigger(t, sim, "cleo", "provider.connection.created")
	groups := simulator.GroupFailures(sim.Timeline(), sim.Endpoints())
	if len(groups) != 2 {
		t.Fatalf("groups %v", groups)
	}
	for _, g := range groups {
		want := ""
		if g.Fault != "" {
			want = "the fault lost acted on them"
		}
		if g.Hint() != want || g.Undelivered() != 1 {
			t.Errorf("%v: hint %q, want %q", g, g.Hint(), want)
		}
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// trigger sends an example of an event about a new user.
func trigger(t *testing.T, sim *simulator.Simulator, clientUserID, eventType string) {
	t.Helper()
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: clientUserID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Trigger(t.Context(), user.UserID, eventType, nil); err != nil {
		t.Fatal(err)
	}
}
