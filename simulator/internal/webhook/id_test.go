package webhook_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestMessageIDIsStable detects a change that would make receivers take the
// messages of a second run for new ones.
func TestMessageIDIsStable(t *testing.T) {
	t.Parallel()
	const want = "msg_YCFUSBLSbB1sjboeameOVXXFrGF"
	if got := webhook.MessageID(42, "run", "user", "daily.data.sleep.created", "key"); got != want {
		t.Errorf("id %s, want %s", got, want)
	}
}

// TestMessageIDDependsOnEveryPart checks that each part of a message and the
// boundaries between parts change the id.
func TestMessageIDDependsOnEveryPart(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^msg_[0-9A-Za-z]{27}$`)
	seen := map[string]string{}
	for _, m := range []struct {
		seed  uint64
		parts []string
	}{
		{1, []string{"run", "user", "type", "key"}},
		{2, []string{"run", "user", "type", "key"}},
		{1 << 63, []string{"run", "user", "type", "key"}},
		{1, []string{"Run", "user", "type", "key"}},
		{1, []string{"run", "usex", "type", "key"}},
		{1, []string{"run", "user", "typed", "key"}},
		{1, []string{"run", "user", "type", "kez"}},
		{1, []string{"ru", "nuser", "type", "key"}},
		{1, []string{"run", "user", "typek", "ey"}},
		{1, []string{"run", "user", "type"}},
		{1, []string{"run", "user", "type", ""}},
		{1, []string{"run", "user", "type", "key", ""}},
		{1, []string{"", "run", "user", "type", "key"}},
		{1, []string{"user", "run", "type", "key"}},
		{1, []string{"runusertypekey"}},
		{1, nil},
		{0, nil},
	} {
		id, name := webhook.MessageID(m.seed, m.parts...), fmt.Sprintf("%d %q", m.seed, m.parts)
		if !form.MatchString(id) || id != webhook.MessageID(m.seed, m.parts...) {
			t.Errorf("%s: id %q", name, id)
		}
		if other, taken := seen[id]; taken {
			t.Errorf("%s and %s have the same id", name, other)
		}
		seen[id] = name
	}
	for i := range 10_000 {
		id := webhook.MessageID(1, "many", fmt.Sprint(i))
		if _, taken := seen[id]; taken || !form.MatchString(id) {
			t.Fatalf("message %d: id %q", i, id)
		}
		seen[id] = ""
	}
}
