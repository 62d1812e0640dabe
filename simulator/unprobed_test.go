package simulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestNobodyIsBlamedWithoutEvidence plays the scenarios that catch bugs against an
// application that verifies webhooks and responds 204, and does not answer probes.
func TestNobodyIsBlamedWithoutEvidence(t *testing.T) {
	t.Parallel()
	verifier, err := svix.NewWebhook(simulator.ExampleSecret)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range caught {
		t.Run(c.scenario, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.HandleFunc("POST /webhooks", func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil || verifier.Verify(body, r.Header) != nil {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				w.WriteHeader(http.StatusNoContent)
			})
			wall := &hurried{}
			report := playUnprobed(t, c.scenario, mux, wall)
			all := strings.Join(report.Failures, "\n")
			if strings.Contains(all, c.message) || strings.Contains(all, "the receiver") {
				t.Errorf("the application is blamed: %s", all)
			}
			if strings.Count(all, "your application does not answer GET /probe/users/app-user-1 (404)") != 1 || report.OK() {
				t.Errorf("the missing probe is not named once: %s", all)
			}
			if c.scenario == "api-brown-out" && strings.Count(all, "no fault did anything at all; the API got no request") != 2 {
				t.Errorf("it does not say that the application asked for nothing: %s", all)
			}
			if c.scenario != "api-brown-out" && (len(report.Failures) != 1 || wall.slept.Seconds() > 2) {
				t.Errorf("after waiting %v: %s", wall.slept, all)
			}
		})
	}
}

// TestRefusedDeliveriesAreNamedFirst plays the same scenarios against an application
// that does not know the secret.
func TestRefusedDeliveriesAreNamedFirst(t *testing.T) {
	t.Parallel()
	for _, c := range caught {
		t.Run(c.scenario, func(t *testing.T) {
			t.Parallel()
			refuse := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
			report := playUnprobed(t, c.scenario, refuse, &hurried{})
			if len(report.Failures) != 1 || !strings.Contains(report.Failures[0], " messages were not accepted (401 ×") {
				t.Errorf("failures %q", report.Failures)
			}
			if report.Met()+1+report.Unjudged != report.Expectations {
				t.Errorf("%d met, %d not judged of %d", report.Met(), report.Unjudged, report.Expectations)
			}
		})
	}
}

// playUnprobed plays a shipped scenario against an application in a server of its own.
func playUnprobed(t *testing.T, name string, app http.Handler, wall *hurried) *simulator.Report {
	t.Helper()
	sc, err := simulator.LoadScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app)
	defer server.Close()
	sim, err := simulator.New(simulator.Config{Target: server.URL + "/webhooks", Wall: wall}.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	report, err := sim.Play(t.Context(), sc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
