package fault_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

var update = flag.Bool("update", false, "rewrite golden files")

// wrong are faults that are refused, one a line.
const wrong = `
503
api
[]
{}
api: {}
delivery:
api: {path: /v2/summary/*}
api: {pth: /v2/summary/*, statis: 503}
apy: {status: 503}
api: {status: 503}, delivery: {drop: true}
{api: {status: 503}, delivery: {drop: true}}
api: {path: /v2/sumary/*, status: 503}
api: {path: /v2/user/1/2/3/4/5, status: 503}
api: {path: v2/user, status: 503}
api: {path: *, status: 503}
api: {path: 1, status: 503}
api: {method: FETCH, status: 503}
api: {status: 200}
api: {status: 430}
api: {status: service unavailable}
api: {status: 500, retry_after: 2}
api: {retry_after: 2}
api: {status: 429, retry_after: 0}
api: {latency: 0s}
api: {latency: soon}
api: {latency: 1h}
api: {latency: 300}
api: {reset: true, status: 500, malformed: true}
api: {reset: false}
api: {reset: yes please}
api: {truncate: true, malformed: true}
api: {status: 500, times: 0}
api: {status: 500, times: 100001}
api: {status: 500, nth: 3, times: 2}
api: {status: 500, nth: 3, share: 0.5}
api: {status: 500, nth: -1}
api: {status: 500, share: 0}
api: {status: 500, share: 30%}
api: {status: 500, share: 1.5}
api: {status: 500, name: all}
api: {status: 500, name: two words}
api: {status: 500, user: ""}
api: {status: 500, event: daily.data.sleep.created}
api: {status: 500, status: 501}
api: {status: &a 500, times: *a}
delivery: {event: daily.data.slep.created, drop: true}
delivery: {event: daily.slept.*, drop: true}
delivery: {event: weekly, drop: true}
delivery: {event: daily.data.*}
delivery: {drop: true, duplicate: 1, delay: 2h}
delivery: {delay: 2h, reorder: 1}
delivery: {delay: 0s}
delivery: {delay: 1.5h}
delivery: {reorder: 1, attempt: 2}
delivery: {headers: missing, secret: wrong}
delivery: {headers: none}
delivery: {secret: right}
delivery: {tamper: header}
delivery: {timestamp: future}
delivery: {content_type: text}
delivery: {oversize: 2MB}
delivery: {oversize: 1000MiB}
delivery: {oversize: 0B}
delivery: {attempt: 0, duplicate: 1}
delivery: {duplicate: 1, path: /v2/user}
delivery: {duplicate: many, tymes: 2}
api: {status: 500
`

// TestWrongFaults keeps every message that the author of a fault can get in one
// file, to be read as a first-time user reads it.
func TestWrongFaults(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	texts := strings.Split(strings.Trim(wrong, "\n"), "\n")
	texts = append(texts, "", "api:\n  status: 9\n  times: 0\n", "api: {}\n---\napi: {}", "api: {name: \xff}", "# "+strings.Repeat("x", 1<<16))
	for _, text := range texts {
		f, err := fault.Parse(text, catalog)
		if err == nil {
			t.Errorf("%s: no error, but %s", text, f)
			continue
		}
		checkErrors(t, text, err)
		if f != (fault.Fault{}) {
			t.Errorf("%s: a fault beside an error: %s", text, f)
		}
		shown := strings.ToValidUTF8(strings.ReplaceAll(text, "\n", "\n  "), "?")
		got.WriteString("  " + shown[:min(len(shown), 80)] + "\n" + err.Error() + "\n\n")
	}
	const path = "testdata/wrong.golden"
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got), -update rewrites it:\n%s", path, diff)
	}
}

// checkErrors holds for the errors of any text: one line each, inside the text.
func checkErrors(t *testing.T, text string, err error) {
	t.Helper()
	errs, ok := errors.AsType[fault.Errors](err)
	if !ok || len(errs) == 0 {
		t.Fatalf("%q: got %T: %v", text, err, err)
	}
	for _, e := range errs {
		if e.Line < 1 || e.Col < 1 || e.Cause == "" || strings.Contains(e.Cause, "\n") {
			t.Errorf("%q: %+v", text, e)
		}
	}
}

// FuzzParse: no text makes Parse panic, and what it reads is written so that it
// reads the same.
func FuzzParse(f *testing.F) {
	for _, k := range fault.Keys() {
		f.Add(k.Example)
	}
	for text := range strings.Lines(wrong) {
		f.Add(text)
	}
	for _, text := range []string{"api: {times: 010}", "api: {latency: 5}", "api: {share: .5}", "delivery: {oversize: 1_000}", "delivery: {delay: 5}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []fault.Catalog{{}, catalog} {
			got, err := fault.Parse(text, c)
			if err != nil {
				checkErrors(t, text, err)
				continue
			}
			again, err := fault.Parse(got.String(), c)
			if err != nil || again != got {
				t.Errorf("%q is %+v, written as %s, which is %+v (%v)", text, got, got, again, err)
			}
			if got.Times < 1 || got.Times > fault.MaxTimes {
				t.Errorf("%q acts %d times", text, got.Times)
			}
		}
	})
}
