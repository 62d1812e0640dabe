package simulator_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// elsewhere is a listener on loopback that says that other machines reach it.
type elsewhere struct{ net.Listener }

var outside = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8787}

func (elsewhere) Addr() net.Addr { return outside }

func (l elsewhere) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return outer{c}, err
}

type outer struct{ net.Conn }

func (outer) LocalAddr() net.Addr { return outside }

// serves is a simulator that other machines reach, and where it is reached here.
func serves(t *testing.T, c simulator.Config) (sim *simulator.Simulator, url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	sim = start(t, c)
	sim.Serve(elsewhere{l})
	return sim, "http://" + l.Addr().String()
}

// over is a request over the network: its status and the answer.
func over(t *testing.T, method, url string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

// TestControlRoutesNeedTheTokenOffLoopback checks that, off loopback, all control
// routes need the token, and that the API and the inbox do not.
func TestControlRoutesNeedTheTokenOffLoopback(t *testing.T) {
	t.Parallel()
	sim, url := serves(t, simulator.Config{})
	token := sim.ControlToken()
	if len(token) < 20 || sim.URL() != "http://192.0.2.7:8787" {
		t.Fatalf("the token is %q, the URL %s", token, sim.URL())
	}
	for pattern := range theSpec(t).routes {
		method, path, _ := strings.Cut(pattern, " ")
		if status, body := over(t, method, url+filled(path)); status != http.StatusUnauthorized || strings.Contains(body, token) {
			t.Errorf("%s: %d %s", pattern, status, body)
		}
		if status, body := over(t, method, url+filled(path), "Authorization", "Bearer "+token, "Origin", "https://evil.example"); status != http.StatusForbidden {
			t.Errorf("%s from a foreign page: %d %s", pattern, status, body)
		}
	}
	if status, body := over(t, "GET", url+"/_sim/v1/clock", "Authorization", "Bearer "+token, "Host", "vitalsim:8787"); status != http.StatusOK {
		t.Errorf("with the token: %d %s", status, body)
	}
	if status, body := over(t, "GET", url+"/v2/user", "X-Vital-Api-Key", sim.APIKey()); status != http.StatusOK {
		t.Errorf("Vital's API: %d %s", status, body)
	}
	if status, _ := over(t, "POST", url+"/_sim/inbox/"+sim.TeamID().String()); status != http.StatusUnauthorized {
		t.Errorf("an inbox takes what is not signed: %d", status)
	}
	if status, _ := over(t, "GET", url+"/livez"); status != http.StatusOK {
		t.Errorf("livez: %d", status)
	}
}

// TestControlToken checks that a configured token is used, also on loopback, and
// that none is generated on loopback.
func TestControlToken(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]int{"": 200, "a-token-for-tests": 401} {
		sim := start(t, simulator.Config{ControlToken: given})
		if err := sim.Listen("127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		if status, body := over(t, "GET", sim.URL()+"/_sim/v1/clock"); sim.ControlToken() != given || status != want {
			t.Errorf("given %q, there is %q: %d %s", given, sim.ControlToken(), status, body)
		}
		if status, body := over(t, "GET", sim.URL()+"/_sim/v1/clock", "Host", "evil.example", "Authorization", "Bearer "+given); (status == http.StatusForbidden) != (given == "") {
			t.Errorf("given %q, under another name: %d %s", given, status, body)
		}
		if _, err := sim.CreateUser(simulator.NewUser{ClientUserID: "ada"}); err != nil {
			t.Fatal(err)
		}
		if status, v := ask(t, sim, "", "POST", "/_sim/v1/events", `{"event_type":"daily.data.sleep.created","user":"ada"}`); status != 200 || len(sim.Inbox()) != 1 {
			t.Errorf("in this process, and to the own inbox: %d %v", status, v)
		}
	}
	for _, wrong := range []string{"short", "with blanks in it", "with\nlines"} {
		if _, err := simulator.New(simulator.Config{ControlToken: wrong}); err == nil || strings.Contains(fmt.Sprint(err), wrong) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// TestURLIsReachable checks URL for listen addresses that stand for all addresses
// of the machine.
func TestURLIsReachable(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{"0.0.0.0": "http://127.0.0.1:8787", "::": "http://127.0.0.1:8787", "::1": "http://[::1]:8787"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		sim := start(t, simulator.Config{})
		sim.Serve(saysAddr{l, net.ParseIP(addr)})
		if made := sim.ControlToken() != ""; sim.URL() != want || made == (addr == "::1") {
			t.Errorf("%s: %s, a token %v", addr, sim.URL(), made)
		}
	}
}

type saysAddr struct {
	net.Listener
	ip net.IP
}

func (l saysAddr) Addr() net.Addr { return &net.TCPAddr{IP: l.ip, Port: 8787} }
