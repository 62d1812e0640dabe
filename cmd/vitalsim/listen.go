package main

import (
	"cmp"
	"context"
	"encoding/json"
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

// listenFlags are the flags of listen.
type listenFlags struct {
	addr, secret  string
	answer, times int
	hang, json    bool
}

func newListen() *cobra.Command {
	var f listenFlags
	cmd := &cobra.Command{
		Use:   "listen",
		Short: "Receive webhooks, verify and print them, and fail when told to",
		Long: `listen is a receiver: it takes webhooks at any path, verifies each with the Svix
library, and prints a line: when it came, its svix-id, event type and user, and how it
was answered. What cannot be verified is answered 401, all else 204, unless --answer or
--hang says otherwise: for every delivery, or for the first --times of them.

Ctrl-C ends it, and tells how many there were.`,
		Example: `  vitalsim listen
  vitalsim listen --answer 500 --times 3
  vitalsim listen --answer 410
  vitalsim listen --hang --times 1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:3000", "loopback address to listen at; port 0 picks a free one")
	flags.StringVar(&f.secret, "secret", "", "signing secret, whsec_… (default: a well-known example)")
	flags.IntVar(&f.answer, "answer", http.StatusNoContent, "status to answer with")
	flags.IntVar(&f.times, "times", 0, "how many deliveries are answered so, or hang; 0 for all")
	flags.BoolVar(&f.hang, "hang", false, "do not answer: wait until the sender gives up")
	flags.BoolVar(&f.json, "json", false, "print a line of JSON for each delivery")
	return cmd
}

func (f *listenFlags) run(cmd *cobra.Command) error {
	wh, err := library(f.secret)
	if err != nil {
		return err
	}
	if f.answer < 200 || f.answer > 599 || f.times < 0 {
		return fmt.Errorf("--answer %d, --times %d: want a status from 200 to 599, and a number of 0 or more", f.answer, f.times)
	}
	host, _, err := net.SplitHostPort(f.addr)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--addr %q: want a loopback address such as 127.0.0.1:3000", f.addr)
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return err
	}
	e := &ear{listenFlags: *f, verifier: wh, out: cmd.OutOrStdout(), messages: map[string]int{}}
	server := &http.Server{
		Handler: e, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return cmd.Context() }, // which ends what hangs
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: listening on http://%s/ until Ctrl-C\n", l.Addr())
	select {
	case err = <-ended:
		return err
	case <-cmd.Context().Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(cmd.Context()), knocking)
	defer cancel()
	if err := server.Shutdown(patience); err != nil { // answers what has come
		_ = server.Close()
	}
	<-ended
	e.mu.Lock()
	defer e.mu.Unlock()
	fmt.Fprintf(cmd.ErrOrStderr(), "vitalsim: %d deliveries of %d messages, %d not verified\n", e.deliveries, len(e.messages), e.refused)
	return nil
}

// An ear is the receiver of listen.
type ear struct {
	listenFlags
	verifier *svix.Webhook

	mu                            sync.Mutex
	out                           io.Writer
	messages                      map[string]int // deliveries, by svix-id
	deliveries, refused, answered int            // of which so many as told
}

// A heard is a delivery as it is printed.
type heard struct {
	At        time.Time `json:"at"` // of the machine's own clock
	SvixID    string    `json:"svix_id"`
	EventType string    `json:"event_type"`
	User      string    `json:"client_user_id"`
	Delivery  int       `json:"delivery"` // of this message, from 1
	Bytes     int       `json:"bytes"`
	Verified  bool      `json:"verified"`
	Reason    string    `json:"reason,omitempty"` // why it is not
	Status    int       `json:"status"`           // it is answered with; 0 where it hangs
}

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	h := e.hear(r.Header, body)
	if h.Status == 0 {
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // or it would be answered with 200 at the end
	}
	w.WriteHeader(h.Status)
}

// hear notes a delivery, decides how it is answered, and prints it.
func (e *ear) hear(header http.Header, body []byte) heard {
	h := heard{At: clock.System.Now().UTC(), SvixID: cmp.Or(header.Get(headerID), header.Get("webhook-id")), Bytes: len(body), Status: http.StatusNoContent}
	var event struct {
		EventType string `json:"event_type"`
		Type      string `json:"type"` // of Svix's own events
		User      string `json:"client_user_id"`
	}
	_ = json.Unmarshal(body, &event) // what cannot be read has no type
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

func (e *ear) print(h heard) {
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
