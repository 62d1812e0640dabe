package control

import (
	"net/http"
	"regexp"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

// answered are the statuses that requests can be filtered by: one, or a class.
var answered = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]xx|0)?$`)

// requests is GET /_sim/v1/requests?method=…&path=…&user=…&status=…&fault=…:
// the newest requests to Vital's API. A path may hold *, and a status be 4xx.
func (a *api) requests(t Team, r *http.Request) (any, error) {
	query := r.URL.Query()
	status := query.Get("status")
	if !answered.MatchString(status) {
		return nil, refuse("status %q: want one such as 503, a class such as 4xx, or 0 for no answer", status)
	}
	found := []journal.Request{}
	for _, q := range t.Requests() {
		if is(query.Get("method"), q.Method) && pathIs(query.Get("path"), q) && statusIs(status, q.Status) &&
			(is(query.Get("user"), q.ClientUserID) || q.UserID == query.Get("user")) && is(query.Get("fault"), q.Fault) {
			found = append(found, q)
		}
	}
	return map[string]any{"requests": found, "total": len(found)}, nil
}

func is(wanted, have string) bool { return wanted == "" || wanted == have }

func pathIs(pattern string, q journal.Request) bool {
	return pattern == "" || glob.Match(pattern, q.Path) || pattern == q.Route
}

func statusIs(wanted string, status int) bool {
	have := strconv.Itoa(status)
	return wanted == "" || wanted == have || len(wanted) == 3 && wanted[1:] == "xx" && len(have) == 3 && wanted[0] == have[0]
}
