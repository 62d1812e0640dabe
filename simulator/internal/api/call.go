package api

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A Call is what a request asks of Vital's API, and whom it is about.
type Call struct {
	Path  string // as it came, without a trailing slash
	Route string // Path with {names} in the place of ids; "" where Vital has none such

	// Whom it names, in the path, the query or the body; most have one of these.
	UserID, ClientUserID string
	RecordID             string // of a workout or a sleep
}

// Paths are Vital's wearables paths with {names} for the segments that vary.
func Paths() []string {
	paths := make([]string, len(routes))
	for i, r := range routes {
		paths[i] = r.pattern
	}
	return paths
}

// ids are the names of segments that stay names in a Route: without them, it
// says what is asked for whoever asks.
var ids = []string{"{user_id}", "{client_user_id}", "{workout_id}", "{sleep_id}", "{device_id}", "{team_id}", "{query_id_or_slug}"}

// inBody are the routes of POST whose body says whom they are about.
var inBody = []string{"/v2/user", "/v2/link/connect/demo", "/v2/link/token"}

// CallOf reads a request without answering it. A body that it must look into
// can still be read afterwards.
func CallOf(r *http.Request) Call {
	c := Call{Path: strings.TrimRight(r.URL.EscapedPath(), "/")}
	c.routed(r.Method)
	if r.URL.RawQuery != "" && c.UserID+c.ClientUserID+c.RecordID == "" {
		query := r.URL.Query()
		c.UserID, c.ClientUserID = query.Get("user_id"), query.Get("client_user_id")
	}
	if r.Method == http.MethodPost && slices.Contains(inBody, c.Route) && r.Body != nil {
		var about struct {
			UserID       string `json:"user_id"`
			ClientUserID string `json:"client_user_id"`
		}
		_ = json.Unmarshal(peek(r), &about) // what is wrong with it, the endpoint says
		c.UserID, c.ClientUserID = about.UserID, about.ClientUserID
	}
	return c
}

// routed finds the route of the path, and whom it names. A route that takes the
// method comes before those that do not.
func (c *Call) routed(method string) {
	have := strings.Split(c.Path, "/")
	var found []string
	for _, r := range split {
		if !r.fits(have) {
			continue
		}
		takes := slices.Contains(r.methods, method)
		if takes || found == nil {
			found = r.segments
		}
		if takes {
			break
		}
	}
	if found == nil {
		return
	}
	for i, name := range found {
		if !slices.Contains(ids, name) {
			continue
		}
		text, err := url.PathUnescape(have[i])
		if err != nil {
			text = have[i]
		}
		switch have[i] = name; name {
		case "{user_id}":
			c.UserID = text
		case "{client_user_id}":
			c.ClientUserID = text
		case "{workout_id}", "{sleep_id}":
			c.RecordID = text
		}
	}
	c.Route = strings.Join(have, "/")
}

// peek reads the body and puts it back, with whatever ended it.
func peek(r *http.Request) []byte {
	read, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	again := io.MultiReader(bytes.NewReader(read), r.Body)
	if err != nil {
		again = io.MultiReader(bytes.NewReader(read), broken{err})
	}
	r.Body = replayed{again, r.Body}
	return read
}

// replayed is a body that was looked into.
type replayed struct {
	io.Reader
	io.Closer
}

// broken is the end of a body that could not be read to its end.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
