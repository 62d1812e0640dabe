package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestUsersAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for i := range 7 {
		tm.user(fmt.Sprint("user-", i))
	}
	names := func(query string) (out []string) {
		_, v := tm.call("GET", "/v2/user"+query, "")
		for _, u := range v["users"].([]any) {
			out = append(out, u.(map[string]any)["client_user_id"].(string))
		}
		if v["total"] != 7.0 {
			t.Errorf("%s: total %v", query, v["total"])
		}
		return out
	}
	for query, want := range map[string]string{
		"": "[user-6 user-5 user-4 user-3 user-2 user-1 user-0]", "/?offset=1&limit=2": "[user-5 user-4]", "?offset=6": "[user-0]", "?offset=9": "[]", "?limit=0": "[]",
	} {
		if got := fmt.Sprint(names(query)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	for _, query := range []string{"?limit=501", "?limit=x", "?offset=-1"} {
		if status, v := tm.call("GET", "/v2/user"+query, ""); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %v", query, status, v)
		}
	}
}

func TestPatchUser(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id, other := tm.user("ada"), tm.user("ben")
	w := tm.raw("PATCH", "/v2/user/"+id, `{"client_user_id":"ada-2","fallback_time_zone":"Asia/Tokyo","fallback_birth_date":"1980-01-02","ingestion_start":"2025-01-01"}`, key)
	if w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	_, v := tm.call("GET", "/v2/user/resolve/ada-2", "")
	if v["user_id"] != id || v["fallback_time_zone"].(map[string]any)["id"] != "Asia/Tokyo" || v["ingestion_start"] != "2025-01-01" {
		t.Errorf("patched to %v", v)
	}
	tm.raw("PATCH", "/v2/user/"+id, `{"fallback_time_zone":null,"ingestion_start":null}`, key)
	if _, v := tm.call("GET", "/v2/user/"+id, ""); v["fallback_time_zone"] != nil || v["ingestion_start"] != nil || v["fallback_birth_date"] == nil {
		t.Errorf("cleared to %v", v)
	}
	for body, want := range map[string]int{
		`{}`: 400, `{"client_user_id":"ben"}`: 409, `{"client_user_id":null}`: 422, `{"fallback_time_zone":"Mars/Base"}`: 422, `{"client_user_id":"ada-2"}`: 204,
	} {
		if got := tm.raw("PATCH", "/v2/user/"+id, body, key).Code; got != want {
			t.Errorf("patch %s: %d, want %d", body, got, want)
		}
	}
	if status, _ := tm.call("GET", "/v2/user/resolve/ada", ""); status != http.StatusNotFound {
		t.Errorf("the old name answers %d", status)
	}
	_ = other
}

func TestDeletedUsersCanComeBackForAWeek(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	if status, v := tm.call("DELETE", "/v2/user/"+id, ""); status != http.StatusOK || v["success"] != true {
		t.Fatalf("delete: %d %v", status, v)
	}
	for path, detail := range map[string]string{
		"GET /v2/user/" + id:    "You have scheduled this user for deletion.",
		"DELETE /v2/user/" + id: "The user has been scheduled for deletion as per your previous request",
		"GET /v2/summary/sleep/" + id + "?start_date=2026-01-01":        "Not found",
		"GET /v2/timeseries/" + id + "/heartrate?start_date=2026-01-01": "Not found",
		"GET /v2/user/resolve/ada":                                      "User not found",
		"DELETE /v2/user/00000000-0000-4000-8000-000000000000":          "The user does not or no longer exists in this team",
		"POST /v2/user/undo_delete?client_user_id=nobody":               "Not found",
		"PATCH /v2/user/00000000-0000-4000-8000-000000000000":           "The user does not or no longer exists in this team",
	} {
		var method, target string
		_, _ = fmt.Sscan(path, &method, &target)
		if status, v := tm.call(method, target, `{"ingestion_end":null}`); status != http.StatusNotFound || v["detail"] != detail {
			t.Errorf("%s: %d %v, want %q", path, status, v, detail)
		}
	}
	before := len(tm.sent())
	tm.run(48 * time.Hour)
	if len(tm.sent()) != before {
		t.Errorf("%d events of a deleted user", len(tm.sent())-before)
	}
	if status, v := tm.call("POST", "/v2/user/undo_delete?client_user_id=ada", ""); status != http.StatusOK || v["success"] != true {
		t.Fatalf("undo: %d %v", status, v)
	}
	if _, v := tm.call("GET", "/v2/user/"+id, ""); len(v["connected_sources"].([]any)) != 0 {
		t.Errorf("connections came back: %v", v)
	}
	tm.call("DELETE", "/v2/user/"+id, "")
	again := tm.user("ada") // the name is free at once
	if status, _ := tm.call("POST", "/v2/user/undo_delete?user_id="+id, ""); status != http.StatusConflict || again == id {
		t.Errorf("undo while the name is taken: %d", status)
	}
	tm.call("DELETE", "/v2/user/"+again, "")
	tm.run(8 * 24 * time.Hour)
	if status, _ := tm.call("POST", "/v2/user/undo_delete?user_id="+id, ""); status != http.StatusNotFound {
		t.Errorf("undo after the grace period: %d", status)
	}
	for _, query := range []string{"", "?user_id=" + id + "&client_user_id=ada", "?user_id=x"} {
		if status, _ := tm.call("POST", "/v2/user/undo_delete"+query, ""); status != http.StatusUnprocessableEntity {
			t.Errorf("undo%s: %d", query, status)
		}
	}
}

func TestDeregister(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.connected()
	for slug, want := range map[string]int{"fitbitt": 422, "oura": 404, "zwift": 404, "fitbit": 200} {
		if status, v := tm.call("DELETE", "/v2/user/"+id+"/"+slug, ""); status != want {
			t.Errorf("%s: %d %v", slug, status, v)
		}
	}
	if _, v := tm.call("GET", "/v2/user/providers/"+id, ""); len(v["providers"].([]any)) != 0 {
		t.Errorf("still connected: %v", v)
	}
	if _, v := tm.call("GET", "/v2/summary/activity/"+id+"?start_date=2026-01-01", ""); len(v["activity"].([]any)) == 0 {
		t.Error("the data is gone")
	}
	before := len(tm.sent())
	tm.run(24 * time.Hour)
	if len(tm.sent()) != before {
		t.Errorf("%d events of a connection that ended", len(tm.sent())-before)
	}
}

func TestInfo(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	const good = `{"first_name":"Ada","last_name":"Example","email":"ada@example.com","phone_number":"+15550100","gender":"female","dob":"1990-02-03",
		"address":{"first_line":"1 Main St","country":"US","zip":"85004","city":"Phoenix","state":"AZ"}}`
	if status, v := tm.call("GET", "/v2/user/"+id+"/info/latest", ""); status != http.StatusNotFound {
		t.Errorf("before it is set: %d %v", status, v)
	}
	if status, v := tm.call("PATCH", "/v2/user/"+id+"/info", good); status != http.StatusOK || v["email"] != "ada@example.com" {
		t.Fatalf("%d %v", status, v)
	}
	if _, v := tm.call("GET", "/v2/user/"+id+"/info/latest", ""); v["address"].(map[string]any)["zip"] != "85004" || v["race"] != nil {
		t.Errorf("%v", v)
	}
	for _, bad := range []string{`{}`, `{"first_name":"Ada"}`, `{"first_name":"A","last_name":"B","email":"no","phone_number":"1","gender":"f","dob":"1990-02-03","address":{}}`} {
		if status, v := tm.call("PATCH", "/v2/user/"+id+"/info", bad); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %v", bad, status, v)
		}
	}
}
