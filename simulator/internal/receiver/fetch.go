package receiver

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// history fetches the data that a historical event announces; the event has none.
func (r *Receiver) history(e vital.Event, pull vital.HistoricalPull) error {
	resource, ok := vital.EventResource(e.EventType)
	if !ok {
		return nil
	}
	state := "pulling"
	if pull.IsFinal {
		state = "complete"
	}
	r.setHistory(e.ClientUserID, resource.Name, state, r.config.Bug == SwallowsFailures)
	if resource.Kind == vital.Session || resource.Kind == vital.Daily || resource.Kind.Timeseries() {
		if err := r.fetch(e, resource, pull); err != nil {
			return err
		}
	}
	r.setHistory(e.ClientUserID, resource.Name, state, true)
	return nil
}

// setHistory records the state of a resource's history; a complete one stays complete.
func (r *Receiver) setHistory(clientUserID, resource, state string, now bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u := r.user(clientUserID)
	if !now {
		state = "pulling"
	}
	if u.history[resource] != "complete" {
		u.history[resource] = state
	}
}

// fetch reads the window of a historical event page by page.
func (r *Receiver) fetch(e vital.Event, resource vital.Resource, pull vital.HistoricalPull) error {
	query := url.Values{"provider": {pull.Provider}, "start_date": {pull.StartDate.Format(time.RFC3339)}, "end_date": {pull.EndDate.Format(time.RFC3339)}}
	if resource.PlainDates {
		query.Set("start_date", pull.StartDate.Format(time.DateOnly))
		query.Set("end_date", pull.EndDate.Format(time.DateOnly))
	}
	if !resource.Kind.Timeseries() {
		var answer map[string][]json.RawMessage
		if err := r.get("/v2/summary/"+resource.Path+"/"+e.UserID.String(), query, &answer); err != nil {
			return err
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, text := range answer[resource.Envelope] {
			if err := r.record(r.user(e.ClientUserID), resource.Name, text, true); err != nil {
				return err
			}
		}
		return nil
	}
	for {
		var page struct {
			Groups     map[string][]vital.Group `json:"groups"`
			NextCursor *string                  `json:"next_cursor"`
		}
		if err := r.get("/v2/timeseries/"+e.UserID.String()+"/"+resource.Path+"/grouped", query, &page); err != nil {
			return err
		}
		r.mu.Lock()
		for _, groups := range page.Groups {
			for _, g := range groups {
				r.take(r.user(e.ClientUserID), resource.Name, g)
			}
		}
		r.mu.Unlock()
		if page.NextCursor == nil {
			return nil
		}
		query.Set("next_cursor", *page.NextCursor)
	}
}

// get requests a path of the API. After an error the webhook is sent again.
func (r *Receiver) get(path string, query url.Values, into any) error {
	req, err := http.NewRequest(http.MethodGet, r.config.Base+path+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Vital-Api-Key", r.config.Key)
	res, err := r.config.Client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("read the answer of %s: %w", path, err)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("get %s: %s", path, res.Status)
	}
	return json.Unmarshal(body, into)
}
