package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// refusalReason is the reason of expectations that fail after messages were refused.
const refusalReason = "refusals"

// consequence records a failed expectation that depends on the messages which the
// application has accepted. If it has refused some, that is the cause: the application
// cannot have processed them.
func (p *player) consequence(s Step, explanation string) {
	if refused := refusals(p.team.Messages()); refused != "" {
		p.unjudged(s, refusalReason, refused)
		return
	}
	p.expectation(s, false, explanation)
}

// unjudged records an expectation that could not be judged. The first one with a
// reason is a failure with the explanation; the others are only counted, so that
// consequences of one cause do not hide it.
func (p *player) unjudged(s Step, reason, explanation string) {
	if !p.named[reason] {
		p.named[reason] = true
		p.record(s, false, explanation)
		return
	}
	p.result.Expectations++
	p.result.Unjudged++
	p.observer.Expectation(s, false, "")
}

// refusals describes the messages that the receiver has not accepted, by cause. It
// returns "" if there are none.
func refusals(messages []Message) string {
	attempted, refused := 0, 0
	counts := map[string]int{}
	for _, m := range messages {
		if m.Attempts > 0 {
			attempted++
		}
		if m.Refusal != "" {
			refused++
			counts[m.Refusal]++
		}
	}
	if refused == 0 {
		return ""
	}
	causes := make([]string, 0, len(counts))
	for cause, n := range counts {
		causes = append(causes, cause+" ×"+strconv.Itoa(n))
	}
	slices.Sort(causes)
	return strconv.Itoa(refused) + " of " + node.Count(attempted, "message") + " were not accepted (" + strings.Join(causes, ", ") + "); what depends on them is not judged"
}
