package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

func dates(v map[string]any, envelope string) (out []string) {
	for _, r := range v[envelope].([]any) {
		out = append(out, r.(map[string]any)["calendar_date"].(string))
	}
	return out
}

func TestSummariesAreFilteredByTheirDate(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	for query, want := range map[string]string{
		"start_date=2026-01-01&end_date=2026-01-03":                                                    "[2026-01-03 2026-01-02 2026-01-01]",
		"start_date=2026-01-02&end_date=2026-01-02":                                                    "[2026-01-02]",
		"start_date=2026-01-01T00:00:00Z&end_date=2026-01-02T00:00:00%2B00:00":                         "[2026-01-02 2026-01-01]",
		"start_date=2026-01-01T00:00:01Z&end_date=2026-01-02T23:59:59":                                 "[2026-01-02]",
		"start_date=2026-01-01T00:00:00+00:00&end_date=2026-01-01T12:00:00+00:00":                      "[2026-01-01]", // + arrives as a space
		"start_date=" + url.QueryEscape("2026-01-01 00:00:00+00:00") + "&end_date=2026-01-01+01:00:00": "[2026-01-01]",
		"start_date=2026-01-01T02:00:00%2B02:00&end_date=2026-01-01T02:00:00%2B02:00":                  "[2026-01-01]",
		"start_date=2026-01-03&end_date=2026-01-01":                                                    "[]",
		"start_date=2026-01-01&end_date=2026-01-03&provider=oura":                                      "[]",
		"start_date=2026-01-01&end_date=2026-01-02&provider=fitbit":                                    "[2026-01-02 2026-01-01]",
		"start_date=2026-01-06": "[2026-01-06]", // until now
	} {
		status, v := tm.call("GET", "/v2/summary/activity/"+id+"/?"+query, "")
		if status != http.StatusOK || fmt.Sprint(dates(v, "activity")) != want {
			t.Errorf("%s: %d %v, want %s", query, status, v, want)
		}
	}
}

// TestPagesHoldEverySampleOnce follows the cursor and compares with the
// ungrouped samples.
func TestPagesHoldEverySampleOnce(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 7, 1000, 100_000} {
		tm := newTeam(t, size)
		id := tm.connected()
		span := "start_date=2026-01-05T11:00:00Z&end_date=2026-01-05T15:00:00Z"
		if size > 100 {
			span = "start_date=2025-12-01"
		}
		var want []json.RawMessage
		if err := json.Unmarshal(tm.raw("GET", "/v2/timeseries/"+id+"/heartrate?"+span, "", key).Body.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		var got []json.RawMessage
		cursor, parameter := "", "next_cursor"
		for {
			query := span
			if cursor != "" {
				query += "&" + parameter + "=" + cursor
				parameter = "cursor" // the deprecated alias does too
			}
			var page struct {
				Groups map[string][]struct {
					Source vital.Source
					Data   []json.RawMessage
				}
				Next, NextCursor *string `json:"-"`
			}
			var ends struct {
				Next       *string `json:"next"`
				NextCursor *string `json:"next_cursor"`
			}
			body := tm.raw("GET", "/v2/timeseries/"+id+"/heartrate/grouped?"+query, "", key).Body.Bytes()
			if err := json.Unmarshal(body, &page); err != nil {
				t.Fatalf("%v in %.300s", err, body)
			}
			if err := json.Unmarshal(body, &ends); err != nil {
				t.Fatal(err)
			}
			data := page.Groups["fitbit"][0].Data
			if got = append(got, data...); len(data) > size || page.Groups["fitbit"][0].Source.Type != "watch" {
				t.Fatalf("page size %d: %d samples of %+v", size, len(data), page.Groups["fitbit"][0].Source)
			}
			if (ends.Next == nil) != (ends.NextCursor == nil) || ends.Next != nil && *ends.Next != *ends.NextCursor {
				t.Fatalf("next %v, next_cursor %v", ends.Next, ends.NextCursor)
			}
			if ends.NextCursor == nil {
				break
			}
			cursor = *ends.NextCursor
		}
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) || len(want) < 100 {
			t.Errorf("page size %d: %d samples in pages, %d ungrouped", size, len(got), len(want))
		}
		if cursor != "" {
			if status, _ := tm.call("GET", "/v2/timeseries/"+id+"/heartrate/grouped?start_date=2026-01-01&next_cursor="+cursor, ""); status != 422 {
				t.Errorf("a cursor with other filters: %d", status)
			}
		}
	}
}

func TestNothingIsReadableBeforeItIsAnnounced(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	if status, v := tm.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"fitbit"}`, id)); status != 200 {
		t.Fatalf("%d %v", status, v)
	}
	all := "?start_date=2020-01-01&end_date=2030-01-01"
	if _, v := tm.call("GET", "/v2/summary/activity/"+id+all, ""); len(v["activity"].([]any)) != 0 {
		t.Errorf("readable at once: %v", v)
	}
	if body := tm.raw("GET", "/v2/timeseries/"+id+"/heartrate"+all, "", key).Body.String(); body != "[]" {
		t.Errorf("readable at once: %.200s", body)
	}
	if _, v := tm.call("GET", "/v2/timeseries/"+id+"/heartrate/grouped"+all, ""); len(v["groups"].(map[string]any)) != 0 {
		t.Errorf("readable at once: %v", v)
	}
	_, v := tm.call("GET", "/v2/user/providers/"+id, "")
	if p := v["providers"].([]any)[0].(map[string]any); p["slug"] != "fitbit" || p["status"] != "connected" || p["error_details"] != nil {
		t.Errorf("providers %v", v)
	}
	tm.run(time.Hour)
	if _, v := tm.call("GET", "/v2/summary/activity/"+id+all, ""); len(v["activity"].([]any)) < 25 {
		t.Errorf("after an hour: %d activities", len(v["activity"].([]any)))
	}
}

func TestRefreshOfADemoAlwaysBringsSomething(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	for range 3 {
		tm.now = tm.now.Add(7 * time.Minute)
		before := len(tm.sent)
		status, v := tm.call("POST", "/v2/user/refresh/"+id+"?timeout=5", "")
		if status != http.StatusOK || v["success"] != true || !strings.Contains(fmt.Sprint(v["refreshed_sources"]), "fitbit/activity") {
			t.Errorf("refresh: %d %v", status, v)
		}
		if len(tm.sent) == before {
			t.Error("a refresh brought nothing")
		}
	}
}

func TestAnswersInMemoryHaveALength(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	w := tm.raw("GET", "/v2/summary/sleep/"+id+"?start_date=2026-01-01", "", key)
	if got := w.Header().Get("Content-Length"); got != fmt.Sprint(w.Body.Len()) || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("Content-Length %s of %d bytes, %v", got, w.Body.Len(), w.Header())
	}
}
