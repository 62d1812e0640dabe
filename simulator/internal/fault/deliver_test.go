package fault_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

var secret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("an-example-not-a-secret"))

const event = `{"event_type":"daily.data.sleep.created","data":{"total":25209,"efficiency":93.0},"user_id":"ada"}`

// leave is an attempt as it reaches a receiver, with what the fault does to it.
func leave(t *testing.T, tampering fault.Tampering) (http.Header, []byte) {
	t.Helper()
	key, body := secret, []byte(event)
	if tampering.Secret != "" {
		key = tampering.Secret
	}
	signer, err := svix.NewWebhook(key)
	if err != nil {
		t.Fatal(err)
	}
	stamp := time.Now().Add(tampering.Shift)
	signature, err := signer.Sign("msg_1", stamp, body)
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("Svix-Id", "msg_1")
	h.Set("Svix-Timestamp", strconv.FormatInt(stamp.Unix(), 10))
	h.Set("Svix-Signature", signature)
	if tampering.Body != nil {
		body = tampering.Body(body)
	}
	if tampering.Header != nil {
		tampering.Header(h)
	}
	return h, body
}

// chosen is what a fault does to the first attempt of a night of ada's.
func chosen(t *testing.T, s *fault.Set) fault.Tampering {
	t.Helper()
	s.Sent(message("msg_1", "ada", 1))
	return s.Tamper("msg_1", "ep_1", 1, at)
}

func message(id, user string, seq int64) fault.Message {
	return fault.Message{ID: id, EventType: "daily.data.sleep.created", Seq: seq, User: fault.User{ID: "id-of-" + user, ClientUserID: user, Name: "name-of-" + user}, Endpoints: []string{"ep_1"}}
}

// TestBrokenDeliveriesAreRejected by the Svix library, for the right reason.
func TestBrokenDeliveriesAreRejected(t *testing.T) {
	t.Parallel()
	verifier, err := svix.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	for effect, want := range map[string]string{
		"tamper: body":             "No matching signature found",
		"secret: wrong":            "No matching signature found",
		"timestamp: stale":         "Message timestamp too old",
		"headers: missing":         "Missing Required Headers",
		"content_type: text/plain": "",
		"oversize: 2MiB":           "No matching signature found",
		"duplicate: 2":             "",
		"delay: 2h":                "",
		"reorder: 3":               "",
	} {
		h, body := leave(t, chosen(t, set(t, "delivery: {"+effect+"}")))
		err := verifier.Verify(body, h)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", effect, err, want)
		}
		if !json.Valid(body) {
			t.Errorf("%s: the body is no JSON any more", effect)
		}
	}
}

func TestWhatTamperingIs(t *testing.T) {
	t.Parallel()
	type plain struct {
		Copies, After int
		Delay, Shift  time.Duration
		Drop          bool
	}
	for effect, want := range map[string]plain{
		"duplicate: 2":               {Copies: 2},
		"delay: 1d2h":                {Delay: 26 * time.Hour},
		"reorder: 3":                 {After: 3},
		"drop: true":                 {Drop: true},
		"timestamp: stale":           {Shift: -time.Hour},
		"duplicate: 1, reorder: 2":   {Copies: 1, After: 2},
		"content_type: text/plain":   {},
		"tamper: body, duplicate: 1": {Copies: 1},
	} {
		got := chosen(t, set(t, "delivery: {name: broken, "+effect+"}"))
		if got.Fault != "broken" || (plain{got.Copies, got.After, got.Delay, got.Shift, got.Drop}) != want {
			t.Errorf("%s: %+v", effect, got)
		}
	}
	h, body := leave(t, chosen(t, set(t, "delivery: {content_type: text/plain, oversize: 1KiB}")))
	if h.Get("Content-Type") != "text/plain" || len(body) != 1024 || !strings.HasPrefix(string(body), event) {
		t.Errorf("%v, %d bytes", h, len(body))
	}
	h, body = leave(t, chosen(t, set(t, "delivery: {headers: missing}")))
	if len(h) != 1 || string(body) != event {
		t.Errorf("%v %s", h, body)
	}
	_, body = leave(t, chosen(t, set(t, "delivery: {tamper: body}")))
	if want := strings.Replace(event, "93.0", "93.1", 1); string(body) != want {
		t.Errorf("tampered: %s", body)
	}
	if none := set(t).Tamper("msg_1", "ep_1", 1, at); none.Fault != "" || none.Body != nil || none.Header != nil {
		t.Errorf("without a fault: %+v", none)
	}
}

func TestDeliveriesThatMatch(t *testing.T) {
	t.Parallel()
	for match, want := range map[string]bool{
		"event: daily.data.sleep.created": true,
		"event: daily.data.*":             true,
		"event: historical.*":             false,
		"user: ada":                       true,
		"user: id-of-ada":                 true,
		"user: name-of-ada":               true,
		"user: ben":                       false,
		"endpoint: ep_*":                  true,
		"endpoint: ep_2":                  false,
		"attempt: 2":                      false,
		"nth: 1":                          true,
		"nth: 2":                          false,
	} {
		if got := chosen(t, set(t, "delivery: {duplicate: 1, "+match+"}")).Fault != ""; got != want {
			t.Errorf("%s: acted %v", match, got)
		}
	}
}

// TestMessagesToOtherEndpoints checks that a fault does not count a message that goes
// to none of its endpoints.
func TestMessagesToOtherEndpoints(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"delivery: {name: any, drop: true, times: 2}":                    {"msg_1 ep_1", "msg_2 ep_1", "msg_2 ep_2"},
		"delivery: {name: second, endpoint: ep_2, drop: true, times: 1}": {"msg_2 ep_2"},
		"delivery: {name: third, endpoint: ep_3, drop: true, nth: 1}":    {"msg_3 ep_3"},
	} {
		s := set(t, text)
		sent := [][]string{nil, {"ep_1"}, {"ep_1", "ep_2"}, {"ep_2", "ep_3"}}
		for i, endpoints := range sent {
			m := message(fmt.Sprint("msg_", i), "ada", int64(i))
			m.Endpoints = endpoints
			s.Sent(m)
		}
		var acted []string
		for i := len(sent) - 1; i >= 0; i-- { // in another order than they were sent
			for _, endpoint := range slices.Backward(sent[i]) {
				if f := s.Tamper(fmt.Sprint("msg_", i), endpoint, 1, at).Fault; f != "" {
					acted = append(acted, fmt.Sprint("msg_", i, " ", endpoint))
				}
			}
		}
		if slices.Sort(acted); !slices.Equal(acted, want) {
			t.Errorf("%s: acted on %q, want %q", text, acted, want)
		}
	}
}

// TestOneActPerMessageAndEndpoint: whatever is attempted again is left alone.
func TestOneActPerMessageAndEndpoint(t *testing.T) {
	t.Parallel()
	s := set(t, "delivery: {name: second, attempt: 2, secret: wrong}", "delivery: {name: first, tamper: body}", "delivery: {name: never, drop: true}")
	s.Sent(message("msg_1", "ada", 1))
	var acted []string
	for _, endpoint := range []string{"ep_1", "ep_2"} {
		for _, attempt := range []int{1, 1, 2, 2, 3} {
			if f := s.Tamper("msg_1", endpoint, attempt, at).Fault; f != "" {
				acted = append(acted, fmt.Sprint(endpoint, " ", attempt, " ", f))
			}
		}
	}
	want := []string{"ep_1 1 first", "ep_1 2 second", "ep_2 1 first", "ep_2 2 second"}
	if !slices.Equal(acted, want) {
		t.Errorf("acted %q", acted)
	}
}

func TestClearedFaultsLetGoOfMessages(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"mine", "all"} {
		s := set(t, "delivery: {name: mine, drop: true}")
		s.Sent(message("msg_1", "ada", 1))
		if err := s.Clear(name); err != nil {
			t.Fatal(err)
		}
		if got := s.Tamper("msg_1", "ep_1", 1, at); got.Drop || len(s.Ledger()) != 0 {
			t.Errorf("after clear %s: %+v", name, got)
		}
	}
}

// TestFasterDeliveriesChangeNothing: whatever the order in which attempts of
// several users happen, the same are chosen and the ledger is the same.
func TestFasterDeliveriesChangeNothing(t *testing.T) {
	t.Parallel()
	deliver := func() []fault.Injection {
		s := set(t, "delivery: {share: 0.4, times: 9, tamper: body}", "delivery: {nth: 11, duplicate: 1}", "delivery: {user: cy, drop: true, times: 2}")
		var messages []fault.Message
		for i := range int64(60) {
			user := []string{"ada", "ben", "cy", "dee"}[i%4]
			messages = append(messages, message(fmt.Sprintf("msg_%d", i), user, i))
		}
		s.Sent(messages...)
		var work sync.WaitGroup
		for _, m := range shuffled(messages) {
			work.Go(func() { s.Tamper(m.ID, "ep_1", 1, at.Add(time.Duration(m.Seq/20)*time.Hour)) })
		}
		work.Wait()
		return s.Ledger()
	}
	first := deliver()
	if len(first) != 12 {
		t.Errorf("%d acts, want 9 and 1 and 2", len(first))
	}
	for range 5 {
		if again := deliver(); fmt.Sprint(shown(first)) != fmt.Sprint(shown(again)) {
			t.Errorf("got\n%v\nand\n%v", shown(first), shown(again))
		}
	}
	if !slices.IsSortedFunc(first, func(a, b fault.Injection) int { return a.At.Compare(b.At) }) {
		t.Errorf("not sorted: %v", shown(first))
	}
}

// shown are the lines of a ledger as they are shown.
func shown(ledger []fault.Injection) (lines []string) {
	for _, i := range ledger {
		line, _ := json.Marshal(i)
		lines = append(lines, string(line))
	}
	return lines
}
