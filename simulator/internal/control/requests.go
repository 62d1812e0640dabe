package control

import (
	"regexp"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

// answeredWith matches the statuses that requests can be filtered by: one, or a class.
var answeredWith = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]xx|0)?$`)

// asked selects requests; empty fields match all.
type asked struct {
	Method string `json:"method,omitempty"`
	Path   string `json:"path,omitempty" jsonschema:"a path of Vital's, with * for any run of letters, or a route with {names} for ids"`
	User   string `json:"user,omitempty" jsonschema:"a client_user_id or user_id"`
	Status string `json:"status,omitempty" jsonschema:"one such as 503, a class such as 4xx, or 0 for no answer"`
	Fault  string `json:"fault,omitempty" jsonschema:"the name of the fault that acted on it"`
}

func (a asked) check() error {
	if !answeredWith.MatchString(a.Status) {
		return refuse("status %q: want one such as 503, a class such as 4xx, or 0 for no answer", a.Status)
	}
	return nil
}

func (a asked) accepts(q journal.Request) bool {
	return is(a.Method, q.Method) && a.isPath(q) && a.isFor(q) && statusIs(a.Status, q.Status) && is(a.Fault, q.Fault)
}

func (a asked) isPath(q journal.Request) bool {
	return a.Path == "" || glob.Match(a.Path, q.Path) || a.Path == q.Route
}

func (a asked) isFor(q journal.Request) bool { return is(a.User, q.ClientUserID) || q.UserID == a.User }

func is(wanted, have string) bool { return wanted == "" || wanted == have }

func statusIs(wanted string, status int) bool {
	have := strconv.Itoa(status)
	return wanted == "" || wanted == have || len(wanted) == 3 && wanted[1:] == "xx" && len(have) == 3 && wanted[0] == have[0]
}

// Asked are the requests that match.
type Asked struct {
	Requests []journal.Request `json:"requests"`
	Total    int               `json:"total"`
}

func showRequests(c *call, in asked) (Asked, error) {
	if err := c.possibleRequests(in, false); err != nil {
		return Asked{}, err
	}
	found := []journal.Request{}
	for _, q := range c.team.Journal.Requests() {
		if in.accepts(q) {
			found = append(found, q)
		}
	}
	return Asked{found, len(found)}, nil
}
