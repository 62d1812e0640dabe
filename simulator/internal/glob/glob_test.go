package glob_test

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"*", "a/b", true},
		{"daily.data.*.created", "daily.data.sleep.created", true},
		{"daily.data.*.created", "daily.data.sleep.updated", false},
		{"d*.s*p.*d", "daily.data.sleep.updated", true},
		{"*a*a*", "a", false},
		{"*a*a*", "banana", true},
		{"/v2/summary/*", "/v2/summary/sleep/1", true},
		{"/v2/summary/*", "/v2/summary", false},
		{"/v2/summary/{resource}/{user_id}", "/v2/summary/sleep/1", true},
		{"/v2/summary/{resource}", "/v2/summary/sleep/1", false},
		{"/v2/summary/{resource}", "/v2/summary/", false},
		{"/v2/{a}x/b", "/v2/yx/b", true},
		{"/v2/{a}x/b", "/v2/x/b", false},
		{"{", "{", true},
		{"a{b/c}", "a{b/c}", true},
		{"ä*", "äö", true},
	} {
		if got := glob.Match(tt.pattern, tt.s); got != tt.want {
			t.Errorf("%q matches %q: %v", tt.pattern, tt.s, got)
		}
	}
}

func TestMeet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"/v2/summary/*", "/v2/summary/{resource}/{user_id}", true},
		{"/v2/*/heartrate/grouped", "/v2/timeseries/{user_id}/{resource}/grouped", true},
		{"/v2/timeseries/1/steps/grouped", "/v2/timeseries/{user_id}/{resource}/grouped", true},
		{"/v2/sumary/*", "/v2/summary/{resource}/{user_id}", false},
		{"/v2/user", "/v2/user/{user_id}", false},
		{"*", "/v2/user/{user_id}", true},
		{"{a}/{b}", "*", true},
		{"{a}", "*/*", false},
		{"a*", "*b", true},
		{"a*c", "b*", false},
		{"", "*", true},
		{"", "{a}", false},
	} {
		if glob.Meet(tt.a, tt.b) != tt.want || glob.Meet(tt.b, tt.a) != tt.want {
			t.Errorf("%q and %q meet: %v, %v, want %v", tt.a, tt.b, glob.Meet(tt.a, tt.b), glob.Meet(tt.b, tt.a), tt.want)
		}
	}
}

// FuzzMatch verifies that each text matches itself, that two patterns meet if
// a text matches both, and that no input hangs.
func FuzzMatch(f *testing.F) {
	f.Add("/v2/*/{a}", "/v2/b/c")
	f.Add(strings.Repeat("*a", 20), strings.Repeat("a", 50))
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern)+len(s) > 500 {
			return
		}
		if !strings.ContainsAny(s, "*{") && (!glob.Match(s, s) || glob.Match(pattern, s) != glob.Meet(pattern, s)) {
			t.Errorf("pattern %q, text %q", pattern, s)
		}
		if glob.Match(pattern, s) && !glob.Match("*"+pattern+"*", s) || !glob.Match("*", s) {
			t.Errorf("%q stops matching %q when * is added", pattern, s)
		}
	})
}
