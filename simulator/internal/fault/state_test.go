package fault_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// misbehave is a life of a set in steps: requests and messages of two users,
// some of which attempt later than they are sent.
func misbehave(s *fault.Set, step int) {
	for i, user := range []string{"ada", "ben"} {
		for range 2 + i {
			ask(s, user)
		}
		s.Sent(message(fmt.Sprint("msg_", step, user), user, int64(step)))
		for _, endpoint := range []string{"ep_1", "ep_2"}[:1+step%2] {
			s.Tamper(fmt.Sprint("msg_", max(0, step-1), user), endpoint, 1, at)
		}
	}
}

func saved(t *testing.T, s *fault.Set) string {
	t.Helper()
	text, err := json.Marshal(s.Save())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func loaded(t *testing.T, text string) (*fault.Set, error) {
	t.Helper()
	var state fault.SetState
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		t.Fatal(err)
	}
	s := fault.NewSet(42, clock.System)
	return s, s.Load(state)
}

// TestLoadedFaultsGoOn: they take the same as if they had never been saved, and
// the ledger is the same.
func TestLoadedFaultsGoOn(t *testing.T) {
	t.Parallel()
	texts := []string{
		"api: {share: 0.4, status: 503, times: 9}", "api: {name: third, nth: 3, latency: 1ms}", "delivery: {share: 0.5, duplicate: 1}",
		"delivery: {name: twice, user: ada, times: 4, delay: 2h, endpoint: ep_2}",
	}
	one, other := set(t, texts...), set(t, texts...)
	for step := range 8 {
		misbehave(one, step)
		misbehave(other, step)
		text := saved(t, other)
		var err error
		if other, err = loaded(t, text); err != nil {
			t.Fatal(err)
		}
		if again := saved(t, other); again != text {
			t.Fatalf("%s\nbecomes\n%s", text, again)
		}
		if _, err := other.Add(parse(t, "api: {status: 500, path: /v2/user}")); err != nil {
			t.Fatal(err)
		}
		if _, err := one.Add(parse(t, "api: {status: 500, path: /v2/user}")); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := fmt.Sprint(one.Active(), shown(one.Ledger())), fmt.Sprint(other.Active(), shown(other.Ledger())); a != b || len(one.Ledger()) < 10 {
		t.Errorf("%s\nbecomes\n%s", a, b)
	}
}

func TestWrongStatesAreRefused(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		`{"active":[{"fault":"api: {name: a, status: 99}"}]}`:                                          "status",
		`{"active":[{"fault":"api: {status: 503}"}]}`:                                                  "no name of its own",
		`{"active":[{"fault":"api: {name: a, status: 503}"},{"fault":"api: {name: a, status: 503}"}]}`: "no name of its own",
		`{"chosen":{"msg_1":[{"fault":"gone"}]}}`:                                                      `none called "gone"`,
		`{"ledger":[{"arrived":2}],"arrived":1}`:                                                       "have not come yet",
	} {
		if _, err := loaded(t, text); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
