package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completed returns the completions that a shell gets for a command line.
func completed(t *testing.T, args ...string) (words []string, directive string) {
	t.Helper()
	r := vitalsim(t, nil, append([]string{"__complete"}, args...)...)
	lines := strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
	if r.code != exitOK || !strings.HasPrefix(lines[len(lines)-1], ":") {
		t.Fatalf("__complete %v: %+v", args, r)
	}
	return lines[:len(lines)-1], lines[len(lines)-1]
}

// TestCompletion checks completions of arguments and flags.
func TestCompletion(t *testing.T) {
	t.Parallel()
	const noFiles, alsoFiles, folders, listed = ":4", ":0", ":16", ":6"
	for _, tt := range []struct {
		line, has, directive string
	}{
		{"run ", "first-connection", alsoFiles},
		{"plan first-", "first-connection", alsoFiles},
		{"run first-connection ", "", noFiles},
		{"exec --scenario fir", "first-connection", alsoFiles},
		{"events daily.data.sl", "daily.data.sleep.created", noFiles},
		{"trigger provider.", "provider.connection.error", noFiles},
		{"wait ", "historical.data.sleep.created", noFiles},
		{"trigger a.b --provider ou", "oura", noFiles},
		{"connect ", "", noFiles},
		{"connect ada ", "whoop_v2", noFiles},
		{"connect ada oura ", "", noFiles},
		{"connect ada oura --resources ", "sleep", listed},
		{"connect ada oura --resources sleep,act", "sleep,activity", listed},
		{"connect ada oura --persona ", "endurance-runner", alsoFiles},
		{"connect ada --fixture ", "garmin", noFiles},
		{"connect ada --fixture ./", "", folders},
		{"update ada ", "glucose", noFiles},
		{"update ada sleep ", "", noFiles},
		{"revoke ada oura --error-type ", "token_refresh_failed", noFiles},
		{"messages --status ", "pending", noFiles},
		{"messages --answered ", "2xx", noFiles},
		{"requests --status ", "4xx", noFiles},
		{"endpoints add http://a.invalid --filter-types ", "all", listed},
		{"fixtures check gar", "garmin", noFiles},
		{"fixtures check garmin fi", "fitbit", noFiles},
		{"serve --keys ", "listed", noFiles},
		{"list ", "providers", noFiles},
		{"docs ", "faults", noFiles},
		{"snapshot ", "", alsoFiles},
		{"export --out ", "", folders},
	} {
		words, directive := completed(t, strings.Split(tt.line, " ")...)
		if tt.has == "" && len(words) > 0 || tt.has != "" && !slices.Contains(words, tt.has) || directive != tt.directive {
			t.Errorf("%q is completed by %v and %s, want %q and %s", tt.line, words, directive, tt.has, tt.directive)
		}
		given := tt.line[strings.LastIndex(tt.line, " ")+1:]
		for _, w := range words {
			if !strings.HasPrefix(w, given) {
				t.Errorf("%q is completed by %q", tt.line, w)
			}
		}
	}
}

// freeText holds the flags whose values a shell cannot know.
var freeText = []string{
	"addr", "control-token", "control-url", "description", "end", "endpoint", "fallback-time-zone", "fault", "header", "id", "key", "management-key", "new-secret", "path",
	"record", "run-id", "secret", "seed", "sensitive", "since", "start", "target", "time-zone", "timeout", "timestamp", "upstream", "url", "user", "wait-for",
}

// TestEveryWordHasACompletion checks that each argument and each flag with text as
// its value has a completion, or is known to be free text.
func TestEveryWordHasACompletion(t *testing.T) {
	t.Parallel()
	root := newRoot(func(string) (string, bool) { return "", false })
	used := map[string]bool{}
	for _, cmd := range commands(root) {
		for _, name := range argumentNames(cmd) {
			if used[name] = true; !hasKey(argumentCompletions, name) {
				t.Errorf("%s: argumentCompletions lacks %s", cmd.CommandPath(), name)
			}
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			for _, key := range []string{f.Name, cmd.Name() + " " + f.Name} {
				used[key] = true
			}
			isText := slices.Contains([]string{"string", "stringArray", "stringSlice"}, f.Value.Type())
			if _, ok := completionOf(cmd, f.Name); isText && ok == slices.Contains(freeText, f.Name) {
				t.Errorf("%s: --%s is in flagCompletions: %v; if its values cannot be completed, it belongs into freeText", cmd.CommandPath(), f.Name, ok)
			}
		})
	}
	for _, name := range slices.Concat(keysOf(argumentCompletions), keysOf(flagCompletions), freeText) {
		if !used[name] {
			t.Errorf("no command has %s", name)
		}
	}
}

func hasKey(m map[string]completion, key string) bool { _, ok := m[key]; return ok }

func keysOf(m map[string]completion) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

// TestCompletedWordsAreValid checks that a simulator accepts each word of the flags
// that have a fixed set of words, and that the error for another word names each.
func TestCompletedWordsAreValid(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed=0")
	env := map[string]string{"VITALSIM_CONTROL_URL": p.ready.URL}
	for _, tt := range []struct {
		command string
		flag    string
	}{{"messages", "status"}, {"messages", "answered"}, {"requests", "status"}, {"requests", "method"}} {
		c, ok := completionOf(&cobra.Command{Use: tt.command}, tt.flag)
		if !ok {
			t.Fatalf("%s --%s has no completion", tt.command, tt.flag)
		}
		for _, word := range c.words() {
			if r := vitalsim(t, env, tt.command, "--"+tt.flag, word); r.code != exitOK {
				t.Errorf("%s --%s %s: %+v", tt.command, tt.flag, word, r)
			}
		}
	}
	for _, flag := range []string{"keys", "log-format"} {
		for _, word := range flagCompletions[flag].words() {
			if r := vitalsim(t, nil, "serve", "--"+flag, "nothing"); !strings.Contains(r.stderr, word) {
				t.Errorf("the error of serve --%s nothing does not name %s: %+v", flag, word, fmt.Sprint(r))
			}
		}
	}
}
