package event_test

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
)

func TestCheckPattern(t *testing.T) {
	t.Parallel()
	known := []string{"daily.data.sleep.created", "daily.data.sleep.updated", "provider.connection.created"}
	for pattern, want := range map[string]string{
		"daily.data.sleep.created": "",
		"*":                        "",
		"daily.*.updated":          "",
		"daily.data.sleep.updatd":  `unknown event type "daily.data.sleep.updatd"; did you mean "daily.data.sleep.updated"?`,
		"*.slep.*":                 `no event type matches "*.slep.*"; did you mean "*.sleep.*"?`,
		"daily.slept.*":            `no event type matches "daily.slept.*"; event types look like `,
		"weekly.*":                 `no event type matches "weekly.*"; event types look like `,
		"":                         `unknown event type ""; event types look like `,
		strings.Repeat("x", 1000):  `unknown event type "xxx`,
	} {
		err := event.CheckPattern(pattern, known)
		if (err == nil) != (want == "") || err != nil && (!strings.HasPrefix(err.Error(), want) || len(err.Error()) > 300) {
			t.Errorf("%.30s: %v, want %s", pattern, err, want)
		}
	}
}
