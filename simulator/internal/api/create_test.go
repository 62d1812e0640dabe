package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestUsersAreRefusedForEachField checks that a 422 names the invalid field and the
// reason.
func TestUsersAreRefusedForEachField(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for body, want := range map[string]string{
		`{"client_user_id":7}`:                                      "client_user_id string_type",
		`{"client_user_id":["a"]}`:                                  "client_user_id string_type",
		`{"client_user_id":true}`:                                   "client_user_id string_type",
		`{"client_user_id":null}`:                                   "client_user_id none_forbidden",
		`{"client_user_id":""}`:                                     "client_user_id string_too_short",
		`{"CLIENT_USER_ID":"a"}`:                                    "client_user_id missing",
		`{"client_user_id":"a","fallback_time_zone":"Mars/Base"}`:   "fallback_time_zone value_error",
		`{"client_user_id":"a","fallback_time_zone":"Local"}`:       "fallback_time_zone value_error",
		`{"client_user_id":"a","fallback_time_zone":"+01:00"}`:      "fallback_time_zone value_error",
		`{"client_user_id":"a","fallback_time_zone":"../zoneinfo"}`: "fallback_time_zone value_error",
		`{"client_user_id":"a","fallback_time_zone":60}`:            "fallback_time_zone string_type",
		`{"client_user_id":"a","fallback_birth_date":"1990-02-30"}`: "fallback_birth_date date_from_datetime_parsing",
		`{"client_user_id":"a","fallback_birth_date":19900203}`:     "fallback_birth_date string_type",
		`{"client_user_id":"a","ingestion_start":"yesterday"}`:      "ingestion_start date_from_datetime_parsing",
		`{"client_user_id":"a","ingestion_end":"2026-01-05T08:00"}`: "ingestion_end date_from_datetime_inexact",
		`null`:                       " model_attributes_type",
		`"a"`:                        " model_attributes_type",
		`{"client_user_id":"a"} {}`:  "0 json_invalid",
		`{"client_user_id":"a",}`:    "0 json_invalid",
		"\xef\xbb\xbf{}":             "0 json_invalid",
		strings.Repeat("[", 100_000): "0 json_invalid",
	} {
		w := tm.raw("POST", "/v2/user", body, key)
		var v struct {
			Detail []struct {
				Loc  []any
				Msg  string
				Type string
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusUnprocessableEntity || len(v.Detail) != 1 {
			t.Errorf("%.60s: %d %s, want one problem", body, w.Code, w.Body)
			continue
		}
		p := v.Detail[0]
		if got := strings.Trim(fmt.Sprint(p.Loc[1:]), "[]") + " " + p.Type; p.Loc[0] != "body" || got != want || p.Msg == "" {
			t.Errorf("%.60s: %+v, want %s", body, p, want)
		}
	}
	if status, v := tm.call("GET", "/v2/user/resolve/a", ""); status != http.StatusNotFound {
		t.Errorf("a refused user exists: %v", v)
	}
}

// TestContentTypes checks that a body is read as JSON only if its content type says so
// or there is none, as FastAPI does.
func TestContentTypes(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]int{
		"": 200, "application/json": 200, "Application/JSON; charset=utf-8": 200, "application/problem+json": 200, "application/json;": 200,
		"text/plain": 422, "application/x-www-form-urlencoded": 422, "multipart/form-data; boundary=x": 422, "text/json": 422, "json": 422, "application/": 422,
		"application/jsonp": 422, "\xff": 422,
	} {
		tm := newTeam(t, 0)
		r := httptest.NewRequest("POST", "/v2/user", strings.NewReader(`{"client_user_id":"ada"}`))
		r.Header = http.Header{"X-Vital-Api-Key": {key}, "Content-Type": {contentType}}
		w := tm.do(r)
		if w.Code != want {
			t.Errorf("%q: %d %s, want %d", contentType, w.Code, w.Body, want)
		}
		const refused = `{"detail":[{"loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","type":"model_attributes_type"}]}`
		if want == 422 && (w.Body.String() != refused || !strings.Contains(w.Header().Get("Vitalsim-Hint"), "want the header Content-Type: application/json")) {
			t.Errorf("%q: %s %v", contentType, w.Body, w.Header())
		}
	}
}

// TestLineSeparatorsInIDs checks that an id with the characters that end a line in
// JavaScript is written as FastAPI does, without escapes, and found by its path.
func TestLineSeparatorsInIDs(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	const name = "ada\u2028\u2029"
	id := tm.user(name)
	for _, path := range []string{"/v2/user/" + id, "/v2/user/resolve/" + url.PathEscape(name)} {
		if w := tm.raw("GET", path, "", key); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"client_user_id":"`+name+`"`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if status, v := tm.call("GET", "/v2/user/"+url.PathEscape(id+"\u2028"), ""); status != http.StatusUnprocessableEntity {
		t.Errorf("an id with a line separator: %d %v", status, v)
	}
	if _, err := tm.Trigger(t.Context(), team.Trigger{User: uuid.MustParse(id), EventType: "daily.data.sleep.created"}); err != nil {
		t.Fatal(err)
	}
	last := tm.sent()[len(tm.sent())-1]
	if !strings.Contains(string(last.Body), `"client_user_id":"`+name+`"`) || !json.Valid(last.Body) || last.Status != webhook.Success {
		t.Errorf("event %s: %s", last.Status, last.Body)
	}
}

// TestBodiesAreBounded checks the bound of one MiB; smaller bodies are read.
func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	fill := func(size int) string {
		const frame = len(`{"client_user_id":"ada","x":""}`)
		return fmt.Sprintf(`{"client_user_id":"ada","x":%q}`, strings.Repeat("x", size-frame))
	}
	for _, path := range []string{"/v2/user", "/v2/link/connect/demo"} {
		status, v := tm.call("POST", path, fill(1<<20+1))
		if status != http.StatusBadRequest || v["detail"] != "Request body too large" {
			t.Errorf("%s: %d %v", path, status, v)
		}
	}
	if status, v := tm.call("POST", "/v2/user", fill(1<<20)); status != http.StatusOK {
		t.Errorf("just a MiB: %d %.200v", status, v)
	}
}

// TestConflictsHaveVitalsShape compares the whole body of a conflict.
func TestConflictsHaveVitalsShape(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	_, made := tm.call("GET", "/v2/user/"+id, "")
	w := tm.raw("POST", "/v2/user", `{"client_user_id":"ada"}`, key)
	want := fmt.Sprintf(`{"detail":{"error_type":"INVALID_REQUEST","error_message":"Client user id already exists.","user_id":%q,"created_on":%q}}`, id, made["created_on"])
	if w.Code != http.StatusBadRequest || w.Body.String() != want {
		t.Errorf("%d %s, want %s", w.Code, w.Body, want)
	}
	if again := tm.user("Ada"); again == id {
		t.Error("client_user_id ignores case")
	}
}
