package team

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// Unused returns a sentence for everything that had no effect in all of the teams: a
// fault that never acted, and an endpoint to which nothing was sent. Without such a
// sentence, a run that tested nothing looks like one that passed. The built-in inboxes
// count only if inboxes is true: a client that only reads the API needs no event.
func Unused(teams []*Team, inboxes bool) (sentences []string) {
	acted, sent := map[string]bool{}, map[string]bool{} // by the name of a fault, by the URL of an endpoint
	complete := true
	for _, t := range teams {
		for _, name := range t.Faults.Unused() {
			acted[name] = acted[name] || false
		}
		for _, i := range t.Faults.Ledger() {
			acted[i.Fault] = true
		}
		t.addSent(sent, inboxes)
		complete = complete && t.EvictedMessages() == 0
	}
	for _, name := range slices.Sorted(maps.Keys(acted)) {
		if !acted[name] {
			sentences = append(sentences, fmt.Sprintf("the fault %q never acted", name))
		}
	}
	if !complete { // the log does not know where evicted messages were sent
		return sentences
	}
	if len(sent) > 0 && !slices.Contains(slices.Collect(maps.Values(sent)), true) {
		return append(sentences, "no webhook was sent")
	}
	for _, url := range slices.Sorted(maps.Keys(sent)) {
		if !sent[url] {
			sentences = append(sentences, "nothing was sent to "+url)
		}
	}
	return sentences
}

// addSent adds the URLs of the team's endpoints, and whether something was sent there.
func (t *Team) addSent(sent map[string]bool, inboxes bool) {
	byID := map[string]bool{}
	for _, d := range t.Webhooks.Log() {
		if d.Status != webhook.Unwanted && len(d.Attempts) > 0 {
			byID[d.EndpointID] = true
		}
	}
	for _, e := range t.Webhooks.Endpoints() {
		if inboxes || !strings.HasSuffix(e.URL, t.inboxPath()) {
			sent[e.URL] = sent[e.URL] || byID[e.ID]
		}
	}
}
