package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestServePrintsWhatHappens checks the lines of attempts and refused requests, and
// the line that says when the next thing is due.
func TestServePrintsWhatHappens(t *testing.T) {
	t.Parallel()
	answer := http.StatusNoContent
	target := newReceiver(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(answer) })
	p := serve(t, nil, "--speed", "0", "--start", "2026-01-05T08:00:00Z", "--target", target.URL)
	p.ready.URL, p.ready.APIKey = strings.Fields(p.line("  url "))[1], strings.Fields(p.line("  api key "))[2]
	p.connect("app-user-1")
	if line := p.line("provider.connection.created"); !strings.HasPrefix(line, "08:00:00  ") || !strings.HasSuffix(line, "  204") || utf8.RuneCountInString(line) > usualWidth {
		t.Errorf("an accepted event is printed as %q", line)
	}
	next := p.line("next at ")
	if !strings.Contains(next, "time stands still") || !strings.HasSuffix(next, "s --control-url "+p.ready.URL+" brings it now") {
		t.Errorf("the next event is printed as %q", next)
	}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, p.ready.URL+"/v2/user", nil)
	req.Header.Set("X-Vital-Api-Key", "pk_us_x")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if line := p.line("GET /v2/user"); !strings.Contains(line, "  401: this is a production key") {
		t.Errorf("a refused request is printed as %q", line)
	}
	by, _, _ := strings.Cut(strings.Fields(next)[9], " ")
	p.call("POST", "/_sim/v1/clock/advance", `{"by":"`+by+`"}`)
	if line := p.line("historical.data."); !strings.HasSuffix(line, "  204") {
		t.Errorf("after an advance by %s, there is %q", by, line)
	}
}

// TestServePullsWithinSeconds checks that the history of a connection arrives within
// the seconds of --pull-delay.
func TestServePullsWithinSeconds(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed", "0")
	p.connect("app-user-1")
	p.call("POST", "/_sim/v1/clock/advance", `{"by":"5s"}`)
	found := p.call("GET", "/_sim/v1/messages?event_type=historical.data.*", "")
	if n := found["total"].(float64); n < 15 {
		t.Errorf("after 5 s there are %v historical events", n)
	}
}

// TestServeWarnsOfUnreachableTargets checks that serve says at the start that nothing
// listens at a target.
func TestServeWarnsOfUnreachableTargets(t *testing.T) {
	t.Parallel()
	const url = "http://127.0.0.1:1/hook"
	p := serve(t, nil, "--json", "--target", url)
	p.call("GET", "/v2/user", "")
	if code := p.stop(); code != exitOK || !strings.Contains(p.stderr.String(), "nothing listens at "+url) {
		t.Errorf("exit code %d: %s", code, p.stderr.String())
	}
}

// TestServeQuiet checks that --quiet prints no line per attempt.
func TestServeQuiet(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--quiet", "--speed", "0")
	p.ready.URL, p.ready.APIKey = strings.Fields(p.line("  url "))[1], strings.Fields(p.line("  api key "))[2]
	p.connect("app-user-1")
	p.call("POST", "/_sim/v1/wait", `{"event_type":"provider.connection.created","timeout":"1m"}`)
	p.stop()
	for line := range p.lines {
		if strings.Contains(line, "provider.connection.created") {
			t.Errorf("it prints %q", line)
		}
	}
}

// TestLinesFit checks that lines fit the width of a layout, whatever they say.
func TestLinesFit(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 8, 0, 42, 0, time.UTC)
	l := layout{width: usualWidth, event: 40, user: 4}
	for _, tt := range []struct{ event, user, carries, want string }{
		{"daily.data.sleep.created", "ada", "2026-01-05: 7h28m asleep, efficiency 95", "01-05: 7h28m asleep, efficiency 95"},
		{"historical.data.respiratory_rate.created", "ada", "2025-12-06 to 2026-01-05, chunk 1 of 3", "2025-12-06–2026-01-05, 1/3"},
		{"daily.data.heartrate.created", "a-user-with-a-long-name", "423 samples, 01-05 00:00 to 01-05 07:02, 46 to 67 bpm", "423 samples"},
		{"daily.data.heartrate.created", "ada", "423 samples, 01-05 00:00 to 01-05 07:02, 46 to 67 bpm", "423 samples, 01-05 00:00–07:02"},
		{"historical.data.electrocardiogram_voltage.created", "ada", "2025-12-06 to 2026-01-05, chunk 1 of 3", "2025-12-06–2026-01-05, 1/3"},
	} {
		line := l.line(at, tt.event, tt.user, tt.carries, "204", true)
		if n := utf8.RuneCountInString(line); n > usualWidth || !strings.Contains(line, tt.want) || !strings.HasSuffix(line, "  204") {
			t.Errorf("%d characters: %q", n, line)
		}
	}
	if line := (layout{width: usualWidth, colour: true}).line(at, "e", "u", "", "204", true); !strings.HasSuffix(line, "\x1b[32m204\x1b[0m") {
		t.Errorf("with colours: %q", line)
	}
}
