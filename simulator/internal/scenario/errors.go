package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Pos is a position in a scenario file. Lines and columns count from 1.
type Pos struct {
	File string
	Line int
	Col  int
}

// String formats the position as file:line:col, which editors and CI systems
// recognize.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

func (p Pos) compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// An Error is an error in a scenario file, or the failure of a step.
type Error struct {
	Pos
	Verb  string // the step's verb, or "" outside of steps
	Cause string
	err   error
}

// Error formats the error as file:line:col: verb: cause.
func (e *Error) Error() string {
	if e.Verb == "" || strings.HasPrefix(e.Cause, e.Verb+" ") {
		return e.Pos.String() + ": " + e.Cause
	}
	return e.Pos.String() + ": " + e.Verb + ": " + e.Cause
}

// Unwrap returns the error that caused this one, or nil.
func (e *Error) Unwrap() error { return e.err }

// wrap returns an Error caused by err.
func wrap(pos Pos, verb string, err error) *Error {
	return &Error{Pos: pos, Verb: verb, Cause: err.Error(), err: err}
}

// Errors lists the errors of a file, sorted by position.
type Errors []*Error

// Error returns one line per error.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the errors, for errors.Is and errors.As.
func (es Errors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

func (es Errors) sort() {
	slices.SortStableFunc(es, func(a, b *Error) int { return a.compare(b.Pos) })
}
