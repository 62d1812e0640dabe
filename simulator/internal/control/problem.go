package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A problem is the answer to a request that is refused.
type problem struct {
	status int
	reason string
	all    []string // the reasons, if there are several
	more   any      // an object whose keys are added to those of the reason; may be nil
}

func (p *problem) Error() string { return p.reason }

func refuse(format string, args ...any) error {
	return &problem{http.StatusUnprocessableEntity, fmt.Sprintf(format, args...), nil, nil}
}

func missing(format string, args ...any) error {
	return &problem{http.StatusNotFound, fmt.Sprintf(format, args...), nil, nil}
}

// reason returns the answer to an error of a command.
func reason(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	switch {
	case isConflict(err):
		return &problem{http.StatusConflict, err.Error(), nil, nil}
	case isMissing(err):
		return &problem{http.StatusNotFound, err.Error(), nil, nil}
	}
	return &problem{http.StatusInternalServerError, err.Error(), nil, nil}
}

// unprocessable returns the answer to an error that lists what is wrong with a
// request, one problem per line. It returns conflicts and missing things unchanged.
func unprocessable(err error) error {
	if isConflict(err) || isMissing(err) {
		return err
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) == 1 {
		return refuse("%v", err)
	}
	return &problem{http.StatusUnprocessableEntity, lines[0], lines, nil}
}

// isConflict reports whether a command failed because of something that is going on
// in the team, or because an endpoint is disabled.
func isConflict(err error) bool {
	return isAny(err, clock.ErrBusy, webhook.ErrDisabled, team.ErrPlaying, team.ErrStopped, team.ErrInUse)
}

// isMissing reports whether a command failed because its message or endpoint does
// not exist.
func isMissing(err error) bool { return isAny(err, webhook.ErrNoMessage, webhook.ErrNoEndpoint) }

func isAny(err error, targets ...error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}

// MarshalJSON returns {"error": …} with the keys of more.
func (p *problem) MarshalJSON() ([]byte, error) {
	head, err := encode(Refusal{p.reason, p.all})
	if err != nil || p.more == nil {
		return head, err
	}
	more, err := encode(p.more)
	if err != nil || string(more) == "{}" {
		return head, err
	}
	return append(append(head[:len(head)-1], ','), more[1:]...), nil
}

// A Refusal is part of the answer to every request that is refused.
type Refusal struct {
	Error    string   `json:"error" jsonschema:"what is wrong, and what to do"`
	Problems []string `json:"problems,omitempty" jsonschema:"all problems, if there are several"`
}

func fail(w http.ResponseWriter, p *problem) { write(w, p.status, p) }

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	body, err := encode(v)
	if err != nil {
		panic(err) // whatever the API answers can be encoded
	}
	_, _ = w.Write(append(body, '\n')) // the client may have gone
}

// encode returns JSON in which <, > and & are not escaped.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimRight(out.Bytes(), "\n"), err
}
