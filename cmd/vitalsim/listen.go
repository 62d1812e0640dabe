package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"
	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// listenFlags holds the flags of listen.
type listenFlags struct {
	addr, secret  string
	answer, times int
	hang, json    bool
}

func newListen() *cobra.Command {
	var f listenFlags
	cmd := &cobra.Command{
		Use:   "listen",
		Short: "Receive, verify and print webhooks",
		Long: `listen receives webhooks at any path, verifies them with the Svix library, and prints a
line for each: time, svix-id, event type, user and response. A delivery that cannot be
verified gets 401, any other 204. --answer sets another status, and --hang sends no
response, for every delivery or for the first --times deliveries.

Ctrl-C stops it and prints the number of deliveries.`,
		Example: `  vitalsim listen
  vitalsim listen --answer 500 --times 3
  vitalsim listen --answer 410
  vitalsim listen --hang --times 1`,
		Args: noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:3000", "loopback address to listen at; port 0 picks a free port")
	flags.StringVar(&f.secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	flags.IntVar(&f.answer, "answer", http.StatusNoContent, "status of the responses")
	flags.IntVar(&f.times, "times", 0, "number of deliveries that --answer and --hang apply to; 0 for all")
	flags.BoolVar(&f.hang, "hang", false, "send no response: wait until the sender gives up")
	flags.BoolVar(&f.json, "json", false, "print one line of JSON per delivery")
	return cmd
}

func (f *listenFlags) run(cmd *cobra.Command) error {
	wh, err := newVerifier(f.secret)
	if err != nil {
		return err
	}
	if f.answer < 200 || f.answer > 599 {
		return fmt.Errorf("--answer %d: want a status from 200 to 599", f.answer)
	}
	if f.times < 0 {
		return fmt.Errorf("--times %d: want 0, for all deliveries, or more", f.times)
	}
	if err := checkAddr(f.addr); err != nil {
		return err
	}
	host, _, _ := net.SplitHostPort(f.addr) // checked
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--addr %q: want a loopback address such as 127.0.0.1:3000", f.addr)
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return listenError(f.addr, err)
	}
	e := &listenHandler{listenFlags: *f, verifier: wh, out: cmd.OutOrStdout(), messages: map[string]int{}}
	server := &http.Server{
		Handler: e, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return cmd.Context() }, // ends the requests that hang
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: listening on http://%s/ until Ctrl-C\n", l.Addr())
	select {
	case err = <-ended:
		return err
	case <-cmd.Context().Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(cmd.Context()), checkTimeout)
	defer cancel()
	if err := server.Shutdown(patience); err != nil { // completes open requests
		_ = server.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: %d deliveries of %d messages, %d not verified\n", e.deliveries, len(e.messages), e.refused)
	return nil
}

// A listenHandler is the HTTP handler of listen.
type listenHandler struct {
	listenFlags
	verifier *svix.Webhook

	mu                            sync.Mutex
	out                           io.Writer
	messages                      map[string]int // deliveries, by svix-id
	deliveries, refused, answered int            // answered counts those that --answer and --hang applied to
}

// A receivedDelivery describes a delivery for printing.
type receivedDelivery struct {
	At        time.Time `json:"at"` // wall time
	SvixID    string    `json:"svix_id"`
	EventType string    `json:"event_type"`
	User      string    `json:"client_user_id"`
	Delivery  int       `json:"delivery"` // number of the delivery of this message, from 1
	Bytes     int       `json:"bytes"`
	Verified  bool      `json:"verified"`
	Reason    string    `json:"reason,omitempty"` // why it is not verified
	Status    int       `json:"status"`           // of the response; 0 for none
}

func (e *listenHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	h := e.receive(r.Header, body)
	if h.Status == 0 {
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // otherwise the response would be 200
	}
	w.WriteHeader(h.Status)
}

// receive counts a delivery, decides the response, and prints both.
func (e *listenHandler) receive(header http.Header, body []byte) receivedDelivery {
	h := receivedDelivery{At: clock.System.Now().UTC(), SvixID: cmp.Or(header.Get(headerID), header.Get("webhook-id")), Bytes: len(body), Status: http.StatusNoContent}
	var event struct {
		EventType string `json:"event_type"`
		Type      string `json:"type"` // of Svix's own events
		User      string `json:"client_user_id"`
	}
	_ = json.Unmarshal(body, &event) // a body that is not JSON has no type
	h.EventType, h.User = cmp.Or(event.EventType, event.Type), event.User
	wrong := e.verifier.Verify(body, header)
	h.Verified = wrong == nil
	e.mu.Lock()
	defer e.mu.Unlock()
	e.deliveries++
	e.messages[h.SvixID]++
	h.Delivery = e.messages[h.SvixID]
	switch {
	case wrong != nil:
		e.refused++
		h.Reason, h.Status = wrong.Error(), http.StatusUnauthorized
	case e.times == 0 || e.answered < e.times:
		e.answered++
		if h.Status = e.answer; e.hang {
			h.Status = 0
		}
	}
	e.print(h)
	return h
}

func (e *listenHandler) print(h receivedDelivery) {
	if e.json {
		line, _ := json.Marshal(h) // of plain fields
		fmt.Fprintf(e.out, "%s\n", line)
		return
	}
	verified, answer := "verified", fmt.Sprint(h.Status)
	if !h.Verified {
		verified = "NOT VERIFIED: " + h.Reason
	}
	if h.Status == 0 {
		answer = "no answer"
	}
	if h.Delivery > 1 {
		answer += fmt.Sprintf(", delivery %d", h.Delivery)
	}
	fmt.Fprintf(e.out, "%s  %s  %-36s %-12s %s: %s\n", h.At.Format("15:04:05"), cmp.Or(h.SvixID, "no svix-id"), h.EventType, h.User, verified, answer)
}
