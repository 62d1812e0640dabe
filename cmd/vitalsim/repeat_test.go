package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// repeated returns the arguments of the command that a failed run prints.
func repeated(t *testing.T, output string) []string {
	t.Helper()
	m := regexp.MustCompile(`(?m)vitalsim run .*$`).FindAllString(output, -1)
	if len(m) != 1 {
		t.Fatalf("%d commands in %s", len(m), output)
	}
	split := program(t, "sh", "-c", `printf '%s\n' `+strings.TrimPrefix(m[0], "vitalsim "))
	split.Env = []string{"VITALSIM_SECRET=" + otherSecret}
	words, err := split.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(words)), "\n")
}

const otherSecret = "whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg=" // an example

// TestFailedRunPrintsHowToRepeatIt checks that the printed command produces the
// same timeline and the same failures for any flags.
func TestFailedRunPrintsHowToRepeatIt(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	unmet := write(t, "it's unmet.yaml", small+"  - expect: {request: GET /v2/user, within: 1ms}\n")
	for _, flags := range [][]string{
		nil,
		{"--seed", "9", "--start", "now-10d", "--page-size", "7", "--max-event-bytes", "2048", "--delivery-timeout", "9s"},
		{"--target", refuses.URL, "--linger", "0s", "--fresh-users", "--key", "sk_eu_a,sk_eu_b", "--secret", otherSecret,
			"--fault", "api: {path: /v2/user, status: 503, user: it's}", "--fault", "delivery: {drop: true}"},
	} {
		first := vitalsim(t, nil, append([]string{"run", unmet}, flags...)...)
		if first.code != exitFailed || !strings.Contains(first.stdout, "expect at least 1 GET /v2/user, within 1ms: FAILED") || strings.Contains(first.stdout+first.stderr, otherSecret) {
			t.Fatalf("%v: exit code %d: %s%s", flags, first.code, first.stdout, first.stderr)
		}
		again := repeated(t, first.stdout)
		json := vitalsim(t, nil, append(again, "--json", "--linger", "0s")...)
		if json.code != exitFailed {
			t.Errorf("%q: exit code %d: %s", again, json.code, json.stderr)
		}
		third := repeated(t, json.stderr)
		if strings.Join(third, " ") != strings.Join(again, " ") {
			t.Errorf("%q is repeated by %q", again, third)
		}
		for name := range strings.SplitSeq("seed start target key page-size max-event-bytes delivery-timeout secret fault", " ") {
			given, kept := count(flags, "--"+name), count(again, "--"+name)
			if name == "key" && given == 1 {
				given = 2 // after commas
			}
			if kept != given && name != "seed" && name != "start" || kept == 0 && (name == "seed" || name == "start") {
				t.Errorf("--%s: given %d times, repeated %d times in %q", name, given, kept, again)
			}
		}
		if svixIDs(t, json) != svixIDs(t, vitalsim(t, nil, append(again, "--json", "--linger", "0s")...)) {
			t.Errorf("%q gives another timeline", again)
		}
		text := vitalsim(t, nil, append(again, "--linger", "0s")...)
		if events(first.stdout) != events(text.stdout) || events(text.stdout) == "" {
			t.Errorf("%q prints\n%swant\n%s", again, text.stdout, first.stdout)
		}
	}
	if r := vitalsim(t, nil, "run", write(t, "small.yaml", small)); strings.Contains(r.stdout, "vitalsim run") {
		t.Errorf("a run that passes says how to repeat it: %s", r.stdout)
	}
}

func count(words []string, word string) (n int) {
	for _, w := range words {
		if w == word {
			n++
		}
	}
	return n
}

// events returns the lines of messages and expectations.
func events(output string) (lines string) {
	for line := range strings.Lines(output) {
		if strings.Contains(line, "attempt") || strings.Contains(line, "expect") {
			lines += line
		}
	}
	return lines
}

// svixIDs returns the ids of all messages of run --json. They are derived from the
// seed, the run id, the key and the users.
func svixIDs(t *testing.T, r result) (ids string) {
	t.Helper()
	for _, e := range report(t, r).Timeline {
		ids += e.SvixID + e.UserID + " "
	}
	return ids
}

func TestShellQuoted(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"a": "a", "sk_us_a": "sk_us_a", "http://127.0.0.1:3000/x": "http://127.0.0.1:3000/x", "": "''", "a b": "'a b'",
		"it's": `'it'\''s'`, "$HOME": "'$HOME'", "*": "'*'",
	} {
		if got := shellQuoted(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}
