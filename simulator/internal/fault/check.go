package fault

import (
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// rules list the combinations of keys that are invalid.
var rules = []struct {
	side    Side
	key     string
	exclude []string
	why     string
}{
	{"", "nth", []string{"share"}, "nth is one alone"},
	{API, "reset", []string{"status", "slow_body", "truncate", "malformed"}, "after a reset nothing is answered"},
	{API, "truncate", []string{"malformed"}, "what is cut off does not parse anyway"},
	{Delivery, "drop", []string{"duplicate", "delay", "reorder", "tamper", "secret", "timestamp", "headers", "content_type", "oversize"}, "what is dropped does not arrive at all"},
	{Delivery, "delay", []string{"reorder"}, "a message is late in one way"},
	{Delivery, "headers", []string{"tamper", "secret", "timestamp"}, "without headers there is no signature to be wrong"},
}

// check reports invalid combinations of valid keys.
func (r *reader) check(f Fault) {
	names := effects(f.Side)
	if !slices.ContainsFunc(names, r.Has) {
		r.Sayf("", "nothing to do; effects: %s", strings.Join(names, ", "))
		return
	}
	for _, rule := range rules {
		if rule.side != "" && rule.side != f.Side || !r.Has(rule.key) {
			continue
		}
		var clash []string
		for _, other := range rule.exclude {
			if r.Has(other) {
				clash = append(clash, other)
			}
		}
		if len(clash) > 0 {
			r.Errorf(rule.key, "excludes %s: %s", node.And(clash), rule.why)
		}
	}
	if f.Answer.RetryAfter > 0 && f.Answer.Status != 429 && f.Answer.Status != 503 {
		r.Errorf("retry_after", "goes with status 429 or 503")
	}
	if f.Sending.Reorder > 0 && f.Attempt > 1 {
		r.Errorf("reorder", "only first attempts leave in an order; leave attempt out")
	}
}
