package record_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/record"
)

const (
	userID    = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
	workoutID = "11111111-aaaa-4bbb-8ccc-222222222222"
	sleepID   = "33333333-aaaa-4bbb-8ccc-444444444444"
)

// now is the time of the wall clock in tests.
var now = time.Date(2026, time.January, 10, 9, 0, 0, 0, time.UTC)

// An upstream responds with the answers that a test has prepared by path, and
// with the 404 of an unknown resource to other requests.
type upstream struct {
	*httptest.Server
	answers map[string]http.HandlerFunc

	mu    sync.Mutex
	asked []string // paths with their queries, in order
	waits []time.Duration
}

// start returns an upstream with one user, connected to fitbit.
func start(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{answers: map[string]http.HandlerFunc{}}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.mu.Lock()
		u.asked = append(u.asked, r.URL.RequestURI())
		u.mu.Unlock()
		if r.Header.Get("x-vital-api-key") != "sk_us_test" {
			refuse(401, `{"detail":"invalid token"}`)(w, r)
			return
		}
		if answer := u.answers[r.URL.Path]; answer != nil {
			answer(w, r)
			return
		}
		refuse(404, `{"detail":"Not Found"}`)(w, r)
	}))
	t.Cleanup(u.Close)
	u.serve("/v2/user/"+userID, `{"user_id":"`+userID+`","client_user_id":"ada",
		"connected_sources":[{"provider":{"name":"Fitbit","slug":"fitbit","logo":""}}]}`)
	return u
}

func (u *upstream) serve(path, body string) { u.answers[path] = answer(body) }

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
}

func refuse(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// inTurn responds to each request with the next answer, and repeats the last.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		next := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		mu.Unlock()
		next(w, r)
	}
}

// count returns the number of requests for a path.
func (u *upstream) count(path string) (n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, asked := range u.asked {
		if strings.HasPrefix(asked, path) {
			n++
		}
	}
	return n
}

// config returns a Config that records the user into a new folder and never
// sleeps.
func (u *upstream) config(t *testing.T) record.Config {
	return record.Config{
		Upstream: u.URL, Key: "sk_us_test", User: userID, Dir: filepath.Join(t.TempDir(), "ada"),
		Now: func() time.Time { return now },
		Wait: func(ctx context.Context, d time.Duration) error {
			u.waits = append(u.waits, d)
			return ctx.Err()
		},
	}
}

func mustRecord(t *testing.T, c record.Config) record.Summary {
	t.Helper()
	summary, err := record.User(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// files returns all files below a folder, by name with slashes.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		found[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

// expect compares a file with the expected text.
func expect(t *testing.T, got map[string]string, name, want string) {
	t.Helper()
	text, ok := got[name]
	if !ok {
		t.Errorf("there is no %s; there are %q", name, slices.Sorted(keys(got)))
		return
	}
	if text != want {
		t.Errorf("%s is\n%s\nwant\n%s", name, text, want)
	}
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
