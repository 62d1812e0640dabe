package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Pos is a place in a scenario's file. Lines and columns count from 1.
type Pos struct {
	File string
	Line int
	Col  int
}

// String is file:line:col, as editors and CI systems recognize it.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

func (p Pos) compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// An Error is one thing wrong with a scenario, or one step that went wrong.
type Error struct {
	Pos
	Verb  string // the step's verb; "" outside of steps
	Cause string
	err   error
}

// Error is file:line:col: verb: cause, without the verb where there is none.
func (e *Error) Error() string {
	if e.Verb == "" {
		return e.Pos.String() + ": " + e.Cause
	}
	return e.Pos.String() + ": " + e.Verb + ": " + e.Cause
}

// Unwrap is the error behind the cause, if the cause is one.
func (e *Error) Unwrap() error { return e.err }

// wrap is an Error whose cause is another error.
func wrap(pos Pos, verb string, err error) *Error {
	return &Error{Pos: pos, Verb: verb, Cause: err.Error(), err: err}
}

// Errors are all errors of a file, sorted by position.
type Errors []*Error

// Error is one line per error.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As see each of them.
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
