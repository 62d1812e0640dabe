package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
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
		"start_date=2026-01-01T00:00:00.5Z&end_date=2026-01-02":                                        "[2026-01-02]",
		"start_date=9999-12-31T12:00:00Z&end_date=9999-12-31":                                          "[]",
		"start_date=0001-01-01&end_date=0001-01-02":                                                    "[]",
		"start_date=2026-01-06": "[2026-01-06]", // until now
	} {
		status, v := tm.call("GET", "/v2/summary/activity/"+id+"/?"+query, "")
		if status != http.StatusOK || fmt.Sprint(dates(v, "activity")) != want {
			t.Errorf("%s: %d %v, want %s", query, status, v, want)
		}
	}
}

// TestSleepComesNewestFirst checks for the order of Vital's sandbox (vital.md 10).
func TestSleepComesNewestFirst(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	_, v := tm.call("GET", "/v2/summary/sleep/"+id+"?start_date=2025-12-10", "")
	got := dates(v, "sleep")
	if len(got) < 20 || !slices.IsSortedFunc(got, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("%d nights: %v", len(got), got)
	}
}

func TestNothingIsReadableBeforeItIsAnnounced(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	tm.connect(id, "fitbit")
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
		tm.run(7 * time.Minute)
		before := len(tm.sent())
		status, v := tm.call("POST", "/v2/user/refresh/"+id+"?timeout=5", "")
		if status != http.StatusOK || v["success"] != true || !strings.Contains(fmt.Sprint(v["refreshed_sources"]), "fitbit/activity") {
			t.Errorf("refresh: %d %v", status, v)
		}
		if len(tm.sent()) == before {
			t.Error("a refresh brought nothing")
		}
	}
}
