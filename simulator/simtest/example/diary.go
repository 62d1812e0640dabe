// Package example is a minimal application that integrates Vital, and its tests: a
// diary of the nights that its users have slept. Copy the folder to start an
// application of your own.
package example

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	svix "github.com/svix/svix-webhooks/go"
)

// A Night is what the diary keeps of a record of Vital's resource sleep.
type Night struct {
	ID           string    `json:"id"`
	UserID       string    `json:"user_id"`
	CalendarDate string    `json:"calendar_date"`
	Total        int       `json:"total"` // seconds asleep
	Efficiency   *float64  `json:"efficiency"`
	UpdatedAt    time.Time `json:"updated_at"`
}

// A Diary takes Vital's webhooks, and fetches what they only announce. It is safe
// for concurrent use.
type Diary struct {
	base, key string
	client    *http.Client
	webhooks  *svix.Webhook

	mu     sync.Mutex
	nights map[string]Night // by id
	lost   map[string]bool  // users whose provider has to be connected again
}

// NewDiary returns an empty diary. Its parameters are the configuration of the
// application: the base URL of Vital's API and a key for it, the signing secret of
// the webhooks, and a client for its requests.
func NewDiary(base, key, secret string, client *http.Client) *Diary {
	webhooks, err := svix.NewWebhook(secret)
	if err != nil {
		panic(err) // a wrong configuration
	}
	return &Diary{base: base, key: key, client: client, webhooks: webhooks, nights: map[string]Night{}, lost: map[string]bool{}}
}

// ServeHTTP receives a webhook. It responds with 2xx once the diary has the
// announced data; otherwise the webhook is sent again.
func (d *Diary) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "read webhook", http.StatusBadRequest)
		return
	}
	if err := d.webhooks.Verify(body, r.Header); err != nil {
		http.Error(w, "verify webhook", http.StatusUnauthorized)
		return
	}
	if err := d.take(r, body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (d *Diary) take(r *http.Request, body []byte) error {
	var event struct {
		EventType string          `json:"event_type"`
		UserID    string          `json:"user_id"`
		Data      json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &event); err != nil {
		return fmt.Errorf("read event: %w", err)
	}
	switch event.EventType {
	case "daily.data.sleep.created", "daily.data.sleep.updated":
		var night Night
		if err := json.Unmarshal(event.Data, &night); err != nil {
			return fmt.Errorf("read night: %w", err)
		}
		d.keep(night)
	case "historical.data.sleep.created": // which brings no data: it can be fetched now
		var pull struct {
			StartDate string `json:"start_date"`
			EndDate   string `json:"end_date"`
		}
		if err := json.Unmarshal(event.Data, &pull); err != nil {
			return fmt.Errorf("read historical pull: %w", err)
		}
		nights, err := d.fetch(r, event.UserID, pull.StartDate, pull.EndDate)
		if err != nil {
			return err
		}
		d.keep(nights...)
	case "provider.connection.created":
		d.setLost(event.UserID, false)
	case "provider.connection.error":
		d.setLost(event.UserID, true)
	}
	return nil
}

// fetch requests the nights of a range from Vital's API.
func (d *Diary) fetch(webhook *http.Request, userID, start, end string) ([]Night, error) {
	where := d.base + "/v2/summary/sleep/" + url.PathEscape(userID) + "?" + url.Values{"start_date": {start}, "end_date": {end}}.Encode()
	r, err := http.NewRequestWithContext(webhook.Context(), http.MethodGet, where, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch nights: %w", err)
	}
	r.Header.Set("x-vital-api-key", d.key)
	res, err := d.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("fetch nights: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, errors.New("fetch nights: Vital answers " + res.Status)
	}
	var answer struct{ Sleep []Night }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("fetch nights: %w", err)
	}
	return answer.Sleep, nil
}

// keep stores nights. Webhooks arrive twice and in any order, so the newest
// version of a night is kept.
func (d *Diary) keep(nights ...Night) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, night := range nights {
		if known, ok := d.nights[night.ID]; !ok || !known.UpdatedAt.After(night.UpdatedAt) {
			d.nights[night.ID] = night
		}
	}
}

func (d *Diary) setLost(userID string, lost bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lost[userID] = lost
}

// Nights returns the nights of a user, latest first.
func (d *Diary) Nights(userID string) (nights []Night) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, night := range d.nights {
		if night.UserID == userID {
			nights = append(nights, night)
		}
	}
	slices.SortFunc(nights, func(a, b Night) int {
		return cmp.Or(strings.Compare(b.CalendarDate, a.CalendarDate), strings.Compare(a.ID, b.ID))
	})
	return nights
}

// Lost reports whether a user has to connect the provider again.
func (d *Diary) Lost(userID string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lost[userID]
}
