package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A mistake is one that users make often, with the sentence that names it.
type mistake struct {
	name   string
	app    func(base string) http.Handler // base is the URL of the simulator; nil for an application that does not run
	filter string                         // of the target; "" for all events
	says   string                         // part of one line of each output
}

// mistakes returns the five commonest mistakes.
func mistakes(t *testing.T) []mistake {
	foreign, err := svix.NewWebhook(otherSecret)
	if err != nil {
		t.Fatal(err)
	}
	accept := func(string) http.Handler { return http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}) }
	return []mistake{
		{"server down", nil, "", "is your server up?"},
		{"wrong secret", func(string) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if body, err := io.ReadAll(r.Body); err != nil || foreign.Verify(body, r.Header) != nil {
					w.WriteHeader(http.StatusUnauthorized)
				}
			})
		}, "", "does the handler know this secret, and does it verify the raw body?"},
		{"wrong path", func(string) http.Handler {
			mux := http.NewServeMux()
			mux.Handle("POST /another-path", accept(""))
			return mux
		}, "", "does your application serve POST at this path?"},
		{"wrong key", func(base string) http.Handler {
			return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				q, err := http.NewRequestWithContext(r.Context(), http.MethodGet, base+"/v2/user/resolve/ada", nil)
				if err != nil {
					panic(err)
				}
				q.Header.Set("x-vital-api-key", "sk_us_wrong")
				if res, err := http.DefaultClient.Do(q); err == nil {
					res.Body.Close()
				}
			})
		}, "", "had the wrong key sk_us_wrong, whose team has no users; the key is " + simulator.ExampleKey},
		{"typo in a filter", accept, "daily.data.slep.created", `did you mean "daily.data.sleep.created"?`},
	}
}

// TestCommonMistakesAreNamed checks that run, exec, serve and simtest name each of the
// commonest mistakes in one line.
func TestCommonMistakesAreNamed(t *testing.T) {
	t.Parallel()
	for _, m := range mistakes(t) {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			for tool, output := range map[string]func(*testing.T) string{"run": m.run, "exec": m.exec, "serve": m.serve, "simtest": m.simtest} {
				text := output(t)
				line := slices.IndexFunc(strings.Split(text, "\n"), func(line string) bool { return strings.Contains(line, m.says) })
				if line < 0 {
					t.Errorf("%s does not say %q:\n%s", tool, m.says, text)
					continue
				}
				if sentence := strings.TrimSpace(strings.Split(text, "\n")[line]); len(sentence) > 160 {
					t.Errorf("%s names it in %d bytes: %s", tool, len(sentence), sentence)
				}
			}
		})
	}
}

// flags returns the flags of a command against the application of the mistake.
func (m mistake) flags(t *testing.T) []string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String() // of the simulator, which the application has to know
	l.Close()
	handler := http.Handler(nil)
	if m.app != nil {
		handler = m.app("http://" + addr)
	}
	server := httptest.NewServer(handler)
	if m.app == nil {
		server.Close()
	} else {
		t.Cleanup(server.Close)
	}
	return []string{"--addr", addr, "--target", strings.TrimSpace(server.URL + "/webhooks " + m.filter)}
}

func (m mistake) run(t *testing.T) string {
	r := vitalsim(t, nil, append([]string{"run", write(t, "small.yaml", small), "--linger", "0s"}, m.flags(t)...)...)
	return r.stdout + r.stderr
}

func (m mistake) exec(t *testing.T) string {
	return runExec(t, m.flags(t), "trigger").stderr
}

func (m mistake) serve(t *testing.T) string {
	flags := m.flags(t)
	if m.filter != "" { // it does not begin
		return vitalsim(t, nil, append([]string{"serve"}, flags...)...).stderr
	}
	p := serve(t, nil, append([]string{"--json", "--speed", "0"}, flags...)...)
	p.call("POST", "/_sim/v1/events", `{"event_type":"provider.connection.created","user":"ada"}`)
	p.stop()
	return p.stderr.String()
}

func (m mistake) simtest(*testing.T) string {
	return failedTest(func(t testing.TB) {
		sim := simtest.Start(t)
		if m.app != nil {
			sim.Handle(m.app(sim.URL))
		} else {
			sim = simtest.Start(t, simulator.Config{Target: "http://127.0.0.1:1/webhooks"})
		}
		sim.Trigger("ada", "provider.connection.created")
		if m.filter != "" {
			sim.EventType(m.filter).Events()
		}
		simtest.Expect[vital.Sleep](t, sim)
	})
}

// A failingTest is a testing.TB that collects what a test says.
type failingTest struct {
	testing.TB
	text     strings.Builder
	cleanups []func()
}

// failedTest runs a test and returns what it says.
func failedTest(test func(testing.TB)) string {
	t := &failingTest{}
	t.until(func() { test(t) })
	for _, f := range slices.Backward(t.cleanups) {
		t.until(f)
	}
	return t.text.String()
}

// until runs a function to its end or to Fatal.
func (t *failingTest) until(f func()) {
	defer func() {
		if r := recover(); r != nil && r != t {
			panic(r)
		}
	}()
	f()
}

func (t *failingTest) Helper()                           {}
func (t *failingTest) Context() context.Context          { return context.Background() }
func (t *failingTest) Cleanup(f func())                  { t.cleanups = append(t.cleanups, f) }
func (t *failingTest) Failed() bool                      { return true }
func (t *failingTest) Log(args ...any)                   { fmt.Fprintln(&t.text, args...) }
func (t *failingTest) Error(args ...any)                 { t.Log(args...) }
func (t *failingTest) Errorf(format string, args ...any) { t.Log(fmt.Sprintf(format, args...)) }
func (t *failingTest) Fatal(args ...any)                 { t.Log(args...); panic(t) }
func (t *failingTest) Fatalf(format string, args ...any) { t.Fatal(fmt.Sprintf(format, args...)) }
