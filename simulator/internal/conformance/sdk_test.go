package conformance_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
)

// least has the minimum number of records of a resource that a demo connection
// brings in 33 days, and of samples in the last four days. It allows for nights
// and days without the device and for the lowest rate of any provider.
var least = map[string]int{
	"activity": 25, "sleep": 22, "sleep_cycle": 22, "workouts": 1, "workout_stream": 1, "body": 6, "profile": 1,
	"heartrate": 500, "steps": 60, "distance": 60, "calories_active": 60,
	"hrv": 60, "respiratory_rate": 20, "blood_oxygen": 60, "glucose": 300,
}

// measured lists the providers whose users all have data of every supplied
// resource in least within days. Data of other providers is sparse and is only
// decoded.
var measured = []string{"apple_health_kit", "fitbit", "freestyle_libre", "garmin", "oura", "strava", "whoop_v2"}

// unknownTo lists the providers that an SDK does not know yet.
var unknownTo = map[string][]string{"vital": {"google_health", "samsung_health", "tandem_source"}}

// TestOfficialSDKs runs both SDKs of the vendor, which decode every response
// strictly, through an integration with each provider.
func TestOfficialSDKs(t *testing.T) {
	t.Parallel()
	needNode(t)
	for _, flavor := range []string{"junction", "vital"} {
		t.Run(flavor, func(t *testing.T) {
			t.Parallel()
			walk(t, flavor)
		})
	}
}

func walk(t *testing.T, flavor string) {
	cmd := exec.CommandContext(t.Context(), "node", "sdk.mjs", flavor)
	cmd.Dir = "node"
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	if !lines.Scan() {
		t.Fatalf("the script does not start: %s", stderr.String())
	}
	fixtures := t.TempDir()
	slugs, err := writeEverything(filepath.Join(fixtures, "everything"))
	if err != nil {
		t.Fatal(err)
	}
	sim, err := simulator.New(simulator.Config{Target: lines.Text(), FixtureDir: fixtures})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	type provider struct {
		Slug   string         `json:"slug"`
		Strict bool           `json:"strict"` // also require the numbers in least
		Least  map[string]int `json:"least"`
	}
	var providers []provider
	for _, p := range catalog.Providers() {
		if !catalog.SimulatesProvider(p.Slug) || slices.Contains(unknownTo[flavor], p.Slug) {
			continue
		}
		wanted := provider{p.Slug, slices.Contains(measured, p.Slug), map[string]int{}}
		for _, resource := range catalog.SuppliedResources(p.Slug) {
			wanted.Least[resource] = 0
			if wanted.Strict && (resource != "glucose" || p.Slug != "apple_health_kit") { // only for people with diabetes
				wanted.Least[resource] = least[resource]
			}
		}
		providers = append(providers, wanted)
	}
	setup, err := json.Marshal(map[string]any{"url": sim.URL(), "key": sim.APIKey(), "secret": sim.Secret(), "providers": providers,
		"everything": map[string]any{"fixture": "./everything", "providers": slugs}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(stdin, "%s\n", setup); err != nil {
		t.Fatal(err)
	}
	checks := 0
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "done "); ok {
			checks, _ = strconv.Atoi(n)
			continue
		}
		t.Error(lines.Text())
	}
	if err := cmd.Wait(); err != nil || checks < 250 {
		t.Errorf("%d checks, %v: %s", checks, err, stderr.String())
	}
}

// TestREADMEScript runs the README's JavaScript with the address replaced.
func TestREADMEScript(t *testing.T) {
	t.Parallel()
	node := needNode(t)
	sim, err := simulator.New(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("node", "newcomer.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	script := strings.ReplaceAll(string(text), "http://127.0.0.1:8787", sim.URL())
	cmd := exec.CommandContext(t.Context(), node, "--input-type=module", "-")
	cmd.Dir, cmd.Stdin = "node", strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	if err != nil || len(strings.TrimSpace(string(out))) != 36 {
		t.Errorf("%v: %s", err, out)
	}
}
