package body_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// goldenPlan has the values of a day other than its minutes.
type goldenPlan struct {
	Persona, Date, Day string // Day is the hash as in TestGolden
	Identity           body.Identity
	Weight, FatPercent vital.Decimal
	WeighIn            int64
	Meals              int
	Glucose            [4]vital.Decimal // every six hours
	Hash               string           // of meals, glucose, the nights' vitals and the tracks
}

// TestGoldenPlanned detects a change of any byte of the values that are not minutes.
func TestGoldenPlanned(t *testing.T) {
	t.Parallel()
	var got []goldenPlan
	for _, archetype := range first {
		p := draw(t, 42, archetype, "Europe/London")
		for d := date(2026, 3, 27); d < date(2026, 3, 30); d++ {
			day, glucose := p.Day(d), p.Glucose(d)
			all := []any{p.Meals(d), glucose}
			for i := range day.Sleeps {
				all = append(all, p.NightVitals(&day.Sleeps[i]))
			}
			for _, w := range day.Workouts {
				all = append(all, p.Track(day, w))
			}
			text, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			digest := sha256.Sum256(text)
			at, _ := p.WeighIn(d)
			got = append(got, goldenPlan{archetype, d.String(), hash(t, day), p.Identity(), p.Weight(d), p.FatPercent(d), at, len(p.Meals(d)),
				[4]vital.Decimal{glucose[0], glucose[72], glucose[144], glucose[216]}, hex.EncodeToString(digest[:16])})
		}
	}
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	const file = "testdata/planned.golden.json"
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, text) {
		t.Errorf("planned days changed; if that is intended, run with -update (-want +got):\n%s", cmp.Diff(string(want), string(text)))
	}
}
