package main

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestNumbersAreDecimals gives each flag for a number, on the command line and from the
// environment, numbers in other notations.
func TestNumbersAreDecimals(t *testing.T) {
	t.Parallel()
	root := newRoot(func(string) (string, bool) { return "", false })
	flags := 0
	for _, cmd := range commands(root) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if kind := f.Value.Type(); kind != "int" && kind != "float64" {
				return
			}
			flags++
			for _, text := range []string{"010", "0x10", "1_000", "+5"} {
				if err := f.Value.Set(text); err == nil {
					t.Errorf("%s takes --%s %s as %s", cmd.Name(), f.Name, text, f.Value)
				}
			}
			if err := f.Value.Set("10"); err != nil || f.Value.String() != "10" {
				t.Errorf("%s --%s 10: %v", cmd.Name(), f.Name, err)
			}
		})
	}
	if flags < 10 {
		t.Errorf("only %d flags for numbers", flags)
	}
	for _, args := range [][]string{{"listen", "--answer", "0500"}, {"run", "first-connection", "--page-size", "1_000"}, {"exec", "--speed", "010", "--", "true"}, {"clock", "speed", "010"}} {
		if r := vitalsim(t, nil, args...); r.code != exitInput || !strings.Contains(r.stderr, "want a plain decimal number") && !strings.Contains(r.stderr, "want a number such as 60") {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if r := vitalsim(t, map[string]string{"VITALSIM_PAGE_SIZE": "010"}, "run", "first-connection"); r.code != exitInput || !strings.Contains(r.stderr, `VITALSIM_PAGE_SIZE="010": want a plain decimal number`) {
		t.Errorf("%+v", r)
	}
}
