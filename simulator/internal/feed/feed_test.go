package feed_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/feed"
)

// TestFeedRemembersTheNewest, and says how many it does not.
func TestFeedRemembersTheNewest(t *testing.T) {
	t.Parallel()
	f := feed.New("a")
	for i := range feed.Kept + 10 {
		f.Publish("message", i+1)
	}
	for n, missed := range map[int]int{0: 10, 7: 3, 10: 0, feed.Kept: 0, feed.Kept + 10: 0} {
		r := f.After(n)
		if r.Missed != missed || r.First != n+missed+1 || len(r.Events) != feed.Kept+10-n-missed || r.Next == nil {
			t.Errorf("after %d: %d events from %d on, %d missed", n, len(r.Events), r.First, r.Missed)
		}
		for i, e := range r.Events {
			if e.Data != r.First+i {
				t.Fatalf("event %d is %v", r.First+i, e.Data)
			}
		}
	}
}

// TestFeedTellsOfMore, and of its end.
func TestFeedTellsOfMore(t *testing.T) {
	t.Parallel()
	f := feed.New("a")
	next := f.After(0).Next
	f.Publish("clock", 1)
	<-next
	r := f.After(0)
	if len(r.Events) != 1 || r.Events[0].Type != "clock" {
		t.Errorf("%+v", r)
	}
	next = f.After(1).Next
	f.Close()
	<-next
	f.Publish("clock", 2)
	if r := f.After(1); r.Next != nil || len(r.Events) != 0 {
		t.Errorf("after its end: %+v", r)
	}
}

// TestIDsBelongToTheirFeed.
func TestIDsBelongToTheirFeed(t *testing.T) {
	t.Parallel()
	a, b := feed.New("a"), feed.New("b")
	a.Publish("clock", 1)
	if n, ok := a.Number(a.ID(1)); !ok || n != 1 {
		t.Errorf("%d %v", n, ok)
	}
	for _, id := range []string{b.ID(0), a.ID(2), a.ID(-1), "", "a", "1", "a-x"} {
		if n, ok := a.Number(id); ok {
			t.Errorf("%q is %d", id, n)
		}
	}
}
