package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestBlankValuesAreRefused gives each flag of each command a blank value, on the
// command line and in the environment.
func TestBlankValuesAreRefused(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // ends a command that does not refuse the value
	defer cancel()
	tried := 0
	for _, cmd := range leaves(newRoot(func(string) (string, bool) { return "", false })) {
		if cmd.Example == "" {
			continue // cobra's own
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if kind := f.Value.Type(); kind == "bool" || hasNoEnv(f.Name) {
				return
			}
			tried++
			for _, value := range []string{"", " ", "\t"} {
				r := vitalsimUntil(ctx, nil, withFlag(cmd, "--"+f.Name+"="+value)...)
				if r.code != exitInput || !strings.Contains(r.stderr, "--"+f.Name) {
					t.Errorf("%s --%s=%q: exit code %d\n%s", cmd.CommandPath(), f.Name, value, r.code, r.stderr)
				}
				if args := withFlag(cmd, ""); slices.Contains(args, "--"+f.Name) || slices.Contains(args, "-"+f.Shorthand) {
					continue // the flag of the example wins over the variable
				}
				r = vitalsimUntil(ctx, map[string]string{envName(f.Name): value}, withFlag(cmd, "")...)
				if r.code != exitInput || !strings.Contains(r.stderr, envName(f.Name)) {
					t.Errorf("%s=%q %s: exit code %d\n%s", envName(f.Name), value, cmd.CommandPath(), r.code, r.stderr)
				}
			}
		})
	}
	if tried < 50 {
		t.Errorf("%d flags were tried", tried)
	}
}

// leaves returns the commands that do something.
func leaves(cmd *cobra.Command) (all []*cobra.Command) {
	if cmd.Runnable() {
		all = append(all, cmd)
	}
	for _, sub := range cmd.Commands() {
		all = append(all, leaves(sub)...)
	}
	return all
}

// withFlag returns the arguments of the first example of a command, with one more flag.
func withFlag(cmd *cobra.Command, flag string) []string {
	line, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
	args := shellWords(line)[1:]
	if flag == "" {
		return args
	}
	at := len(args)
	if dashes := slices.Index(args, "--"); dashes >= 0 {
		at = dashes
	}
	return slices.Insert(args, at, flag)
}

// TestURLsWithEmptyPartsAreRefused covers what is left of a URL in which a variable is
// not set.
func TestURLsWithEmptyPartsAreRefused(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"http://127.0.0.1:/webhooks", "http://:3000/webhooks", "http:///webhooks"} {
		for _, args := range [][]string{
			{"run", "first-connection", "--target", where},
			{"run", "first-connection", "--target", "http://127.0.0.1:1/ " + where},
			{"exec", "--target", where, "--", "true"},
			{"exec", "--scenario", "first-connection", "--wait-for", where, "--", "true"},
			{"messages", "--control-url", where},
			{"record", "--upstream", where, "--key", "sk_us_1", "--user", "ada", "--out", "x"},
		} {
			r := vitalsim(t, nil, args...)
			if r.code != exitInput || !strings.Contains(r.stderr, where+": the host or port is empty") {
				t.Errorf("%q: exit code %d\n%s", args, r.code, r.stderr)
			}
		}
	}
	for _, args := range [][]string{{"run", "first-connection", "--addr", "127.0.0.1:"}, {"listen", "--addr", "127.0.0.1:"}, {"run", ""}, {"messages", " "}, {"exec", "--", ""}} {
		if r := vitalsim(t, nil, args...); r.code != exitInput || !strings.Contains(r.stderr, "no port") && !strings.Contains(r.stderr, "is empty") {
			t.Errorf("%q: exit code %d\n%s", args, r.code, r.stderr)
		}
	}
}
