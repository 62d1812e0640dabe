package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// A problem is an answer that refuses, with whatever helps beside the reason.
type problem struct {
	status int
	reason string
	all    []string // of several reasons; nil where there is one
	more   any      // an object whose keys stand beside the reason; nil for none
}

func (p *problem) Error() string { return p.reason }

func refuse(format string, args ...any) error {
	return &problem{http.StatusUnprocessableEntity, fmt.Sprintf(format, args...), nil, nil}
}

func missing(format string, args ...any) error {
	return &problem{http.StatusNotFound, fmt.Sprintf(format, args...), nil, nil}
}

// reason is an error of a team as an answer.
func (a *api) reason(err error) *problem {
	if p, told := errors.AsType[*problem](err); told {
		return p
	}
	switch {
	case a.Busy(err):
		return &problem{http.StatusConflict, err.Error(), nil, nil}
	case a.Missing(err):
		return &problem{http.StatusNotFound, err.Error(), nil, nil}
	}
	return &problem{http.StatusInternalServerError, err.Error(), nil, nil}
}

// MarshalJSON is {"error": …} and what stands beside it.
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

// A Refusal is what every answer that refuses says.
type Refusal struct {
	Error    string   `json:"error" jsonschema:"what is wrong, and what to do"`
	Problems []string `json:"problems,omitempty" jsonschema:"all of it, where there is more than one thing"`
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

// encode is JSON that leaves <, > and & as they are.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimRight(out.Bytes(), "\n"), err
}
