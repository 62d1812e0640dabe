package body

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

func personas(t *testing.T) string {
	t.Helper()
	data, err := fixtures.FS.ReadFile("personas.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestParseCatalogueNamesEveryMistake(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, old, new, want string }{
		{"unknown key", "  works: 0.8", "  wrks: 0.8", "wrks"},
		{"time", `"02:30"`, `"2.30"`, `read time "2.30": want HH:MM`},
		{"hour", `"02:30"`, `"26:30"`, `read time "26:30"`},
		{"too early", `"02:05"`, `"01:05"`, "check persona older-adult: mid_sleep"},
		{"reversed range", "[0.05, 0.95]", "[0.95, 0.05]", "check persona general: fitness"},
		{"sport", "hiking]", "hikng]", `did you mean "hiking"?`},
		{"no sport", "[strength_training, cycling, running]", "[]", "check persona night-owl: sports: want at least one"},
		{"weekday", "[mon, tue, wed, thu, fri]", "[mon, Tuesday]", "got Tuesday"},
		{"metabolism", "metabolism: type-1", "metabolism: type-3", "one of healthy, prediabetes, type-1, type-2, got type-3"},
		{"prediabetes", "prediabetes: 0.45", "prediabetes: 45", "check persona older-adult: prediabetes"},
		{"age", "[67, 80]", "[67, 90]", "check persona older-adult: age"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(personas(t), tc.old, tc.new, 1)
			_, err := parseCatalogue([]byte(text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}

func TestParseCatalogueReportsAllMistakes(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("[67, 80]", "[67, 90]", "[0.05, 0.95]", "[0, 2]").Replace(personas(t))
	_, err := parseCatalogue([]byte(text))
	if err == nil || strings.Count(err.Error(), "check persona") != 2 {
		t.Errorf("got %v, want two mistakes", err)
	}
}

// TestIllness pins the rate and the shape of illnesses, which no test outside
// could tell from a bad night.
func TestIllness(t *testing.T) {
	t.Parallel()
	days, ill := 0, 0
	var beats, of [2]int // resting heart rates against the baseline, well and very ill
	for n := range 50 {
		p, err := Draw(seed.New(uint64(n)), "", "UTC")
		if err != nil {
			t.Fatal(err)
		}
		for d := referenceDate - 1000; d < referenceDate; d++ {
			days++
			if x := p.illness(d); x < 0 || x > 1 {
				t.Fatalf("illness %v", x)
			} else if x > 0 {
				ill++
				if x > 0.5 {
					beats[1], of[1] = beats[1]+p.restingHR(d, 60*p.SleepNeed)-p.HRRest, of[1]+1
				}
			} else {
				beats[0], of[0] = beats[0]+p.restingHR(d, 60*p.SleepNeed)-p.HRRest, of[0]+1
			}
		}
	}
	if share := float64(ill) / float64(days); share < 0.01 || share > 0.06 {
		t.Errorf("ill on %.3f of all days", share)
	}
	if well, badly := beats[0]*100/of[0], beats[1]*100/of[1]; badly < well+300 {
		t.Errorf("resting heart rate against the baseline, in hundredths: %d when well, %d when ill", well, badly)
	}
}
