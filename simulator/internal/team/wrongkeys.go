package team

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// RecordRefusal counts a request to Vital's API that opened no team.
func (ts *Teams) RecordRefusal(q journal.Request) {
	if q.Status != http.StatusUnauthorized || q.Hint == "" {
		return
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.refused[q.Hint]++
}

// WrongKeys returns a sentence about each key with which requests missed the teams of
// the configured keys: it opens no team, or opens one without users, in which a client
// that has the wrong key finds nothing.
func (ts *Teams) WrongKeys() (sentences []string) {
	ts.mu.Lock()
	refused := maps.Clone(ts.refused)
	ts.mu.Unlock()
	for _, hint := range slices.Sorted(maps.Keys(refused)) {
		sentences = append(sentences, fmt.Sprintf("%s had a wrong key: %s", node.Count(refused[hint], "request"), hint))
	}
	configured := append([]string{ts.config.Key}, ts.config.ListedKeys...)
	for _, t := range ts.All() {
		if slices.Contains(configured, t.Key) || t.World.Users(0, 1).Total > 0 {
			continue
		}
		missed := 0
		for _, q := range t.Journal.Requests() {
			if q.Status == http.StatusNotFound {
				missed++
			}
		}
		if missed > 0 {
			sentences = append(sentences, fmt.Sprintf("%s had the wrong key %s, whose team has no users; the key is %s", node.Count(missed, "request"), t.Key, ts.config.Key))
		}
	}
	return sentences
}
