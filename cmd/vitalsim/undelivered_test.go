package main

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// TestRunGroupsFailures checks that deliveries that failed alike are a few lines after
// the timeline, with the likely reason.
func TestRunGroupsFailures(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no signature", http.StatusUnauthorized) })
	r := vitalsim(t, nil, "run", "first-connection", "--target", refuses.URL, "--linger", "0s", "--quiet")
	_, after, found := strings.Cut(r.stdout, "\ndeliveries that were not accepted:\n  401: ")
	if r.code != exitFailed || !found || strings.Count(after, "\n") > 12 || strings.Contains(after, "\n2026-01-07  ") {
		t.Fatalf("exit code %d:\n%s", r.code, r.stdout)
	}
	for _, want := range []string{" deliveries to " + refuses.URL + ", ", "does the handler know this secret, and does it verify the raw body?", "attempts 1 to 8: 401: no signature\n", "FAILED: "} {
		if !strings.Contains(after, want) {
			t.Errorf("it does not say %q:\n%s", want, after)
		}
	}
}

// TestExecPrintsWhatWasNotAccepted checks that exec prints undelivered messages although
// the command passes, and fails with --fail-on.
func TestExecPrintsWhatWasNotAccepted(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	for _, tt := range []struct {
		flags []string
		code  int
	}{
		{nil, exitOK},
		{[]string{"--fail-on", "none"}, exitOK},
		{[]string{"--fail-on", "undelivered"}, exitFailed},
	} {
		r := runExec(t, append(tt.flags, "--target", refuses.URL), "trigger")
		if r.code != tt.code || !strings.Contains(r.stderr, "404: 1 delivery to "+refuses.URL+", ") || !strings.Contains(r.stderr, "does your application serve POST at this path?") {
			t.Errorf("%v: %+v", tt.flags, r)
		}
	}
	small := write(t, "small.yaml", small)
	for _, tt := range []struct {
		flags []string
		code  int
	}{
		{nil, exitFailed},
		{[]string{"--fail-on", "none"}, exitOK},
	} {
		r := runExec(t, append(tt.flags, "--scenario", small, "--target", refuses.URL, "--stop"), "deaf")
		if r.code != tt.code || !strings.Contains(r.stderr, "404: ") {
			t.Errorf("with a scenario, %v: %+v", tt.flags, r)
		}
	}
}

// TestRunThatDoesNotBeginHasAReport checks the JUnit report of a run against a target at
// which nothing listens.
func TestRunThatDoesNotBeginHasAReport(t *testing.T) {
	t.Parallel()
	gone := newReceiver(t, nil)
	gone.Close()
	file := write(t, "report.xml", "")
	r := vitalsim(t, nil, "run", "first-connection", "--target", gone.URL, "--junit", file)
	report, err := os.ReadFile(file)
	if r.code != exitFailed || err != nil || !strings.Contains(string(report), "nothing listens at "+gone.URL) {
		t.Errorf("%+v\n%v\n%s", r, err, report)
	}
}

// TestUnjudgedExpectationsAreSkipped checks the JUnit report of expectations that were
// not judged.
func TestUnjudgedExpectationsAreSkipped(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	file := write(t, "report.xml", "")
	r := vitalsim(t, nil, "run", "token-revoked", "--target", refuses.URL, "--linger", "0s", "--junit", file)
	report, err := os.ReadFile(file)
	if r.code != exitFailed || err != nil || strings.Count(string(report), "<skipped ") != 2 || !strings.Contains(r.stdout, ": not judged\n") {
		t.Errorf("%+v\n%v\n%s", r, err, report)
	}
}

// TestOnlyTheInboxVerifies checks that the response of a target is printed without a word
// about verification, which only the target knows.
func TestOnlyTheInboxVerifies(t *testing.T) {
	t.Parallel()
	accepts := newReceiver(t, nil)
	file := write(t, "small.yaml", small)
	if r := vitalsim(t, nil, "run", file, "--target", accepts.URL, "--linger", "0s"); strings.Contains(strings.ToLower(r.stdout), "verif") {
		t.Errorf("a target is said to verify:\n%s", r.stdout)
	}
	forged := vitalsim(t, nil, "run", file, "--fault", "delivery: {event: provider.connection.created, secret: wrong, times: 1}")
	if !strings.Contains(forged.stdout, "the built-in inbox, which verifies them\n") || !strings.Contains(forged.stdout, "attempt 1: 401") {
		t.Errorf("the inbox printed\n%s%s", forged.stdout, forged.stderr)
	}
}
