package scenario

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// ExpectRequest is the action that checks how many requests clients have sent
// to Vital's API since the scenario began, and waits for them.
type ExpectRequest struct {
	Method string
	Path   string // a glob
	User   string // "" means any user
	Limits
	Answered string        // a status, a class such as 2xx, or "any"
	Within   time.Duration // wall time; 0 means the default
}

var statuses = regexp.MustCompile(`^(any|[1-5]xx|[1-5][0-9][0-9])$`)

// methods lists the methods of Vital's routes.
var methods = []string{"GET", "POST", "PATCH", "PUT", "DELETE"}

func (r *reader) expectRequest() Action {
	e := ExpectRequest{User: r.user("user", node.Optional), Answered: "any"}
	if text := r.Text("request", node.Required); text != "" {
		var ok bool
		e.Method, e.Path, ok = strings.Cut(text, " ")
		switch {
		case !ok || !slices.Contains(methods, e.Method):
			r.Errorf("request", "want a method and a path such as GET /v2/summary/*, have %s", node.Quote(text))
		default:
			if cause := r.p.catalog.Faults.CheckPath(e.Path); cause != "" {
				r.Errorf("request", "%s", cause)
			}
		}
	}
	e.Limits = r.limits()
	if n := r.Value("answered", node.Optional); n != nil {
		if e.Answered = n.Value; !statuses.MatchString(e.Answered) {
			r.Errorf("answered", "want a status such as 503, a class such as 2xx, or any, have %s", node.Have(n))
		}
	}
	e.Within = r.Wall("within", maxPatience)
	return e
}

func (e ExpectRequest) text() string { return "expect " + e.wanted() }

func (e ExpectRequest) wanted() string {
	t := e.Limits.String() + " " + e.Method + " " + e.Path
	if e.User != "" {
		t += " for " + e.User
	}
	if e.Answered != "any" {
		t += ", answered " + e.Answered
	}
	if e.Within > 0 {
		t += ", within " + e.Within.String()
	}
	return t
}

// about reports whether the request has the method, path and user, whatever
// the response.
func (e ExpectRequest) about(q Request) bool { return e.asks(q) && e.isFor(q) }

func (e ExpectRequest) asks(q Request) bool {
	return e.Method == q.Method && glob.Match(e.Path, q.Path)
}

func (e ExpectRequest) isFor(q Request) bool { return e.User == "" || e.User == q.User }

func (e ExpectRequest) accepts(q Request) bool {
	status := strconv.Itoa(q.Status)
	class, isClass := strings.CutSuffix(e.Answered, "xx")
	return e.Answered == "any" || e.Answered == status || isClass && len(status) == 3 && status[:1] == class
}

func (e ExpectRequest) do(ctx context.Context, p *player, s Step) error {
	if p.skipExpect {
		return nil
	}
	var requests []Request
	var forgotten int
	n, err := p.awaitCount(ctx, e.Limits, e.Within, func() (n int) {
		requests, forgotten = p.team.Requests()
		for _, q := range requests {
			if e.about(q) && e.accepts(q) {
				n++
			}
		}
		return n
	})
	if err != nil {
		return err
	}
	if forgotten > 0 && e.AtMost < Unbounded {
		p.expectation(s, false, "want "+e.wanted()+"; but only the newest of "+node.Count(len(requests)+forgotten, "request")+" are remembered")
		return nil
	}
	if n < e.AtLeast {
		p.consequence(s, e.explain(requests, n))
		return nil
	}
	p.expectation(s, e.met(n), e.explain(requests, n))
	return nil
}

// explain states what was expected and seen. If they differ, it lists the
// requests, near misses first.
func (e ExpectRequest) explain(requests []Request, seen int) string {
	head := "want " + e.wanted() + "; saw " + orNone(seen)
	switch {
	case e.met(seen):
		return head
	case len(requests) == 0:
		return head + "; nothing was asked at all"
	}
	var matched, near, others = map[row]int{}, map[row]int{}, map[row]int{}
	for _, q := range requests {
		switch what := (row{q.Method + " " + q.name(), q.User, q.outcome()}); {
		case e.about(q) && e.accepts(q):
			matched[what]++
		case e.asks(q) || glob.Match(e.Path, q.Path) && e.isFor(q):
			near[what]++
		default:
			others[what]++
		}
	}
	lines := append([]string{head}, part("seen:", matched)...)
	if seen > e.AtMost {
		return strings.Join(lines, "\n")
	}
	lines = append(lines, part("near misses:", near)...)
	return strings.Join(append(lines, part("also asked:", others)...), "\n")
}

// name returns the route of the request, or its path if it has no route.
func (q Request) name() string {
	if q.Route != "" {
		return q.Route
	}
	return node.Short(q.Path)
}

func (q Request) outcome() string {
	t := "answered " + strconv.Itoa(q.Status)
	if q.Status == 0 {
		t = "not answered"
	}
	if q.Fault != "" {
		t += " (fault " + q.Fault + ")"
	}
	return t
}
