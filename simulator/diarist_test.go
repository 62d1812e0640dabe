package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A diarist is a receiver that accepts everything and writes down when it came,
// in simulated time.
type diarist struct {
	now func() time.Time

	mu               sync.Mutex
	created, changed map[string]time.Time // of records, by id
	steps            time.Time            // when steps of what is worn came last
	silences         int                  // half a day without, and then what was measured before
}

// catchUp is how long before it is told the oldest of what a device has caught up
// with was measured.
const catchUp = 12 * time.Hour

func (d *diarist) RoundTrip(r *http.Request) (*http.Response, error) {
	var message struct {
		Type string `json:"event_type"`
		Data struct {
			ID     string `json:"id"`
			Source struct {
				Type string `json:"type"`
			} `json:"source"`
			Samples []struct {
				Timestamp time.Time `json:"timestamp"`
			} `json:"data"`
		} `json:"data"`
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(body), `"daily.data.`) {
		if err := json.Unmarshal(body, &message); err != nil {
			return nil, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	now, data := d.now(), message.Data
	if data.ID != "" {
		if strings.HasSuffix(message.Type, ".created") {
			d.created[data.ID] = now
		}
		d.changed[data.ID] = now
	}
	if message.Type == "daily.data.steps.created" && data.Source.Type != "phone" {
		if n := len(data.Samples); n > 0 && !d.steps.IsZero() && now.Sub(d.steps) > catchUp && now.Sub(data.Samples[0].Timestamp) > catchUp {
			d.silences++
		}
		d.steps = now
	}
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody, Request: r}, nil
}
