package simulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	svix "github.com/svix/svix-webhooks/go"
)

// A diary is somebody's own application: it keeps the nights of its users. It
// knows what the documentation tells, and has Vital's address built in.
type diary struct {
	client   *http.Client
	key      string
	verifier *svix.Webhook

	mu     sync.Mutex
	seen   map[string]bool            // svix-ids
	nights map[string]json.RawMessage // by id
	reads  int
}

const vitalAPI = "https://api.sandbox.tryvital.io"

func newDiary(transport http.RoundTripper, key, secret string) *diary {
	verifier, err := svix.NewWebhook(secret)
	if err != nil {
		panic(err)
	}
	return &diary{
		client: &http.Client{Transport: transport}, key: key, verifier: verifier,
		seen: map[string]bool{}, nights: map[string]json.RawMessage{},
	}
}

// ServeHTTP takes a webhook.
func (d *diary) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = d.verifier.Verify(body, r.Header)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	if err := d.take(r.Header.Get("Svix-Id"), body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (d *diary) take(id string, body []byte) error {
	var event struct {
		EventType string          `json:"event_type"`
		UserID    string          `json:"user_id"`
		Data      json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &event); err != nil {
		return err
	}
	switch {
	case d.known(id):
		return nil
	case event.EventType == "historical.data.sleep.created":
		var pull struct {
			Start string `json:"start_date"`
			End   string `json:"end_date"`
		}
		if err := json.Unmarshal(event.Data, &pull); err != nil {
			return err
		}
		nights, err := d.fetch(event.UserID, pull.Start, pull.End)
		if err != nil {
			return err
		}
		d.keep(nights...)
	case strings.HasPrefix(event.EventType, "daily.data.sleep."):
		d.keep(event.Data)
	}
	d.done(id)
	return nil
}

// fetch asks Vital for the nights of a range.
func (d *diary) fetch(user, start, end string) ([]json.RawMessage, error) {
	r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/v2/summary/sleep/%s?start_date=%s&end_date=%s", vitalAPI, user, start, end), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-Vital-Api-Key", d.key)
	res, err := d.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch: %s", res.Status)
	}
	var answer struct{ Sleep []json.RawMessage }
	d.mu.Lock()
	d.reads++
	d.mu.Unlock()
	return answer.Sleep, json.NewDecoder(res.Body).Decode(&answer)
}

func (d *diary) keep(nights ...json.RawMessage) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, night := range nights {
		var record struct{ ID string }
		if err := json.Unmarshal(night, &record); err != nil {
			panic(err)
		}
		d.nights[record.ID] = night
	}
}

func (d *diary) known(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.seen[id]
}

func (d *diary) done(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen[id] = true
}
