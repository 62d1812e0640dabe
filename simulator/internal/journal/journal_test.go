package journal_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

func TestTheNewestAreKept(t *testing.T) {
	t.Parallel()
	var j journal.Journal
	for i := range journal.Kept + 7 {
		j.Add(journal.Request{Status: i})
		if i == 2 && (len(j.Requests()) != 3 || j.Forgotten() != 0) {
			t.Errorf("after 3: %d kept, %d forgotten", len(j.Requests()), j.Forgotten())
		}
	}
	got := j.Requests()
	if len(got) != journal.Kept || j.Forgotten() != 7 {
		t.Fatalf("%d kept, %d forgotten", len(got), j.Forgotten())
	}
	for i, r := range got {
		if r.Status != i+7 {
			t.Fatalf("request %d is number %d", i, r.Status)
		}
	}
}

func TestRequestAsJSON(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(journal.Request{Method: "GET", Path: "/v2/user", Status: 200, Duration: 1500 * time.Microsecond})
	if err != nil || !strings.Contains(string(b), `"duration_ms":1.5`) || strings.Contains(string(b), "fault") {
		t.Errorf("%s, %v", b, err)
	}
}

// TestJournalIsLoaded with what it has and how much it has forgotten.
func TestJournalIsLoaded(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 3, journal.Kept, journal.Kept + 7} {
		var j, again journal.Journal
		for i := range n {
			j.Add(journal.Request{Status: i, Fault: "busy", At: time.Unix(int64(i), 0).UTC(), Duration: time.Duration(i) * time.Microsecond})
		}
		text, err := json.Marshal(j.Save())
		if err != nil {
			t.Fatal(err)
		}
		var s journal.State
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		again.Load(s)
		for range 5 {
			a, _ := json.Marshal(j.Save())
			b, _ := json.Marshal(again.Save())
			if string(a) != string(b) {
				t.Fatalf("of %d requests: %.300s\nbecomes\n%.300s", n, a, b)
			}
			j.Add(journal.Request{Status: 999})
			again.Add(journal.Request{Status: 999})
		}
	}
}
