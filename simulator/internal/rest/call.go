package rest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/pydantic"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Call is a request that was matched with its route.
type Call struct {
	*http.Request
	Route *Route // nil where Vital has no such route
	Path  string // as it came, without a trailing slash
	// Label is Path with {names} for ids: equal for everybody who asks for the
	// same. It is "" where Vital has no such path.
	Label string

	// Team is the team that the request's key opens, set by a middleware; TeamErr
	// says why there is none.
	Team    *team.Team
	TeamErr error

	pattern string            // the path of the route that the label is of
	vars    map[string]string // the values of the route's {names}, escaped
	about   *About            // nil until somebody asks
}

// About says whom a request names, in its path, query or body. Most name one of
// these.
type About struct {
	UserID, ClientUserID string
	RecordID             string // of a workout or a sleep
}

// idNames are the {names} of segments that hold ids. The others, such as
// {resource}, say what is asked for.
var idNames = []string{"{user_id}", "{client_user_id}", "{workout_id}", "{sleep_id}", "{device_id}", "{team_id}", "{query_id_or_slug}", "{org_id}", "{webhook_id}"}

// call matches a request with its route.
func (t *table) call(r *http.Request) *Call {
	c := &Call{Request: r, Path: strings.TrimRight(r.URL.EscapedPath(), "/")}
	c.Route, c.vars = t.match(r)
	labelled := c.Route
	if labelled == nil { // a path of Vital's with another method has a label too
		if fitting := t.fitting(c.Path); len(fitting) > 0 {
			labelled = fitting[0]
		}
	}
	if labelled != nil {
		c.pattern = labelled.Path
		segments := strings.Split(c.Path, "/")
		for i, name := range strings.Split(labelled.Path, "/") {
			if slices.Contains(idNames, name) {
				segments[i] = name
			}
		}
		c.Label = strings.Join(segments, "/")
	}
	return c
}

// About reads whom the request names. Of a route with a user in its body it
// reads the body, which can still be read afterwards.
func (c *Call) About() About {
	if c.about == nil {
		c.about = new(c.readAbout())
	}
	return *c.about
}

func (c *Call) readAbout() (about About) {
	if c.Route != nil && c.Route.UserInBody {
		var named struct {
			UserID       string `json:"user_id"`
			ClientUserID string `json:"client_user_id"`
		}
		_ = json.Unmarshal(peek(c.Request), &named) // the endpoint reports what is wrong with it
		return About{UserID: named.UserID, ClientUserID: named.ClientUserID}
	}
	have := strings.Split(c.Path, "/")
	for i, name := range strings.Split(c.pattern, "/") {
		switch name {
		case "{user_id}":
			about.UserID = unescaped(have[i])
		case "{client_user_id}":
			about.ClientUserID = unescaped(have[i])
		case "{workout_id}", "{sleep_id}":
			about.RecordID = unescaped(have[i])
		}
	}
	if c.URL.RawQuery != "" && about == (About{}) {
		query := c.URL.Query()
		about.UserID, about.ClientUserID = query.Get("user_id"), query.Get("client_user_id")
	}
	return about
}

func unescaped(segment string) string {
	if s, err := url.PathUnescape(segment); err == nil {
		return s
	}
	return segment
}

// Var returns the value of one of the route's {names}, unescaped.
func (c *Call) Var(name string) string { return unescaped(c.vars[name]) }

// ID returns the value of one of the route's {names} as a UUID; anything else
// is a 422 (vital.md 2).
func (c *Call) ID(name string) (vital.ID, error) { return ParseID(c.Var(name), "path", name) }

// ParseID reads a UUID in any form. The place is that of the problem in a 422.
func ParseID(s string, loc ...any) (vital.ID, error) {
	id, wrong := pydantic.UUID(s)
	if wrong != nil {
		return vital.ID{}, apierror.Invalid(wrong.Msg, wrong.Type, loc...)
	}
	return id, nil
}

// Query returns the request's query parameters, or a 422.
func (c *Call) Query() (url.Values, error) {
	query, err := url.ParseQuery(c.URL.RawQuery)
	if err != nil {
		return nil, Invalid("invalid query string").Refuse("query")
	}
	return query, nil
}

// bodyTime bounds the wall time in which the body of a request arrives.
const bodyTime = 30 * time.Second

// Buffer reads the body, for at most bodyTime, so that a client which stops in the
// middle of it holds nobody up. The body can still be read afterwards.
func (c *Call) Buffer(w http.ResponseWriter) {
	connection := http.NewResponseController(w)
	if connection.SetReadDeadline(clock.System.Now().Add(bodyTime)) == nil { // not in this process
		defer func() { _ = connection.SetReadDeadline(time.Time{}) }()
	}
	peek(c.Request)
}

// peek reads the body and puts it back, with the error that ended it.
func peek(r *http.Request) []byte {
	read, err := io.ReadAll(r.Body)
	again := io.Reader(bytes.NewReader(read))
	if err != nil {
		again = io.MultiReader(again, errorReader{err})
	}
	r.Body = replayedBody{again, r.Body}
	return read
}

// A replayedBody is a body that was read and put back.
type replayedBody struct {
	io.Reader
	io.Closer
}

// An errorReader fails with its error: where a body broke, it breaks again.
type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }
