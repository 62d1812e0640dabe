package webhook_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A rawRequest is a request as its bytes say it.
type rawRequest struct {
	lines      []string // without the body
	body       string
	connection int // from 1
	number     int // of the requests on its connection, from 1
}

// rawServer is a receiver without an HTTP library. reply returns what it writes for a
// request; it closes the connection if that is empty or no whole head. It returns the receiver's URL and
// the requests so far.
func rawServer(t *testing.T, reply func(rawRequest) string) (url string, requests func() []rawRequest) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all []rawRequest
	var serving sync.WaitGroup
	serving.Go(func() {
		for connection := 1; ; connection++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer c.Close()
				in := bufio.NewReader(c)
				for number := 1; ; number++ {
					r, ok := readRaw(in)
					if !ok {
						return
					}
					r.connection, r.number = connection, number
					mu.Lock()
					all = append(all, r)
					mu.Unlock()
					answer := reply(r)
					if _, err := io.WriteString(c, answer); err != nil || !strings.HasSuffix(answer, "\r\n\r\n") {
						return
					}
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		serving.Wait()
	})
	return "http://" + l.Addr().String(), func() []rawRequest {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(all)
	}
}

func readRaw(in *bufio.Reader) (r rawRequest, ok bool) {
	length := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return r, false
		}
		line = strings.TrimSuffix(line, "\r\n")
		if line == "" {
			break
		}
		r.lines = append(r.lines, line)
		if text, found := strings.CutPrefix(line, "Content-Length: "); found {
			length, _ = strconv.Atoi(text)
		}
	}
	body := make([]byte, length)
	_, err := io.ReadFull(in, body)
	r.body = string(body)
	return r, err == nil
}

const noContent = "HTTP/1.1 204 No Content\r\n\r\n"

// deliver sends messages one after the other and returns their deliveries.
func deliver(t *testing.T, e webhook.Endpoint, n int) []webhook.Delivery {
	t.Helper()
	transport := webhook.NewTransport()
	e.Secret = secret
	d, err := webhook.New(webhook.Config{Endpoints: []webhook.Endpoint{e}, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		d.Send(message("ada", int64(i+1)))
		if err := d.Fire(t.Context(), clock.Epoch); err != nil {
			t.Fatal(err)
		}
	}
	log := d.Log()
	d.Close()
	transport.CloseIdleConnections()
	return log
}

// TestHeadersOnTheWire checks the bytes of a request: the names that svix-server writes
// in lower case, those of an endpoint as they were given, and each header once.
func TestHeadersOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		url     string // after the host
		user    string
		headers map[string]string
		want    []string
	}{
		{url: "/hook?a=b", want: []string{"Accept: */*", "content-type: application/json", "user-agent: Svix-Webhooks/1.44.0"}},
		{url: "/hook", headers: map[string]string{"X-CamelCase-ID": "1", "x-lower": "2", "ACCEPT": "text/plain", "X_Under": "3"}, want: []string{
			"ACCEPT: text/plain", "X-CamelCase-ID: 1", "X_Under: 3", "content-type: application/json", "user-agent: Svix-Webhooks/1.44.0", "x-lower: 2",
		}},
		{url: "/hook", user: "ada:pass@", want: []string{
			"Accept: */*", "Authorization: Basic YWRhOnBhc3M=", "content-type: application/json", "user-agent: Svix-Webhooks/1.44.0",
		}},
		{url: "/hook", user: "ada:pass@", headers: map[string]string{"authorization": "Bearer x", "User-Agent": "mine"}, want: []string{
			"Accept: */*", "User-Agent: mine", "authorization: Bearer x", "content-type: application/json",
		}},
		{url: "/hook", headers: map[string]string{"X-A": "1", "x-a": "2"}, want: []string{
			"Accept: */*", "content-type: application/json", "user-agent: Svix-Webhooks/1.44.0", "x-a: 2",
		}},
	} {
		url, requests := rawServer(t, func(rawRequest) string { return noContent })
		log := deliver(t, webhook.Endpoint{URL: strings.Replace(url, "//", "//"+tt.user, 1) + tt.url, Headers: tt.headers}, 1)
		m, a := log[0].Message, log[0].Attempts[0]
		want := append(slices.Clone(tt.want),
			"POST "+tt.url+" HTTP/1.1", "Host: "+strings.TrimPrefix(url, "http://"), fmt.Sprintf("Content-Length: %d", len(m.Body)),
			"svix-id: "+m.ID, fmt.Sprintf("svix-timestamp: %d", a.Timestamp.Unix()), "svix-signature: "+a.Signature)
		got := slices.Clone(requests()[0].lines)
		if len(got) < 2 || got[0] != "POST "+tt.url+" HTTP/1.1" || !strings.HasPrefix(got[1], "Host: ") {
			t.Errorf("the request begins with %q", got)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || requests()[0].body != string(m.Body) {
			t.Errorf("%v: sent\n%s\nwant\n%s", tt.headers, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestClosedConnectionsAreNoFailures checks that a request on a kept-alive connection
// that the receiver closes is sent once more on a fresh one, within the same attempt.
func TestClosedConnectionsAreNoFailures(t *testing.T) {
	t.Parallel()
	url, requests := rawServer(t, func(r rawRequest) string {
		if r.number > 1 {
			return ""
		}
		return noContent
	})
	for i, m := range deliver(t, webhook.Endpoint{URL: url}, 3) {
		if m.Status != webhook.Success || len(m.Attempts) != 1 || m.Attempts[0].Number != 1 {
			t.Errorf("message %d: %s, attempts %+v", i, m.Status, m.Attempts)
		}
	}
	var got []string
	for _, r := range requests() {
		got = append(got, fmt.Sprint(r.connection, " ", r.number, " ", r.body))
	}
	if len(got) != 5 || got[1][len("1 2 "):] != got[2][len("2 1 "):] || !strings.HasPrefix(got[1], "1 2") || !strings.HasPrefix(got[2], "2 1") {
		t.Errorf("requests %q", got)
	}
}

// TestOtherFailuresAreFailures checks that no request is sent again if the receiver has
// begun to respond, or if the connection is fresh, or more than once.
func TestOtherFailuresAreFailures(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		reply    func(rawRequest) string
		requests int // for the second of two messages, at its first attempt
	}{
		"a response that breaks off": {func(r rawRequest) string {
			if r.connection == 1 && r.number == 1 {
				return noContent
			}
			return "HTTP/1.1 2"
		}, 1},
		"fresh ones too": {func(r rawRequest) string {
			if r.connection == 1 && r.number == 1 {
				return noContent
			}
			return ""
		}, 2},
	} {
		received := 0
		url, requests := rawServer(t, tt.reply)
		log := deliver(t, webhook.Endpoint{URL: url}, 2)
		for _, r := range requests() {
			if r.body == string(log[1].Body) {
				received++
			}
		}
		if m := log[1]; m.Status != webhook.Pending || len(m.Attempts) != 1 || m.Attempts[0].StatusCode != 0 || m.Attempts[0].Error == "" || received != tt.requests {
			t.Errorf("%s: %s, %d requests, attempts %+v", name, m.Status, received, m.Attempts)
		}
	}
}

// TestSwitchedProtocolsAreFailures checks that a receiver which answers 101 and keeps
// the connection open fails its attempt and holds nobody up.
func TestSwitchedProtocolsAreFailures(t *testing.T) {
	t.Parallel()
	url, _ := rawServer(t, func(rawRequest) string {
		return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
	})
	for _, d := range deliver(t, webhook.Endpoint{URL: url}, 2) {
		if a := d.Attempts[0]; a.OK() || a.StatusCode != 101 {
			t.Errorf("%+v", a)
		}
	}
}
