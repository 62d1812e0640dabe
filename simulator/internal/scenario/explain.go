package scenario

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// maxRows bounds each part of an explanation.
const maxRows = 10

// A row is a kind of message in an explanation.
type row struct {
	event, user, outcome string
}

// nearness is how near a row is to what was expected.
type nearness int

const (
	matching     nearness = iota // what was wanted
	otherAnswer                  // of the kind, but the receiver answered otherwise
	sameResource                 // another event of the same resource, of the same user
	otherUser                    // the event, but of another user
	sameUser                     // anything else of the same user
	unrelated
)

// explain says what was wanted and how many messages were seen; if that is not
// as it should be, also what arrived instead, near misses first.
func (e Expect) explain(messages []Message, seen int) string {
	head := "want " + e.wanted() + "; saw " + orNone(seen)
	if e.AtLeast <= seen && seen <= e.AtMost {
		return head
	}
	counts := map[nearness]map[row]int{}
	for _, m := range messages {
		n := e.nearness(m)
		if counts[n] == nil {
			counts[n] = map[row]int{}
		}
		counts[n][row{m.EventType, m.User, outcome(m)}]++
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

func (e Expect) nearness(m Message) nearness {
	resource := resourceOf(e.Event)
	switch {
	case e.about(m) && e.accepts(m):
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

// resourceOf is the last word but one of an event type: what it is about.
func resourceOf(event string) string {
	words := strings.Split(event, ".")
	if len(words) < 2 {
		return ""
	}
	return words[len(words)-2]
}

func outcome(m Message) string {
	switch {
	case m.Accepted:
		return "accepted"
	case m.Attempts == 0:
		return "not attempted"
	case m.Status == 0:
		return "not accepted (no answer)"
	default:
		return "not accepted (last answer " + strconv.Itoa(m.Status) + ")"
	}
}

// part is a titled list of rows, group after group, each sorted by name.
func part(title string, groups ...map[row]int) []string {
	var lines []string
	for _, counts := range groups {
		rows := make([]row, 0, len(counts))
		for r := range counts {
			rows = append(rows, r)
		}
		slices.SortFunc(rows, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.event, b.event), cmp.Compare(a.user, b.user), cmp.Compare(a.outcome, b.outcome))
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
	t := strconv.Itoa(n) + " " + r.event
	if r.user != "" {
		t += " for " + r.user
	}
	return t + ", " + r.outcome
}
