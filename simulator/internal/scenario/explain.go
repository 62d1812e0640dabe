package scenario

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// maxRows limits the length of each part of an explanation.
const maxRows = 10

// A row is a kind of message, request or fault effect in an explanation.
type row struct {
	what, user, outcome string
}

// nearness tells how close a message is to the expected one.
type nearness int

const (
	matching     nearness = iota // as expected
	otherAnswer                  // the event and user, but another outcome or time
	sameResource                 // another event of the resource, for the same user
	otherUser                    // the event, but for another user
	sameUser                     // any other event for the same user
	unrelated
)

// explain states what was expected and how many messages were seen. If they
// differ, it lists what was sent, near misses first.
func (e Expect) explain(messages []Message, seen int, since time.Time) string {
	head := "want " + e.wanted() + "; saw " + orNone(seen)
	if e.met(seen) {
		return head
	}
	counts := map[nearness]map[row]int{}
	for _, m := range messages {
		n := e.nearness(m, since)
		if counts[n] == nil {
			counts[n] = map[row]int{}
		}
		counts[n][row{m.EventType, m.User, e.outcome(m, since)}]++
	}
	lines := []string{head}
	if len(messages) == 0 {
		return head + "; nothing was sent at all"
	}
	lines = append(lines, part("seen:", counts[matching])...)
	if seen > e.AtMost {
		return strings.Join(lines, "\n")
	}
	lines = append(lines, part("near misses:", counts[otherAnswer], counts[sameResource], counts[otherUser])...)
	also := "also sent:"
	if e.User != "" {
		also = "also sent for " + e.User + ":"
	}
	lines = append(lines, part(also, counts[sameUser])...)
	if len(lines) == 1 {
		return head + "; nothing was sent for " + e.User
	}
	return strings.Join(lines, "\n")
}

func orNone(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}

func (e Expect) nearness(m Message, since time.Time) nearness {
	resource := resourceOf(e.Event)
	switch {
	case e.about(m) && e.accepts(m, since):
		return matching
	case e.about(m):
		return otherAnswer
	case e.isFor(m) && glob.Match(resource, resourceOf(m.EventType)) && strings.Trim(resource, "*") != "":
		return sameResource
	case glob.Match(e.Event, m.EventType):
		return otherUser
	case e.isFor(m):
		return sameUser
	}
	return unrelated
}

// resourceOf returns the second last word of an event type, which is its
// resource.
func resourceOf(event string) string {
	words := strings.Split(event, ".")
	if len(words) < 2 {
		return ""
	}
	return words[len(words)-2]
}

// part formats a titled list of rows, group by group, each sorted by name.
func part(title string, groups ...map[row]int) []string {
	var lines []string
	for _, counts := range groups {
		rows := make([]row, 0, len(counts))
		for r := range counts {
			rows = append(rows, r)
		}
		slices.SortFunc(rows, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.what, b.what), cmp.Compare(a.user, b.user), cmp.Compare(a.outcome, b.outcome))
		})
		for _, r := range rows {
			lines = append(lines, "    "+r.line(counts[r]))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if more := len(lines) - maxRows; more > 0 {
		lines = append(lines[:maxRows], "    and "+strconv.Itoa(more)+" more kinds")
	}
	return append([]string{"  " + title}, lines...)
}

func (r row) line(n int) string {
	t := strconv.Itoa(n) + " " + r.what
	if r.user != "" {
		t += " for " + r.user
	}
	return t + ", " + r.outcome
}
