package jsonlint_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/jsonlint"
)

func decode(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCheckFindsTheFirstFlaw(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":1,"b":{"a":[1,{"a":2}]}}`:            "",
		`[":", "\":", "\\", {"a:\"b":"c:"}, null]`: "",
		`{"a":1,"a":1}`:                            ".a duplicate key",
		`{"a":1,"\u0061":2,"b":1,"b":2}`:           ".a duplicate key",
		`[0,{"a":{"b":1,"c":[],"b":{"x":1}}}]`:     "[1].a.b duplicate key",
		`{"":1,"":2}`:                              ". duplicate key",
		"{\"a\":\"\xff\"}":                         " " + jsonlint.NotUTF8,
	} {
		f, found := jsonlint.Check([]byte(text), decode(t, text))
		if got := f.Path + " " + f.Cause; found != (want != "") || found && got != want {
			t.Errorf("%s: %q, %v; want %q", text, got, found, want)
		}
	}
}

func TestMarksAreSkipped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "{": "{", "\ufeff": "", "\ufeff{}": "{}", "\ufeff\ufeff": "\ufeff", "\xef\xbb{}": "\xef\xbb{}"} {
		read, err := io.ReadAll(jsonlint.SkipMark(strings.NewReader(text)))
		if err != nil || string(read) != want || string(jsonlint.TrimMark([]byte(text))) != want {
			t.Errorf("%q: %q, %v", text, read, err)
		}
	}
}

// FuzzCheck compares Check with the keys that a decoder finds: written again, what
// is decoded has each key once, and no flaw.
func FuzzCheck(f *testing.F) {
	for _, text := range []string{`{"a":1,"a":2}`, `[{"a":{}},{"a":{"b":":\"","b":1}}]`, `{"\u0061":1,"a":1}`, "\"\xff\"", `{"a":"\\"}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		flaw, found := jsonlint.Check([]byte(text), v)
		if found && flaw.Cause == "" {
			t.Errorf("%q: a flaw without a cause", text)
		}
		again, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if flaw, found := jsonlint.Check(again, v); found {
			t.Errorf("%q: %+v in %s", text, flaw, again)
		}
	})
}
