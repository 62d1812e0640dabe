package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExportCheckAndUse checks that an exported folder is valid and can be used by
// a scenario beside it.
func TestExportCheckAndUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "ada")
	scenario := write(t, "small.yaml", small)
	r := vitalsim(t, nil, "export", "--scenario", scenario, "--user", "ada", "--out", out)
	if r.code != exitOK || !strings.Contains(r.stdout, ": good") || !strings.Contains(r.stderr, "summary/sleep.json") {
		t.Fatalf("%+v", r)
	}
	if r := vitalsim(t, nil, "fixtures", "check", out, "garmin"); r.code != exitOK || strings.Count(r.stdout, ": good") != 2 ||
		!strings.Contains(r.stdout, "heartrate") || strings.Contains(r.stdout, "note:") {
		t.Errorf("%+v", r)
	}
	text := strings.ReplaceAll(small, "provider: fitbit,", "provider: fitbit, fixture: ./ada,")
	if err := os.WriteFile(filepath.Join(dir, "again.yaml"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if r := vitalsim(t, nil, "run", filepath.Join(dir, "again.yaml")); r.code != exitOK || !strings.Contains(r.stdout, "from fixture ./ada") {
		t.Errorf("%+v", r)
	}
	if r := vitalsim(t, nil, "export", "--scenario", scenario, "--user", "ada", "--out", out); r.code != exitInput || !strings.Contains(r.stderr, "not empty") {
		t.Errorf("a folder is overwritten: %+v", r)
	}
	again := vitalsim(t, map[string]string{"VITALSIM_OUT": out}, "export", "--scenario", scenario, "--user", "ada", "--overwrite", "--json")
	var made struct{ Files []struct{ Name string } }
	if err := json.Unmarshal([]byte(again.stdout), &made); err != nil || len(made.Files) < 8 || again.stderr != "" {
		t.Errorf("%v %+v", err, again)
	}
	if err := os.WriteFile(filepath.Join(out, "profile.json"), []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if r := vitalsim(t, nil, "fixtures", "check", out); r.code != exitFailed || !strings.Contains(r.stderr, "profile.json: $: missing id") || r.stdout != "" {
		t.Errorf("%+v", r)
	}
}

// TestRecord records a user of a simulator, whose ids must not appear in the
// files. Production is refused unless allowed twice.
func TestRecord(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed=0", "--start=2026-01-05T08:00:00Z")
	user, _ := p.call("POST", "/_sim/v1/connections", `{"user":"ada@example.org","provider":"fitbit","backfill":{"days":3}}`)["user_id"].(string)
	p.call("POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	dir := filepath.Join(t.TempDir(), "ada")
	args := []string{"record", "--upstream", p.ready.URL, "--key", p.ready.APIKey, "--user", "ada@example.org", "--out", dir}
	r := vitalsim(t, nil, args...)
	if r.code != exitOK || !strings.Contains(r.stdout, ": good") || strings.Contains(r.stdout, user) {
		t.Fatalf("%+v", r)
	}
	text, err := os.ReadFile(filepath.Join(dir, "summary", "sleep.json"))
	if err != nil || strings.Contains(string(text), user) || !strings.Contains(string(text), `"bedtime_stop"`) {
		t.Errorf("%v: %.300s", err, text)
	}
	if r := vitalsim(t, nil, args...); r.code != exitInput || !strings.Contains(r.stderr, "not empty") {
		t.Errorf("%+v", r)
	}
	wrong := []string{"record", "--upstream", p.ready.URL, "--key", "pk_us_production", "--user", "nobody", "--out", dir + "2"}
	for _, allowed := range [][]string{nil, {"--allow-production"}} {
		if r := vitalsim(t, nil, append(wrong, allowed...)...); r.code != exitInput || !strings.Contains(r.stderr, "--allow-production twice") {
			t.Errorf("%+v", r)
		}
	}
	if r := vitalsim(t, nil, append(wrong, "--allow-production", "--allow-production")...); r.code != exitInput || !strings.Contains(r.stderr, "401") {
		t.Errorf("%+v", r)
	}
	if r := vitalsim(t, nil, "record", "--upstream", p.ready.URL, "--key", p.ready.APIKey, "--user", "nobody", "--out", dir+"2"); r.code != exitInput || !strings.Contains(r.stderr, "nobody") {
		t.Errorf("%+v", r)
	}
}

// TestServeFixtures checks that paths in control requests are relative to --fixtures.
func TestServeFixtures(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if r := vitalsim(t, nil, "export", "--scenario", write(t, "small.yaml", small), "--user", "ada", "--out", filepath.Join(dir, "ada")); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	for _, p := range []*process{serve(t, nil, "--json", "--fixtures", dir), serve(t, []string{"VITALSIM_FIXTURES=" + dir}, "--json")} {
		if id, _ := p.call("POST", "/_sim/v1/connections", `{"user":"ada","fixture":"./ada"}`)["user_id"].(string); len(id) != 36 {
			t.Errorf("connected %q", id)
		}
	}
}

// TestRawIsWrittenOnlyWithTheFlag checks that export and record leave out the
// raw data of providers unless --raw is given.
func TestRawIsWrittenOnlyWithTheFlag(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := func(names ...string) string { return filepath.Join(append([]string{dir}, names...)...) }
	small := strings.ReplaceAll(small, "backfill:", "resources: [activity, sleep], backfill:")
	if r := vitalsim(t, nil, "export", "--scenario", write(t, "small.yaml", small), "--user", "ada", "--out", in("ada")); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	const raw = `{"devices":[{"data":{"battery":"Full"},"provider_id":"7","user_id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f","source_id":3,` +
		`"id":"5c1d7e2f-8a3b-4f6c-9e0d-1b2a3c4d5e6f","source":{"name":"Fitbit","slug":"fitbit","logo":""}}]}`
	if err := os.MkdirAll(in("ada", "raw"), 0o755); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(small, "provider: fitbit,", "provider: fitbit, fixture: ./ada,")
	for name, text := range map[string]string{"ada/raw/devices.json": raw, "again.yaml": text} {
		if err := os.WriteFile(in(filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p := serve(t, nil, "--json", "--fixtures", dir, "--start=2026-01-05T08:00:00Z")
	p.call("POST", "/_sim/v1/connections", `{"user":"ada","fixture":"./ada"}`)
	p.call("POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	for command, args := range map[string][]string{
		"export": {"--scenario", in("again.yaml"), "--user", "ada"},
		"record": {"--upstream", p.ready.URL, "--key", p.ready.APIKey, "--user", "ada"},
	} {
		for _, with := range []bool{false, true} {
			out := in(command)
			args := append([]string{command, "--out", out, "--overwrite"}, args...)
			if with {
				args = append(args, "--raw")
			}
			if r := vitalsim(t, nil, args...); r.code != exitOK {
				t.Fatalf("%+v", r)
			}
			text, err := os.ReadFile(filepath.Join(out, "raw", "devices.json"))
			if (err == nil) != with || with && !strings.Contains(string(text), `"battery":"Full"`) {
				t.Errorf("%s, with raw %t: %v %s", command, with, err, text)
			}
		}
	}
}
