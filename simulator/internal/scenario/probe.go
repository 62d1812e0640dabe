package scenario

import (
	"bytes"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// unansweredPatience is the wall time after which a probe that the application does
// not answer is not repeated, unless the scenario says how long to wait. An
// application may respond with 404 until it has processed an event.
const unansweredPatience = time.Second

// seen is what a probe found. At most one of unanswered and differs is not empty.
type seen struct {
	unanswered string // why the response says nothing about what the application stores: 404, connection refused
	differs    string // how the response differs from the expected one, in lines
	evident    bool   // whether the difference is in a value that the application returned
}

func (s seen) ok() bool { return s.unanswered == "" && s.differs == "" }

// reason returns what unanswered probes of one kind have in common: the URL without
// its last element, which names a user, and the response.
func (s seen) reason(where string) string { return "probe " + path.Dir(where) + " " + s.unanswered }

// judge compares a response with the expected one. Only a response with the expected
// status or with 2xx says something about what the application stores.
func (e ExpectProbe) judge(status int, body []byte, err error) seen {
	success := status >= 200 && status < 300
	switch {
	case err != nil:
		return seen{unanswered: err.Error()}
	case status != e.Status && !success:
		return seen{unanswered: strconv.Itoa(status)}
	case status != e.Status:
		return seen{differs: "  was answered " + strconv.Itoa(status) + ": " + node.Short(string(body)), evident: true}
	case !e.HasJSON:
		return seen{}
	}
	have, err := decode(body)
	if err != nil {
		return seen{unanswered: strconv.Itoa(status) + " with " + kindOf(body)}
	}
	differs := differences("", e.JSON, have)
	if len(differs) == 0 {
		return seen{}
	}
	if more := len(differs) - maxRows; more > 0 {
		differs = append(differs[:maxRows], "and "+node.Count(more, "more difference"))
	}
	return seen{differs: "  differs:\n    " + strings.Join(differs, "\n    "), evident: related(e.JSON, have)}
}

// kindOf says what a body is that is not JSON.
func kindOf(body []byte) string {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return "an empty body"
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")):
		return "HTML"
	}
	return "a body that is not JSON"
}

// related reports whether a response can be one to the probe: an object has one of the
// expected keys. An application that responds {"status":"ok"} to any request does not
// know the probe.
func related(want, have any) bool {
	wanted, ok := want.(map[string]any)
	if !ok || len(wanted) == 0 {
		return true
	}
	object, ok := have.(map[string]any)
	if !ok {
		return false
	}
	for key := range wanted {
		if _, ok := object[key]; ok {
			return true
		}
	}
	return false
}
