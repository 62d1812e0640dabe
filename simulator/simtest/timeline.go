package simtest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// The numbers of messages and requests, the last ones, that a failed test logs.
const lastMessages, lastRequests = 30, 15

// logTimeline logs the last messages and requests.
func (s *Sim) logTimeline() {
	s.t.Helper()
	urls := map[string]string{}
	for _, e := range s.Endpoints() {
		urls[e.ID] = e.URL
	}
	timeline, requests, faults := s.Timeline(), s.Requests(), s.Faulted()
	var messages, open []string // open are those before the last ones that nobody has accepted
	for i, d := range timeline {
		messages = append(messages, line(d, urls))
		if !d.Accepted() && i < len(timeline)-lastMessages {
			open = append(open, line(d, urls))
		}
	}
	asked := make([]string, len(requests))
	for i, r := range requests {
		asked[i] = requestLine(r)
	}
	acts := make([]string, len(faults))
	for i, f := range faults {
		acts[i] = strings.Join(strings.Fields(fmt.Sprintf("%s: %s of %s%s %s", f.Fault, f.Done, f.Request, f.EventType, f.User)), " ")
		acts[i] = stamp(f.At) + "  " + acts[i]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "vitalsim: the timeline until %s, simulated\n", stamp(s.Now()))
	section(&b, "messages", messages, lastMessages)
	if len(open) > 0 {
		section(&b, "earlier messages that were not accepted", open, lastRequests)
	}
	if refused := refusals(timeline, s.Endpoints()); len(refused) > 0 {
		section(&b, "deliveries that were not accepted", refused, lastRequests)
	}
	if unused := s.Unused(); len(unused) > 0 {
		section(&b, "without an effect", unused, lastRequests)
	}
	section(&b, "requests to the API", asked, lastRequests)
	section(&b, "acts of faults", acts, lastRequests)
	if kept := s.keep(); kept != "" {
		fmt.Fprintf(&b, "all of it: %s\n", kept)
	}
	s.t.Log(strings.TrimRight(b.String(), "\n"))
}

// section writes the last lines under a title with the number of all lines.
func section(b *strings.Builder, title string, lines []string, most int) {
	switch n := len(lines); {
	case n == 0:
		fmt.Fprintf(b, "no %s\n", title)
	case n <= most:
		fmt.Fprintf(b, "%s\n%s\n", title, indent(lines))
	default:
		fmt.Fprintf(b, "%s, the last %d of %d\n%s\n", title, most, n, indent(last(lines, most)))
	}
}

// line returns a message on one line; urls are the URLs of endpoints by id.
func line(d simulator.Delivered, urls map[string]string) string {
	text := fmt.Sprintf("%s  %-36s %-12s %-58s %s", stamp(d.At), d.EventType, d.ClientUserID, d.Carries.Summary, answers(d))
	if url := urls[d.EndpointID]; url != "" {
		text += " at " + url
	}
	return text
}

// answers returns the responses to a message: 500 ×2, 204.
func answers(d simulator.Delivered) string {
	var texts []string
	times := map[int]int{} // by place in texts
	for _, a := range d.Attempts {
		text := fmt.Sprint(a.StatusCode)
		if a.Error != "" {
			text = a.Error
		}
		if !a.Verified {
			text += " (signature does not verify)"
		}
		if a.Fault != "" {
			text += " (" + a.Fault + ")"
		}
		if n := len(texts); n == 0 || texts[n-1] != text {
			texts = append(texts, text)
		}
		times[len(texts)-1]++
	}
	for i, n := range times {
		if n > 1 {
			texts[i] += fmt.Sprintf(" ×%d", n)
		}
	}
	if !d.Accepted() {
		texts = append(texts, map[bool]string{true: "given up", false: d.Status}[d.Failed()])
	}
	return strings.Join(texts, ", ")
}

// requestLine returns a request on one line.
func requestLine(r simulator.Request) string {
	text := fmt.Sprintf("%s  %s %s", stamp(r.At), r.Method, r.Path)
	if r.Query != "" {
		text += "?" + r.Query
	}
	if r.Status == 0 {
		text += "  no answer"
	} else {
		text += fmt.Sprintf("  %d", r.Status)
	}
	if r.Fault != "" {
		text += " (" + r.Fault + ")"
	}
	return text
}

// keep writes the timeline and all requests into the artifacts folder of the
// test, if go test -artifacts keeps one, and returns its path.
func (s *Sim) keep() string {
	if f := flag.Lookup("test.artifacts"); f == nil || f.Value.String() != "true" {
		return ""
	}
	b, err := json.MarshalIndent(map[string]any{
		"now": s.Now(), "timeline": s.Timeline(), "requests": s.Requests(), "faults": s.Faulted(),
	}, "", "  ")
	path := filepath.Join(s.t.ArtifactDir(), "vitalsim.json")
	if err == nil {
		err = os.WriteFile(path, b, 0o666)
	}
	if err != nil {
		return err.Error()
	}
	return path
}

// stamp returns a simulated time as a timeline shows it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

// indent returns lines as an indented paragraph.
func indent(lines []string) string { return "  " + strings.Join(lines, "\n  ") }

// last returns the last n lines.
func last(lines []string, most int) []string { return lines[max(0, len(lines)-most):] }
