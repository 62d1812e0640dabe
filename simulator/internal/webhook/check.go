package webhook

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// A Problem is a reason why an endpoint cannot be used.
type Problem struct {
	Field  string // as the management API calls it: url, filter_types, rate_limit, headers, secret
	Reason string // what is wanted
}

// reserved are the headers that a delivery sets itself, and those that are
// about the connection.
var reserved = []string{
	"connection", "content-length", "content-type", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
}

// headerName matches a token of HTTP.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// Problems returns all problems of an endpoint. A missing secret is none, since one
// is generated.
func (e Endpoint) Problems() (found []Problem) {
	if _, ok := network.ParseURL(e.URL); !ok {
		found = append(found, Problem{"url", "want a URL such as http://127.0.0.1:3000/webhooks"})
	}
	if e.RateLimit < 0 {
		found = append(found, Problem{"rate_limit", "want 1 or more attempts in a second, or null for no limit"})
	}
	if e.FilterTypes != nil && len(e.FilterTypes) == 0 {
		found = append(found, Problem{"filter_types", "want at least one event type, or none at all for every one"})
	}
	for _, name := range slices.Sorted(maps.Keys(e.Headers)) {
		lower := strings.ToLower(name)
		switch {
		case !headerName.MatchString(name):
			found = append(found, Problem{"headers", "a header cannot be called " + quote(name)})
		case slices.Contains(reserved, lower) || strings.HasPrefix(lower, "svix-") || strings.HasPrefix(lower, "webhook-"):
			found = append(found, Problem{"headers", "the header " + name + " belongs to the delivery itself"})
		case strings.ContainsAny(e.Headers[name], "\r\n\x00"):
			found = append(found, Problem{"headers", "the value of " + name + " has to stand on one line"})
		}
	}
	if e.Secret != "" {
		if _, err := ParseSecret(e.Secret.Reveal()); err != nil {
			found = append(found, Problem{"secret", err.Error()})
		}
	}
	return found
}

// quote returns a quoted name of bounded length.
func quote(name string) string {
	if len(name) > 40 {
		name = name[:40]
	}
	return strconv.Quote(name)
}
