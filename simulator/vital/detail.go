package vital

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A UserConflict is the detail of the error that refuses a client_user_id that is taken
// (vital.md 1.3, 7.1).
type UserConflict struct {
	ErrorType    string    `json:"error_type"`
	ErrorMessage string    `json:"error_message"`
	UserID       ID        `json:"user_id"`
	CreatedOn    time.Time `json:"created_on"`
}

func (c UserConflict) text() string {
	return fmt.Sprintf("%s It belongs to user %s.", c.ErrorMessage, c.UserID)
}

// A Problem is one thing wrong with a request, as FastAPI reports it: Loc is
// where ("query", "start_date"; numbers index lists), Type is the kind of
// problem in a word of Pydantic's, missing.
type Problem struct {
	Loc  []any  `json:"loc"`
	Msg  string `json:"msg"`
	Type string `json:"type"`
}

// Problems are the detail of a request that fails validation.
type Problems []Problem

// AppendJSON appends the list.
func (p Problems) AppendJSON(b []byte) []byte {
	b = append(b, '[')
	for i, problem := range p {
		if i > 0 {
			b = append(b, ',')
		}
		b = problem.AppendJSON(b)
	}
	return append(b, ']')
}

// text returns the problems with their places, but without the part of the request.
func (p Problems) text() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		var where []string
		for _, at := range problem.Loc[min(1, len(problem.Loc)):] {
			where = append(where, fmt.Sprint(at))
		}
		if lines[i] = problem.Msg; len(where) > 0 {
			lines[i] = strings.Join(where, ".") + ": " + problem.Msg
		}
	}
	return strings.Join(lines, "; ")
}

// MarshalJSON returns what AppendJSON appends.
func (p Problems) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// AppendJSON appends the problem.
func (p Problem) AppendJSON(b []byte) []byte {
	b = append(b, `{"loc":[`...)
	for i, at := range p.Loc {
		if i > 0 {
			b = append(b, ',')
		}
		if n, ok := at.(int); ok {
			b = strconv.AppendInt(b, int64(n), 10)
		} else {
			b = appendString(b, fmt.Sprint(at))
		}
	}
	b = appendKeyString(b, `],"msg":`, p.Msg)
	b = appendKeyString(b, `,"type":`, p.Type)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (p Problem) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }
