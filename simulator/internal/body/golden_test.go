package body_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
)

var update = flag.Bool("update", false, "rewrite golden files")

// first lists the oldest personas. The others are in TestGoldenLives.
var first = []string{"", "endurance-runner", "new-parent", "night-owl", "office-worker", "older-adult", "student", "type-1-diabetes"}

// goldenDay has the values of a day that are useful in a diff, and a hash of the rest.
type goldenDay struct {
	Persona, Date                      string
	Steps, RestingHR, Asleep, Workouts int
	Hash                               string
}

// TestGolden detects a change of any byte in a week of the oldest personas. The week has
// a 23-hour day.
func TestGolden(t *testing.T) {
	t.Parallel()
	var got []goldenDay
	for _, archetype := range first {
		if archetype == "type-1-diabetes" {
			continue // in TestGoldenPlanned
		}
		p := draw(t, 42, archetype, "Europe/London")
		for d := date(2026, 3, 23); d < date(2026, 3, 30); d++ {
			day := p.Day(d)
			got = append(got, goldenDay{archetype, d.String(), sum(day.Steps), day.RestingHR,
				day.Sleeps[0].Total(), len(day.Workouts), hash(t, day)})
		}
	}
	const file = "testdata/week.golden.json"
	if *update {
		data, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []goldenDay
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("days changed; if that is intended, run with -update (-want +got):\n%s", diff)
	}
}

// hash returns a hash of every value of a day.
func hash(t *testing.T, day *body.Day) string {
	t.Helper()
	h := sha256.New()
	write := func(v any) {
		if err := binary.Write(h, binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal([]any{day.Date, day.Start, day.End, day.Sleeps, day.Walks, day.Workouts, day.RestingHR, day.BasalKcal})
	if err != nil {
		t.Fatal(err)
	}
	write(text)
	for _, v := range []any{day.Steps, day.HeartRate, day.Distance, day.ActiveKcal, day.METTenths, day.Floors} {
		write(v)
	}
	for i := range day.Minutes() {
		write(day.StageAt(i))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
