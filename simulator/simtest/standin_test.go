package simtest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A standIn is in the place of a test's *testing.T, where the test is to fail.
type standIn struct {
	testing.TB
	failed    bool
	said      []string // by Error, Fatal and Log
	cleanups  []func()
	artifacts string
}

// ended is how Fatal ends the function.
type ended struct{}

// attempt runs a function as go test would, with its cleanups.
func attempt(f func(t testing.TB)) *standIn {
	t := &standIn{}
	t.end(func() { f(t) })
	for _, cleanup := range slices.Backward(t.cleanups) {
		t.end(cleanup)
	}
	return t
}

func (t *standIn) end(f func()) {
	defer func() {
		if r := recover(); r != nil && r != (ended{}) {
			panic(r)
		}
	}()
	f()
}

// text is all that the test has said.
func (t *standIn) text() string { return strings.Join(t.said, "\n") }

func (t *standIn) Helper()                           {}
func (t *standIn) Context() context.Context          { return context.Background() }
func (t *standIn) Cleanup(f func())                  { t.cleanups = append(t.cleanups, f) }
func (t *standIn) ArtifactDir() string               { return t.artifacts }
func (t *standIn) Failed() bool                      { return t.failed }
func (t *standIn) Log(args ...any)                   { t.said = append(t.said, fmt.Sprint(args...)) }
func (t *standIn) Error(args ...any)                 { t.failed = true; t.Log(args...) }
func (t *standIn) Errorf(format string, args ...any) { t.Error(fmt.Sprintf(format, args...)) }
func (t *standIn) Fatal(args ...any)                 { t.Error(args...); panic(ended{}) }
func (t *standIn) Fatalf(format string, args ...any) { t.Fatal(fmt.Sprintf(format, args...)) }
