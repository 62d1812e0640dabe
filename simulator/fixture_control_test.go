package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// post is the answer of the control API.
func post(sim *simulator.Simulator, path, body string) (int, string) {
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return w.Code, w.Body.String()
}

// TestConnectOverTheControlAPI connects users with shipped fixtures and with those
// of a folder, and checks that no path leads out of the folder.
func TestConnectOverTheControlAPI(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before, _ := lived(t, 5, `
  - connect: {user: ada, provider: whoop_v2, backfill: {days: 3}}
  - advance: 1h
`)
	if _, err := before.Export(t.Context(), "app-user-1", simulator.ExportOptions{Dir: filepath.Join(dir, "inside", "whoop")}); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "outside"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "outside"), filepath.Join(dir, "inside", "link")); err != nil {
		t.Fatal(err)
	}
	with := simulator.Config{FixtureDir: filepath.Join(dir, "inside"), Start: before.Now()}
	for _, tt := range []struct {
		config simulator.Config
		body   string
		status int
		want   string
	}{
		{with, `{"user":"a","provider":"fitbit"}`, 200, `"user_id"`},
		{with, `{"user":"a","provider":"oura","fixture":"oura","backfill":{"chunks":2}}`, 200, `"user_id"`},
		{with, `{"user":"a","fixture":"./whoop"}`, 200, `"user_id"`},
		{with, `{"user":"a","fixture":"whoop/."}`, 200, `"user_id"`},
		{with, `{"user":"a","provider":"fitbit","fixture":"./whoop"}`, 422, "has no data of fitbit; it has whoop_v2"},
		{with, `{"user":"a","fixture":"../outside"}`, 422, "escapes"},
		{with, `{"user":"a","fixture":"./link"}`, 422, "escapes"},
		{with, `{"user":"a","fixture":"/etc"}`, 422, "load fixture /etc"},
		{with, `{"user":"a","fixture":"./nothing"}`, 422, "no such file"},
		{with, `{"user":"a","provider":"fitbit","fixture":"fitbitt"}`, 422, `did you mean \"fitbit\"?`},
		{with, `{"user":"a"}`, 422, "provider: missing"},
		{with, `{"provider":"fitbit"}`, 422, "user: missing"},
		{with, `{"user":"a","provider":"fitbit","backfill":{"days":-1}}`, 422, "backfill.days -1: want 0 or more"},
		{with, `{"user":"a","provider":"fitbit","resources":["glucose"]}`, 422, "does not supply"},
		{with, `{"user":"a","provider":"fitbitt"}`, 422, "unknown provider"},
		{simulator.Config{}, `{"user":"a","fixture":"./whoop"}`, 422, "paths are not accepted"},
	} {
		sim := begin(t, tt.config)
		if status, body := post(sim, "/_sim/v1/connections", tt.body); status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %s, want %d %q", tt.body, status, body, tt.status, tt.want)
		}
	}
}

// TestScenariosKeepToTheirFolder checks that a fixture beside a scenario is found
// from any working directory and that no path leads out of the folder.
func TestScenariosKeepToTheirFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before, _ := lived(t, 6, `
  - connect: {user: ada, provider: oura, backfill: {days: 3}}
  - advance: 1h
`)
	for _, place := range []string{"here/mine", "there"} {
		if _, err := before.Export(t.Context(), "app-user-1", simulator.ExportOptions{Dir: filepath.Join(dir, place)}); err != nil {
			t.Fatal(err)
		}
	}
	broken := filepath.Join(dir, "here", "broken")
	if err := os.Mkdir(broken, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"profile.json": "{}", "devices.json": "7"} {
		if err := os.WriteFile(filepath.Join(broken, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	early, err := simulator.ParseScenario(filepath.Join(dir, "here", "early.yaml"), []byte("name: early\nusers: {ada: {fixture: ./mine}}\nsteps:\n  - advance: 1d\n"))
	if err != nil || len(early.Warnings) != 1 || !strings.Contains(early.Warnings[0].String(), "begins on 2026-03-17, after the scenario's start") {
		t.Errorf("%v, warnings %v", err, early.Warnings)
	}
	for _, tt := range []struct{ fixture, steps, want string }{
		{"./mine", "connect: {user: ada, provider: oura}", ""},
		{"./mine", "connect: {user: ada, provider: oura, resources: [sleep]}", ""},
		{"./mine", "connect: {user: ada, provider: oura, resources: [glucose]}", "vitalsim's oura has no glucose"},
		{"./mine", "connect: {user: ada, provider: fitbit}", ""}, // generated: the fixture is of another provider
		{"./mine", "connect: {user: ada, provider: fitbit, fixture: ./mine}", "fixture ./mine has no data of fitbit; it has oura"},
		{"../there", "connect: {user: ada, provider: oura}", "escapes"},
		{"./broken", "connect: {user: ada, provider: oura}", "missing id"},
		{"./broken", "connect: {user: ada, provider: oura}", "devices.json: $: want a list"},
	} {
		file := filepath.Join(dir, "here", "s.yaml")
		text := "name: s\nusers: {ada: {fixture: " + tt.fixture + "}}\nsteps:\n  - " + tt.steps + "\n  - advance: 1h\n"
		sc, err := simulator.ParseScenario(file, []byte(text))
		if tt.want != "" {
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s, %s: %v, want %q", tt.fixture, tt.steps, err, tt.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s, %s: %v", tt.fixture, tt.steps, err)
			continue
		}
		if plan, err := simulator.PlanScenario(t.Context(), sc, simulator.Config{}); err != nil || len(plan.Timeline) < 2 {
			t.Errorf("%s, %s: %v", tt.fixture, tt.steps, err)
		}
	}
}
