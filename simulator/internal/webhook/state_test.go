package webhook_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// faults are the texts of faults that the attempts of a life meet.
var faults = []string{
	"delivery: {name: late, delay: 40m}",
	"delivery: {name: behind, reorder: 2}",
	"delivery: {name: dropped, drop: true}",
	"delivery: {name: twice, duplicate: 1, content_type: text/plain}",
	"delivery: {name: broken, delay: 1h, tamper: body, timestamp: stale}",
}

func hash(parts ...string) uint32 {
	h := fnv.New32()
	_, _ = io.WriteString(h, strings.Join(parts, "\n"))
	return h.Sum32()
}

// moody answers by what it is asked: some of it well, some late, some not.
type moody struct{}

func (moody) RoundTrip(r *http.Request) (*http.Response, error) {
	res := &http.Response{StatusCode: 204, Header: http.Header{}, Body: http.NoBody, Request: r}
	body, _ := io.ReadAll(r.Body)
	switch n := hash(r.URL.Host, string(body)) % 6; {
	case r.URL.Host == "down.invalid":
		res.StatusCode = 500
	case r.URL.Host == "gone.invalid" && n == 0:
		res.StatusCode = http.StatusGone
	case n == 1:
		return nil, errors.New("connection reset")
	case n == 2:
		res.StatusCode = 503
		res.Header.Set("Retry-After", "7200")
		res.Body = io.NopCloser(strings.NewReader("later \xff"))
	case n == 3:
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return res, nil
}

// A life is a dispatcher with a clock that can become another one.
type life struct {
	t *testing.T
	d *webhook.Dispatcher
	c *clock.Virtual
}

func (l *life) config() webhook.Config {
	return webhook.Config{
		Seed: 5, App: "team", Transport: moody{}, Settled: func(webhook.Delivery, webhook.Attempt) {},
		Tamper: func(m *webhook.Message, endpointID string, number int, _ time.Time) fault.Tampering {
			n := int(hash(m.ID, endpointID, fmt.Sprint(number)) % 10)
			if n >= len(faults) {
				return fault.Tampering{}
			}
			how, err := fault.TamperingOf(faults[n])
			if err != nil {
				panic(err)
			}
			return how
		},
	}
}

func (l *life) now() time.Time { return l.c.Now() }

// saved is the dispatcher's state as text.
func (l *life) saved() string {
	l.t.Helper()
	state, err := l.d.Save()
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := json.MarshalIndent(state, "", " ")
	if err != nil {
		l.t.Fatal(err)
	}
	return string(text)
}

// reload makes another dispatcher of the state, and its clock.
func (l *life) reload() {
	l.t.Helper()
	text := l.saved()
	var state webhook.State
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		l.t.Fatal(err)
	}
	d, err := webhook.Load(l.config(), state)
	if err != nil {
		l.t.Fatal(err)
	}
	l.d.Close()
	l.d, l.c = d, clock.NewVirtual(l.now(), d)
	if diff := cmp.Diff(text, l.saved()); diff != "" {
		l.t.Fatalf("what was loaded is saved otherwise: %s", diff)
	}
}

// run is a life with all that can happen to deliveries, in steps; between is
// called after each.
func (l *life) run(between func(step int)) {
	var err error
	if l.d, err = webhook.New(l.config()); err != nil {
		l.t.Fatal(err)
	}
	l.c = clock.NewVirtual(clock.Epoch, l.d)
	ids := map[string]string{}
	for _, e := range []webhook.Endpoint{
		{URL: "http://up.invalid/", Secret: secret, Headers: map[string]string{"Authorization": "x", "X-A": "b"}, Sensitive: []string{"X-A"}},
		{URL: "http://down.invalid/"},
		{URL: "http://limited.invalid/", RateLimit: 1},
		{URL: "http://gone.invalid/", FilterTypes: []string{"a"}},
		{URL: "http://told.invalid/", FilterTypes: []string{webhook.EventExhausted}},
		{URL: "http://removed.invalid/"},
	} {
		added, err := l.d.AddEndpoint(e, l.now())
		if err != nil {
			l.t.Fatal(err)
		}
		ids[e.URL] = added.ID
	}
	for step := range 12 {
		for n := range 4 {
			m := message([]string{"ada", "ben"}[n%2], int64(100*step+n))
			m.At, m.EventType, m.Note.Key = l.now(), []string{"a", "b"}[n/2], fmt.Sprint("note ", step)
			l.d.Send(m)
		}
		advance(l.t, l.c, []time.Duration{0, 3 * time.Second, 20 * time.Minute, 14 * time.Hour}[step%4])
		between(step)
		switch step {
		case 3:
			if _, err := l.d.RotateSecret(ids["http://up.invalid/"], "", l.now()); err != nil {
				l.t.Error(err)
			}
		case 5:
			if err := l.d.RemoveEndpoint(ids["http://removed.invalid/"]); err != nil {
				l.t.Error(err)
			}
		case 7:
			if _, err := l.d.Recover("", clock.Epoch, l.now()); err != nil {
				l.t.Error(err)
			}
		}
	}
	advance(l.t, l.c, 40*time.Hour)
	l.d.Close()
}

// TestLoadedDispatchersContinue checks that a dispatcher that is saved and loaded
// after each step ends in the same state, byte for byte, as one that is not.
func TestLoadedDispatchersContinue(t *testing.T) {
	t.Parallel()
	var ends [2]string
	var kinds strings.Builder
	for i := range ends {
		synctest.Test(t, func(t *testing.T) {
			l := &life{t: t}
			l.run(func(int) {
				if i == 1 {
					kinds.WriteString(l.saved())
					l.reload()
				}
			})
			ends[i] = l.saved()
		})
	}
	if diff := cmp.Diff(ends[0], ends[1]); diff != "" {
		t.Error(diff)
	}
	// A life in which nothing happens would be the same too.
	for _, what := range []string{
		`"removed": true`, `"disabled": true`, `"former": [`, `"given_up": {`, `"waiting": [`, `"late": true`, `"overtake": 1`, `"held": 1`, `"text": "delivery: {name: broken`,
		`"base64"`, `"timed_out": true`, `"retry_after": 7200`, `"error": "dropped`, `"copy": 1`, `"manual": true`, `"sent": {`, `"spent": 1`, `"failures": [`,
		`"status": "success"`, `"status": "fail"`, `"status": "pending"`, `"shift": -`, `"headers": {`,
	} {
		if !strings.Contains(kinds.String()+ends[0], what) {
			t.Errorf("no life has %s", what)
		}
	}
}

// TestEvictedMessagesStayCounted checks that evicted messages are still counted
// after loading.
func TestEvictedMessagesStayCounted(t *testing.T) {
	t.Parallel()
	network := answers(func(*http.Request) (int, error) { return 204, nil })
	d := dispatcher(t, network, nil)
	c := clock.NewVirtual(clock.Epoch, d)
	for i := range 10_050 {
		d.Send(message("ada", int64(i)))
	}
	advance(t, c, 0)
	state, err := d.Save()
	if err != nil {
		t.Fatal(err)
	}
	again, err := webhook.Load(webhook.Config{Transport: network}, state)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if a, b := d.Stats(), again.Stats(); a != b || a.Evicted != 50 {
		t.Errorf("%+v becomes %+v", a, b)
	}
	if diff := cmp.Diff(d.Evicted(), again.Evicted()); diff != "" {
		t.Error(diff)
	}
	for _, one := range []*webhook.Dispatcher{d, again} { // both forget the next oldest
		for i := range 50 {
			m := message("ada", int64(20_000+i))
			m.At = clock.Epoch.Add(time.Second)
			one.Send(m)
		}
		advance(t, clock.NewVirtual(clock.Epoch, one), 0)
	}
	if a, b := numbers(d.Log(), webhook.Success), numbers(again.Log(), webhook.Success); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Error("other messages stay")
	}
}

func TestSaveDoesNotWait(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	d := dispatcher(t, func(*http.Request) (int, error) {
		close(arrived)
		<-release
		return 204, nil
	}, nil)
	d.Send(message("ada", 1))
	<-arrived
	if _, err := d.Save(); !errors.Is(err, webhook.ErrOpen) {
		t.Errorf("while an attempt is open: %v", err)
	}
	close(release)
}

// TestLoadRejectsInvalidStates checks that an invalid state is rejected with a
// reason and without a panic.
func TestLoadRejectsInvalidStates(t *testing.T) {
	t.Parallel()
	var good string
	synctest.Test(t, func(t *testing.T) {
		l := &life{t: t}
		l.run(func(step int) {
			if step == 11 {
				good = l.saved()
			}
		})
	})
	given := func(s *webhook.State) *webhook.MessageState {
		for i := range s.Messages {
			if s.Messages[i].GivenUp != nil {
				return &s.Messages[i]
			}
		}
		t.Fatal("no message was given up")
		return nil
	}
	for reason, change := range map[string]func(s *webhook.State){
		"there is no endpoint 99": func(s *webhook.State) { s.Messages[0].Deliveries[0].Endpoint = 99 },
		"there is no message -1":  func(s *webhook.State) { given(s).GivenUp.Message = -1 },
		`unknown status "lost"`:   func(s *webhook.State) { s.Messages[0].Deliveries[0].Status = "lost" },
		"secret: want":            func(s *webhook.State) { s.Endpoints[0].Secret = "x" },
		"url: want a URL":         func(s *webhook.State) { s.Endpoints[0].URL = "x" },
		"no message of its own":   func(s *webhook.State) { s.Endpoints[1].Waiting[0].Message = 9999 },
		`read fault "??"`:         func(s *webhook.State) { s.Endpoints[1].Waiting[0].Tampering.Text = "??" },
	} {
		var s webhook.State
		if err := json.Unmarshal([]byte(good), &s); err != nil {
			t.Fatal(err)
		}
		change(&s)
		if _, err := webhook.Load((&life{}).config(), s); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("want %q: %v", reason, err)
		}
	}
}
