package record_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/record"
)

// TestMemoryOfAPage compares the live memory at the first pages with that at the
// last. It is not parallel, because other tests allocate too.
func TestMemoryOfAPage(t *testing.T) {
	const pages, size = 30, 2000
	var live [pages]uint64
	u := start(t)
	u.answers[heartrate] = func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("next_cursor"))
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		live[n] = m.HeapAlloc
		sample := `{"id":null,"timezone_offset":0,"type":null,"unit":"bpm","timestamp":"2026-01-01T00:00:00+00:00","value":61}`
		next := "null"
		if n+1 < pages {
			next = fmt.Sprintf(`"%d"`, n+1)
		}
		_, _ = fmt.Fprintf(w, `{"groups":{"fitbit":[{"source":{"provider":"fitbit"},"data":[%s]}]},"next_cursor":%s}`,
			strings.TrimSuffix(strings.Repeat(sample+",", size), ","), next)
	}
	c := u.config(t)
	mustRecord(t, c)
	info, err := os.Stat(filepath.Join(c.Dir, "timeseries", "heartrate.json"))
	if err != nil {
		t.Fatal(err)
	}
	early, late := max(live[1], live[2], live[3]), min(live[pages-1], live[pages-2], live[pages-3])
	if late > early && int64(late-early) > info.Size()/8 {
		t.Errorf("%d live bytes at the first page, %d at the last; the file has %d", early, late, info.Size())
	}
}

// TestLaterPageNotFound ensures that a 404 for a later page is an error, not an
// absent resource.
func TestLaterPageNotFound(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.answers[heartrate] = inTurn(answer(`{"groups":{"oura":[{"source":{},"data":[{"value":1}]}]},"next_cursor":"2"}`), refuse(404, `{"detail":"Not found"}`))
	if _, err := record.User(t.Context(), u.config(t)); err == nil || !strings.Contains(err.Error(), `404 "Not found"`) {
		t.Errorf("error %v", err)
	}
}
