package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// flaky is a network whose far end takes some messages and never others.
type flaky struct{}

func (flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	h := fnv.New32()
	_, _ = h.Write(body)
	res := &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}
	switch h.Sum32() % 5 {
	case 0:
		res.StatusCode = http.StatusInternalServerError
		res.Body = io.NopCloser(strings.NewReader("not \xff now"))
	case 1:
		res.StatusCode = http.StatusServiceUnavailable
		res.Header.Set("Retry-After", "1800")
	}
	return res, nil
}

// firstHalf is a scenario that leaves much under way: chunks of history, an edit
// that is not announced yet, retries, a broken link, recorded data.
const firstHalf = `
name: first-half
about: Three people in the middle of their lives.
seed: 7
start: 2026-03-25T07:00:00Z
users:
  ben: {time_zone: America/New_York, persona: ./testdata/somebody.yaml}
  ada: {client_user_id: app-user-1, time_zone: Europe/London, persona: endurance-runner}
  eve: {fixture: oura}
steps:
  - fault:   {delivery: {name: late, event: daily.data.activity.*, delay: 7h, duplicate: 1, times: 40, share: 0.5}}
  - fault:   {delivery: {name: shuffled, user: ben, reorder: 2, times: 20, share: 0.4}}
  - fault:   {delivery: {name: odd, event: daily.data.sleep.*, tamper: body, times: 3}}
  - fault:   {api: {name: busy, path: /v2/summary/*, status: 503, times: 9, share: 0.4}}
  - connect: {user: ben, provider: fitbit, backfill: {days: 5}, resources: [activity, sleep, heartrate]}
  - connect: {user: eve, provider: oura, resources: [sleep, activity]}
  - advance: 30h
  - update:  {user: ben, resource: activity, set: {steps: 12345, heart_rate: {avg_bpm: 61}}}
  - update:  {user: ben, resource: heartrate, set: {value: 71}}
  - update:  {user: ben, resource: sleep, set: {bedtime_stop: 2026-03-26T07:31:00Z}}
  - revoke:  {user: eve, provider: oura}
  - connect: {user: ada, provider: garmin, backfill: {days: 25}, resources: [activity, workouts]}
  - connect: {user: ada, provider: fitbit, backfill: {days: 6, chunks: 4}, resources: [activity, sleep, heartrate]}
  - advance: 4m
`

// halves is a simulator of which a team can be saved and restored.
func halves(t testing.TB, key string) *simulator.Simulator {
	sim, err := simulator.New(simulator.Config{
		Seed: new(uint64(7)), Start: time.Date(2026, 3, 25, 7, 0, 0, 0, time.UTC), APIKey: key, Transport: flaky{}, RunID: "run", UserSalt: "salt",
		Endpoints: []simulator.Endpoint{{URL: "http://flaky.invalid/hook"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return sim
}

// asks is one half of a life over HTTP: requests, a line each.
func asks(t testing.TB, sim *simulator.Simulator, requests string) {
	t.Helper()
	ids := regularIDs(t, sim)
	for line := range strings.Lines(strings.TrimSpace(requests)) {
		method, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		path, body, _ := strings.Cut(rest, " ")
		r := httptest.NewRequest(method, ids.Replace(path), strings.NewReader(ids.Replace(body)))
		r.Header.Set("X-Vital-Api-Key", sim.APIKey())
		w := httptest.NewRecorder()
		sim.ServeHTTP(w, r)
		if w.Code >= 300 && w.Code != http.StatusServiceUnavailable { // which a fault answers
			t.Fatalf("%s: %d %s", line, w.Code, w.Body)
		}
	}
}

// regularIDs replaces names of users and endpoints by their ids.
func regularIDs(t testing.TB, sim *simulator.Simulator) *strings.Replacer {
	t.Helper()
	var pairs []string
	for _, name := range []string{"app-user-1", "ben", "eve"} {
		r := httptest.NewRequest("GET", "/v2/user/resolve/"+name, nil)
		r.Header.Set("X-Vital-Api-Key", sim.APIKey())
		w := httptest.NewRecorder()
		sim.ServeHTTP(w, r)
		var user struct {
			UserID string `json:"user_id"`
		}
		_ = json.Unmarshal(w.Body.Bytes(), &user) // a deleted one has none
		pairs = append(pairs, "$"+name, user.UserID)
	}
	for i, e := range sim.Endpoints() {
		pairs = append(pairs, fmt.Sprint("$ep", i), e.ID)
	}
	for _, d := range slices.Clip(sim.Timeline())[:min(1, len(sim.Timeline()))] {
		pairs = append(pairs, "$msg", d.SvixID)
	}
	return strings.NewReplacer(append(pairs, "$team", sim.TeamID().String())...)
}

func livesFirstHalf(t testing.TB, sim *simulator.Simulator) {
	t.Helper()
	asks(t, sim, `
		POST /_sim/v1/endpoints {"url":"http://vitalsim.invalid/_sim/inbox/$team","filter_types":["daily.data.*","message.attempt.exhausted"],"rate_limit":2,"headers":{"X-Shard":"1"}}
		POST /_sim/v1/endpoints {"url":"http://other.invalid/","filter_types":["provider.*"]}
		PUT /_sim/v1/inbox/behaviour {"answer":429,"times":30,"retry_after":600}
		GET /v2/user`)
	if _, err := sim.Play(t.Context(), parse(t, firstHalf), nil); err != nil {
		t.Fatal(err)
	}
	asks(t, sim, `
		GET /v2/summary/sleep/$ben?start_date=2026-03-01
		GET /v2/summary/activity/$ben?start_date=2026-03-01
		POST /_sim/v1/endpoints/$ep0/rotate {}
		POST /_sim/v1/events {"event_type":"daily.data.meal.created","user":"ben","data":{"soup":"<hot> & \u00fc"}}
		DELETE /_sim/v1/endpoints/$ep2
		PATCH /v2/user/$ben {"client_user_id":"benjamin","fallback_time_zone":"Asia/Kolkata"}
		PATCH /v2/user/$eve/info {"first_name":"Eve","last_name":"E","email":"eve@example.com","phone_number":"+15551234567","gender":"female","dob":"1990-01-02","address":{"first_line":"1 Road","city":"Rome","state":"NY","zip":"13440","country":"US"}}
		POST /v2/user {"client_user_id":"gone"}
		POST /_sim/v1/faults {"api":{"name":"twice","path":"/v2/user","status":500,"nth":3}}`)
}

func livesSecondHalf(t testing.TB, sim *simulator.Simulator) {
	t.Helper()
	asks(t, sim, `
		POST /_sim/v1/clock/advance {"by":"6m"}
		POST /v2/user/refresh/$app-user-1
		POST /_sim/v1/clock/advance {"by":"9h"}
		GET /v2/summary/sleep/$eve?start_date=2026-03-01
		GET /v2/summary/activity/$eve?start_date=2026-03-01
		POST /_sim/v1/events {"event_type":"daily.data.sleep.created","user":"zoe"}
		POST /_sim/v1/messages/$msg/resend {}
		POST /_sim/v1/connections {"user":"zoe","provider":"oura","backfill":{"days":3}}
		POST /_sim/v1/connections {"user":"eve","provider":"oura"}
		POST /_sim/v1/endpoints/$ep1/rotate {}
		POST /_sim/v1/clock/advance {"by":"30h"}
		DELETE /v2/user/$eve
		POST /_sim/v1/recover {}
		POST /_sim/v1/clock/advance {"by":"12h"}`)
}

// shownAll is all that can be seen of a team: the timeline, the control API and
// every answer of Vital's, without what the machine's clock decides.
func shownAll(t testing.TB, sim *simulator.Simulator) string {
	t.Helper()
	var out strings.Builder
	fmt.Fprintln(&out, mustJSON(t, sim.Timeline()))
	show := func(path string) string {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("X-Vital-Api-Key", sim.APIKey())
		w := httptest.NewRecorder()
		sim.ServeHTTP(w, r)
		fmt.Fprintln(&out, path, w.Code)
		var v any
		if strings.HasPrefix(path, "/v2") || json.Unmarshal(w.Body.Bytes(), &v) != nil {
			fmt.Fprintln(&out, w.Body) // Vital's API byte for byte
			return w.Body.String()
		}
		if received, ok := v.(map[string]any)["received"].([]any); ok { // in the order of their coming, which is chance
			slices.SortFunc(received, func(a, b any) int { return strings.Compare(mustJSON(t, a), mustJSON(t, b)) })
		}
		fmt.Fprintln(&out, mustJSON(t, timeless(v)))
		return w.Body.String()
	}
	for _, path := range []string{"clock", "messages", "inbox", "inbox/behaviour", "endpoints", "requests", "faults", "faults/ledger"} {
		show("/_sim/v1/" + path)
	}
	var users struct {
		Users []struct {
			UserID string `json:"user_id"`
		}
	}
	for i := 0; users.Users == nil && i < 3; i++ { // a fault may answer
		_ = json.Unmarshal([]byte(show("/v2/user")), &users)
	}
	for _, u := range users.Users {
		for _, path := range []string{"user/$", "user/providers/$", "user/$/device", "user/$/info/latest", "introspect/resources?user_id=$", "introspect/historical_pull?user_id=$"} {
			show("/v2/" + strings.Replace(path, "$", u.UserID, 1))
		}
		for _, name := range []string{"activity", "sleep", "sleep_cycle", "workouts", "body"} {
			show("/v2/summary/" + name + "/" + u.UserID + "?start_date=2026-01-01")
		}
		show("/v2/summary/profile/" + u.UserID)
		for _, name := range []string{"heartrate", "steps", "hrv", "blood_oxygen"} {
			show("/v2/timeseries/" + u.UserID + "/" + name + "/grouped?start_date=2026-01-01")
		}
	}
	return out.String()
}

// timeless takes out what the machine's clock decides.
func timeless(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range []string{"wall", "duration_ms", "response_duration_ms", "request_headers"} {
			delete(v, key)
		}
		for key := range v {
			v[key] = timeless(v[key])
		}
	case []any:
		for i := range v {
			v[i] = timeless(v[i])
		}
	}
	return v
}

func snapshot(t testing.TB, sim *simulator.Simulator) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := sim.Snapshot(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestRestoredTeamsContinue checks that a team restored in another simulator, in
// another process or under another API key continues exactly as the saved one.
func TestRestoredTeamsContinue(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: plays a long life several times")
	}
	sim := halves(t, simulator.ExampleKey)
	livesFirstHalf(t, sim)
	file := snapshot(t, sim)
	if again := snapshot(t, sim); !bytes.Equal(again, file) {
		t.Error("a snapshot changes what it shows")
	}
	path := filepath.Join(t.TempDir(), "team.vitalsim")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	pending := 0
	for _, d := range sim.Timeline() {
		if d.Pending() {
			pending++
		}
	}
	if pending < 5 {
		t.Errorf("only %d messages are pending", pending)
	}
	before := shownAll(t, sim)
	livesSecondHalf(t, sim)
	after := shownAll(t, sim)

	for _, key := range []string{simulator.ExampleKey, "sk_eu_elsewhere"} {
		other := halves(t, key)
		link(t, other, key, "somebody") // who is gone then
		if err := other.Restore(bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
		if again := snapshot(t, other); !bytes.Equal(again, file) {
			t.Errorf("%s: what was restored is saved otherwise", key)
		}
		if diff := cmp.Diff(before, shownAll(t, other)); diff != "" {
			t.Errorf("%s: restored: %.3000s", key, diff)
		}
		livesSecondHalf(t, other)
		if diff := cmp.Diff(after, shownAll(t, other)); diff != "" {
			t.Errorf("%s: lived on: %.3000s", key, diff)
		}
	}

	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), "VITALSIM_TEST_CHILD=restore", "VITALSIM_TEST_FILE="+path, "TZ=Asia/Tokyo")
	there, err := cmd.Output()
	if err != nil {
		t.Fatalf("other process: %v\n%s", err, there)
	}
	if here := before + after; here != string(there) {
		t.Errorf("another process: %d bytes here, %d there: %.2000s", len(here), len(there), cmp.Diff(here, string(there)))
	}
	for _, what := range []string{`"manual":true`, "message.attempt.exhausted", `"fault":"late"`, `"fault":"shuffled"`, `"fault":"busy"`, `"status":"error"`, "12345", `"soup"`, "benjamin"} {
		if !strings.Contains(before+after, what) {
			t.Errorf("in this life is no %s", what)
		}
	}
}

// childRestores restores, lives the second half and prints all that can be seen
// before and after.
func childRestores(w io.Writer) int {
	t := &failing{w: w}
	defer t.cleanup()
	file, err := os.ReadFile(os.Getenv("VITALSIM_TEST_FILE"))
	if err != nil {
		t.Fatal(err)
	}
	sim := halves(t, simulator.ExampleKey)
	if err := sim.Restore(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, shownAll(t, sim))
	livesSecondHalf(t, sim)
	_, _ = io.WriteString(w, shownAll(t, sim))
	return 0
}

// TestWrongFilesChangeNothing checks that a rejected file leaves the team
// unchanged.
func TestWrongFilesChangeNothing(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	link(t, sim, simulator.ExampleKey, "ada")
	if err := sim.Advance(t.Context(), 6*time.Hour); err != nil {
		t.Fatal(err)
	}
	file := snapshot(t, sim)
	before := shownAll(t, sim)
	for reason, wrong := range map[string][]byte{"not a snapshot": []byte("hello"), "damaged": file[:len(file)-20]} {
		if err := sim.Restore(bytes.NewReader(wrong)); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("want %q: %v", reason, err)
		}
		status, v := ask(t, sim, "", "POST", "/_sim/v1/restore", string(wrong))
		if status != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(v["error"]), reason) {
			t.Errorf("want %q: %d %v", reason, status, v)
		}
	}
	if after := shownAll(t, sim); cmp.Diff(strings.Split(before, "/v2/user 200")[0], strings.Split(after, "/v2/user 200")[0]) != "" && !strings.Contains(after, "ada") {
		t.Error("the team has changed")
	}
}

// TestSnapshotOverTheControlAPI checks that a team is restored after a reset, but
// not beside itself.
func TestSnapshotOverTheControlAPI(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	id := link(t, sim, "sk_us_a", "ada")
	ask(t, sim, "sk_us_a", "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	r := httptest.NewRequest("POST", "/_sim/v1/snapshot", nil)
	r.Header.Set("X-Vital-Api-Key", "sk_us_a")
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/octet-stream" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	file := w.Body.String()
	if status, v := ask(t, sim, "sk_us_b", "POST", "/_sim/v1/restore", file); status != http.StatusConflict || !strings.Contains(fmt.Sprint(v["error"]), "another API key") {
		t.Errorf("under a second key: %d %v", status, v)
	}
	ask(t, sim, "sk_us_a", "POST", "/_sim/v1/reset", "")
	if status, v := ask(t, sim, "sk_us_b", "POST", "/_sim/v1/restore", file); status != http.StatusOK || v["now"] != "2026-01-06T08:00:00Z" {
		t.Errorf("after a reset: %d %v", status, v)
	}
	if status, v := ask(t, sim, "sk_us_b", "GET", "/v2/user/"+id, ""); status != http.StatusOK || v["client_user_id"] != "ada" {
		t.Errorf("the user: %d %v", status, v)
	}
	ask(t, sim, "sk_us_b", "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	if _, v := ask(t, sim, "sk_us_b", "GET", "/_sim/v1/messages?answered=failed", ""); v["total"] != 0.0 {
		t.Errorf("its inbox is another one now: %v", v)
	}
	if status, v := ask(t, sim, "sk_us_b", "POST", "/_sim/v1/restore", file); status != http.StatusOK {
		t.Errorf("once more, in its own place: %d %v", status, v)
	}
}

// TestSnapshotWaitsForDeliveries checks that a snapshot waits for deliveries and is
// rejected where its state would be inconsistent.
func TestSnapshotWaitsForDeliveries(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	arrived := make(chan struct{}, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer receiver.Close()
	sim := start(t, simulator.Config{Target: receiver.URL, DeliveryTimeout: time.Hour})
	link(t, sim, simulator.ExampleKey, "ada")
	<-arrived
	done := make(chan []byte)
	go func() { done <- snapshot(t, sim) }()
	select {
	case <-done:
		t.Error("it does not wait for an open delivery")
	default:
	}
	close(release)
	file := <-done
	other := start(t, simulator.Config{Target: receiver.URL})
	if err := other.Restore(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	if got := other.Timeline(); len(got) != 1 || !got[0].Accepted() {
		t.Errorf("%+v", got)
	}

	hung, waits := hungSimulator(t)
	ask(t, hung, "", "POST", "/_sim/v1/scenarios/play", fmt.Sprintf(hangs, `,"detach":true`))
	<-waits
	if err := hung.Snapshot(io.Discard); err == nil || !strings.Contains(err.Error(), "another one plays") {
		t.Errorf("while a scenario plays: %v", err)
	}
	ask(t, hung, "", "DELETE", "/_sim/v1/scenarios/playing", "")
	var work sync.WaitGroup
	work.Go(func() {
		for err := error(clock.ErrBusy); errors.Is(err, clock.ErrBusy); {
			err = hung.Advance(t.Context(), 0)
		}
	})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for err := error(nil); !errors.Is(err, clock.ErrBusy); {
		err = hung.Advance(gone, 0)
	}
	if err := hung.Snapshot(io.Discard); !errors.Is(err, clock.ErrBusy) {
		t.Errorf("while an advance runs: %v", err)
	}
	if err := hung.Close(); err != nil {
		t.Error(err)
	}
	work.Wait()
	if err := hung.Restore(bytes.NewReader(file)); err == nil {
		t.Error("a simulator that is closed is restored")
	}
}

// TestSnapshotsOfDrivenTeamsAreConsistent moves a team to another simulator while
// time passes and clients send requests, and checks that no event is lost or sent
// twice.
func TestSnapshotsOfDrivenTeamsAreConsistent(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Speed: 2000})
	const key = simulator.ExampleKey
	var work sync.WaitGroup
	for i := range 4 {
		work.Go(func() { link(t, sim, key, fmt.Sprint("user-", i)) })
	}
	for range 5 {
		file := snapshot(t, sim)
		other := start(t, simulator.Config{})
		if err := other.Restore(bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
		if _, v := ask(t, other, key, "GET", "/_sim/v1/clock", ""); v["speed"] != 2000.0 {
			t.Errorf("the clock is %v", v)
		}
		ask(t, other, key, "PUT", "/_sim/v1/clock/speed", `{"speed":0}`)
		sent := map[string]bool{}
		_, users := ask(t, other, key, "GET", "/v2/user", "")
		for _, d := range other.Timeline() {
			sent[d.EventType+" "+d.ClientUserID] = true
		}
		for _, u := range users["users"].([]any) {
			user := u.(map[string]any)
			if linked := len(user["connected_sources"].([]any)) > 0; linked != sent["provider.connection.created "+user["client_user_id"].(string)] {
				t.Errorf("%v: linked %v, told %v", user["client_user_id"], linked, !linked)
			}
		}
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}
	work.Wait()
}
