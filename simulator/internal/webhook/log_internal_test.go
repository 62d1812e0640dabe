package webhook

import (
	"runtime"
	"testing"
	"time"
	"weak"
)

// TestEvictedMessagesAreFreed checks that no more messages are in memory than the log
// has.
func TestEvictedMessagesAreFreed(t *testing.T) {
	t.Parallel()
	var l log
	var sent []weak.Pointer[Message]
	for _, more := range []int{logKeeps + 4000, 4000, 4000} { // the places of evicted ones are given back in between
		for range more {
			m := &Message{At: time.Unix(int64(len(sent)), 0), Body: []byte("{}")}
			sent = append(sent, weak.Make(m))
			l.update(l.add(m))
		}
		runtime.GC()
		live := 0
		for _, m := range sent {
			if m.Value() != nil {
				live++
			}
		}
		if kept := len(l.sorted()); kept != logKeeps || live != logKeeps {
			t.Errorf("after %d messages %d are kept and %d in memory", len(sent), kept, live)
		}
		runtime.KeepAlive(&l)
	}
}
