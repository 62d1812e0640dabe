package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestAnnouncedDataIsReadableWhileTheDeliveryIsOpen calls the API from inside the
// webhook handler, as receivers do, and checks that it returns the data that the
// event announces.
func TestAnnouncedDataIsReadableWhileTheDeliveryIsOpen(t *testing.T) {
	t.Parallel()
	var sim *simulator.Simulator
	var mu sync.Mutex
	read := map[string]int{} // records and samples found, by kind of event
	found := func(kind string, n int) {
		mu.Lock()
		defer mu.Unlock()
		read[kind] += n
	}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var e struct {
			EventType string                     `json:"event_type"`
			UserID    string                     `json:"user_id"`
			Data      map[string]json.RawMessage `json:"data"`
		}
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &e)
		}
		if err != nil {
			t.Error(err)
		}
		text := func(key string) string { return strings.Trim(string(e.Data[key]), `"`) }
		parts := strings.Split(e.EventType, ".")
		switch {
		case parts[0] == "historical":
			if parts[2] == "workout_stream" || parts[2] == "profile" {
				return // are read without a window
			}
			query := "?start_date=" + url.QueryEscape(text("start_date")) + "&end_date=" + url.QueryEscape(text("end_date"))
			if parts[2] == "sleep_cycle" { // takes plain dates only
				query = "?start_date=" + text("start_date")[:10] + "&end_date=" + text("end_date")[:10]
			}
			found("historical", len(fetchItems(t, sim, parts[2], e.UserID, query)))
		case parts[0] == "daily" && isSeries(parts[2]):
			var samples []json.RawMessage
			if err := json.Unmarshal(e.Data["data"], &samples); err != nil {
				t.Error(err)
			}
			var first struct{ Timestamp string }
			if err := json.Unmarshal(samples[0], &first); err != nil {
				t.Error(err)
			}
			items := fetchItems(t, sim, parts[2], e.UserID, "?start_date="+url.QueryEscape(first.Timestamp))
			for _, s := range samples {
				if !slices.Contains(items, string(s)) {
					t.Errorf("%s: sample %s is not readable", e.EventType, s)
				}
			}
			found("samples", len(samples))
		case parts[0] == "daily" && parts[2] == "workout_stream":
			fetchItems(t, sim, parts[2], text("workout_id"), "")
			found("streams", 1)
		case parts[0] == "daily":
			date := "?start_date=" + text("calendar_date") + "&end_date=" + text("calendar_date")
			if text("calendar_date") == "" {
				date = "?start_date=2026-01-01"
			}
			record := string(body[strings.Index(string(body), `"data":`)+len(`"data":`) : len(body)-1])
			if items := fetchItems(t, sim, parts[2], e.UserID, date); !slices.Contains(items, record) {
				t.Errorf("%s: the record is not what a GET returns:\n%s\n%q", e.EventType, record, items)
			}
			found("records", 1)
		}
	}))
	defer receiver.Close()
	sc := load(t, "first-connection")
	var err error
	if sim, err = simulator.New(simulator.Config{Target: receiver.URL}.For(sc)); err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	report, err := sim.Play(t.Context(), sc, nil)
	if err != nil || !report.OK() {
		t.Fatalf("%v, %+v", err, report.Failures)
	}
	if read["historical"] < 60_000 || read["samples"] < 2000 || read["records"] < 15 {
		t.Errorf("read %v", read)
	}
}

func isSeries(resource string) bool {
	r, _ := vital.ResourceNamed(resource)
	return r.Kind.Timeseries()
}

// fetchItems is every item of a resource over HTTP, as the text that was sent.
func fetchItems(t *testing.T, sim *simulator.Simulator, resource, userID, query string) (items []string) {
	path := "/v2/summary/" + resource + "/" + userID + query
	series, _ := vital.ResourceNamed(resource)
	grouped := isSeries(resource) && !series.Ungrouped
	switch {
	case grouped:
		path = "/v2/timeseries/" + userID + "/" + series.Path + "/grouped" + query
	case isSeries(resource):
		path = "/v2/timeseries/" + userID + "/" + series.Path + query
	}
	if resource == "workout_stream" {
		path = "/v2/timeseries/workouts/" + userID + "/stream"
	}
	req, err := http.NewRequest(http.MethodGet, sim.URL()+path, nil)
	if err != nil {
		t.Error(err)
		return nil
	}
	req.Header.Set("x-vital-api-key", sim.APIKey())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer res.Body.Close()
	var raw []json.RawMessage
	decoder := json.NewDecoder(res.Body)
	switch {
	case grouped: // of which one page is enough here
		var page struct {
			Groups map[string][]struct{ Data []json.RawMessage }
		}
		err = decoder.Decode(&page)
		for _, groups := range page.Groups {
			for _, group := range groups {
				raw = append(raw, group.Data...)
			}
		}
	case isSeries(resource):
		err = decoder.Decode(&raw)
	case resource == "profile" || resource == "workout_stream": // bare
		raw = make([]json.RawMessage, 1)
		err = decoder.Decode(&raw[0])
	default:
		var envelope map[string][]json.RawMessage
		err = decoder.Decode(&envelope)
		raw = envelope[series.Envelope]
	}
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %d, %v", path, res.StatusCode, err)
	}
	for _, item := range raw {
		items = append(items, string(item))
	}
	return items
}

// TestLingerEndsAfterTheLastRequest uses a wall clock that moves when slept on.
func TestLingerEndsAfterTheLastRequest(t *testing.T) {
	t.Parallel()
	wall := &sleepyWall{now: time.Unix(1_000_000, 0)}
	sim, err := simulator.New(simulator.Config{Wall: wall})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	requests := 0
	wall.slept = func() {
		if requests++; requests <= 2 {
			wall.now = wall.now.Add(-500 * time.Millisecond) // half-way through the nap
			sim.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v2/user", nil))
			wall.now = wall.now.Add(500 * time.Millisecond)
		}
	}
	began := wall.now
	if err := sim.Linger(t.Context(), 2*time.Second); err != nil {
		t.Fatal(err)
	}
	if got := wall.now.Sub(began); got != 5*time.Second {
		t.Errorf("lingered for %v, want 2s after the request at 3s", got)
	}
}

// TestHalfARequestHoldsNobodyUp checks that clients which stop in the middle of a body
// do not hold up an advance.
func TestHalfARequestHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	address := strings.TrimPrefix(sim.URL(), "http://")
	for range 20 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "POST /v2/user HTTP/1.1\r\nHost: %s\r\nX-Vital-Api-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", address, sim.APIKey())
	}
	connectFitbit(t, sim, "app-user-1")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := sim.Advance(ctx, time.Hour); err != nil {
		t.Errorf("an advance beside half a request: %v", err)
	}
}
