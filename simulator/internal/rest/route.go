package rest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Route is a path of one of Vital's APIs with methods that it takes.
type Route struct {
	Methods string // separated by spaces
	Path    string // with {names} for segments that vary
	// Answer simulates the route. Nil means that Vital has the route and the
	// simulator does not: it answers 501.
	Answer Handler
	// UserInBody says that the request's body names the user it is about.
	UserInBody bool
}

// A Handler answers a call that its route has matched.
type Handler func(w http.ResponseWriter, c *Call)

// A table matches requests with routes.
type table struct {
	routes []Route
	*patterns
}

// newTable builds a table. Of two routes that match, the first one that takes
// the method is chosen.
func newTable(routes []Route) *table { return &table{routes, patternsOf(routes)} }

// match finds the route of a request and the values of its {names}, still
// escaped; nil where no route takes it.
func (t *table) match(r *http.Request) (*Route, map[string]string) {
	var match mux.RouteMatch
	if !t.router.Match(r, &match) || match.MatchErr != nil {
		return nil, nil
	}
	return &t.routes[t.index[match.Route]], match.Vars
}

// patterns are the compiled methods and paths of routes. They are never changed.
type patterns struct {
	split  [][]string // the paths by segments
	router *mux.Router
	index  map[*mux.Route]int // of the routes
}

// compiled holds the patterns of each list of methods and paths. The simulators
// of a process have the same routes, and compiling them takes a millisecond.
var compiled sync.Map

func patternsOf(routes []Route) *patterns {
	var key strings.Builder
	for _, r := range routes {
		key.WriteString(r.Methods + " " + r.Path + "\n")
	}
	if known, ok := compiled.Load(key.String()); ok {
		return known.(*patterns)
	}
	// Encoded paths, because a client_user_id may hold a slash.
	p := &patterns{router: mux.NewRouter().UseEncodedPath().SkipClean(true), index: map[*mux.Route]int{}}
	for i, r := range routes {
		p.split = append(p.split, strings.Split(r.Path, "/"))
		p.index[p.router.Methods(strings.Fields(r.Methods)...).Path(r.Path)] = i
	}
	known, _ := compiled.LoadOrStore(key.String(), p)
	return known.(*patterns)
}

// fitting finds the routes whose path fits, whatever their methods.
func (t *table) fitting(path string) (fitting []*Route) {
	have := strings.Split(path, "/")
	for i, segments := range t.split {
		if fits(segments, have) {
			fitting = append(fitting, &t.routes[i])
		}
	}
	return fitting
}

// fits reports whether a path fits a pattern, whose {names} take one segment each.
func fits(pattern, path []string) bool {
	if len(path) != len(pattern) {
		return false
	}
	for i, want := range pattern {
		if want != path[i] && (path[i] == "" || !isName(want)) {
			return false
		}
	}
	return true
}

func isName(segment string) bool { return strings.HasPrefix(segment, "{") }

// labFamilies are Vital's families of paths that are not about wearables.
var labFamilies = []string{"/v3/", "/lab_report/"}

// maxHinted is the longest path that is repeated in a hint and compared.
const maxHinted = 500

// refusal returns the error for a request that no route takes: 405 where Vital
// has the path with other methods, 501 where it belongs to a family that is not
// simulated, else 404 with the nearest path as a hint.
func (t *table) refusal(w http.ResponseWriter, r *http.Request) *vital.Error {
	path := r.URL.EscapedPath()
	for _, prefix := range labFamilies {
		if strings.HasPrefix(path, prefix) {
			return apierror.NotSimulated(r.Method + " " + prefix + "…: only wearables are")
		}
	}
	if fitting := t.fitting(path); len(fitting) > 0 {
		w.Header().Set("Allow", allowed(fitting))
		return apierror.MethodNotAllowed()
	}
	refused := apierror.NotFound("Not Found")
	if len(path) <= maxHinted {
		refused = refused.WithHint("Vital has no path %q%s", path, near.Hint(path, t.candidates(path)))
	}
	return refused
}

func allowed(routes []*Route) string {
	var methods []string
	for _, r := range routes {
		methods = append(methods, strings.Fields(r.Methods)...)
	}
	slices.Sort(methods)
	return strings.Join(slices.Compact(methods), ", ")
}

// candidates returns all paths, each with the path's own segments for its
// {names} where the numbers of segments agree: ids are not what is mistyped.
func (t *table) candidates(path string) []string {
	have := strings.Split(path, "/")
	out := make([]string, len(t.split))
	for i, segments := range t.split {
		filled := slices.Clone(segments)
		for j := range filled {
			if len(filled) == len(have) && isName(filled[j]) {
				filled[j] = have[j]
			}
		}
		out[i] = strings.Join(filled, "/")
	}
	return out
}

// trimSlash makes every path answer with and without a trailing slash: the
// quickstart and the mobile SDKs call /v2/user/ (vital.md 2). An escaped slash
// stays: it belongs to a client_user_id.
func trimSlash(r *http.Request) {
	raw := strings.TrimRight(r.URL.EscapedPath(), "/")
	path, err := url.PathUnescape(raw)
	if err != nil {
		return // unchanged: no route takes it
	}
	r.URL.Path, r.URL.RawPath = path, raw
}
