package store_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/store"
)

const opening = `{"vitalsim":"universe","version":1}` + "\n"

// TestBombsAreRefused checks that small files with much text or many objects are
// refused before they take memory in proportion.
func TestBombsAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"spaces":    opening + strings.Repeat(" ", 64<<20) + "{}",
		"a string":  opening + `{"key":"` + strings.Repeat("k", 64<<20) + `"}`,
		"users":     opening + `{"world":{"users":[{}` + strings.Repeat(",{}", 8<<20) + `]}}`,
		"messages":  opening + `{"webhooks":{"messages":[{}` + strings.Repeat(`,{"deliveries":[{},{}]}`, 1<<20) + `]}}`,
		"no head":   strings.Repeat("x", 64<<20),
		"long head": `{"vitalsim":"universe","version":1` + strings.Repeat(" ", 64<<20) + "}\n{}",
	} {
		file := zipped(text)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := store.Read(bytes.NewReader(file))
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: %d bytes are read", name, len(file))
		}
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 64<<20 {
			t.Errorf("%s: %d bytes took %d bytes of memory before they were refused: %v", name, len(file), taken, err)
		}
	}
}

// TestMissingKeysAreRefused checks that a file without the state of a team is none.
func TestMissingKeysAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"null", "{}", "[]", `{"key":"sk_us_a","world":{}}`, `{"seed":null}`, "{}{}"} {
		if _, err := store.Read(bytes.NewReader(zipped(opening + text))); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
