package simulator_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator"
)

func plan(t testing.TB, sc *simulator.Scenario, c simulator.Config) *simulator.Plan {
	t.Helper()
	p, err := simulator.PlanScenario(context.Background(), sc, c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	repeats := 20
	if testing.Short() {
		repeats = 3
	}
	for _, sc := range []*simulator.Scenario{load(t, "first-connection"), parse(t, twoUsers)} {
		first := mustJSON(t, plan(t, sc, simulator.Config{}))
		for range repeats {
			if again := mustJSON(t, plan(t, sc, simulator.Config{})); again != first {
				t.Fatalf("%s: two plans differ (-first +again):\n%s", sc.Name, cmp.Diff(first, again))
			}
		}
	}
}

func TestRunDeliversWhatPlanShows(t *testing.T) {
	t.Parallel()
	for _, sc := range []*simulator.Scenario{load(t, "first-connection"), parse(t, twoUsers)} {
		want := plan(t, sc, simulator.Config{}).Timeline
		_, report := play(t, sc, simulator.Config{})
		if diff := cmp.Diff(want, entries(report)); diff != "" {
			t.Errorf("%s: (-plan +run):\n%s", sc.Name, diff)
		}
	}
}

func TestSeedChangesEverythingThatIsDrawn(t *testing.T) {
	t.Parallel()
	sc := load(t, "first-connection")
	seed := uint64(43)
	before, after := plan(t, sc, simulator.Config{}), plan(t, sc, simulator.Config{Seed: &seed})
	same := map[string]bool{}
	for _, e := range before.Timeline {
		same[e.SvixID], same[e.BodySHA256], same[e.UserID] = true, true, true
	}
	for _, e := range after.Timeline {
		if same[e.SvixID] || same[e.BodySHA256] || same[e.UserID] {
			t.Errorf("%s at %v is the same with another seed", e.EventType, e.At)
		}
	}
}

func TestRunIDAndSaltChangeOnlyIDs(t *testing.T) {
	t.Parallel()
	sc := load(t, "first-connection")
	_, plain := play(t, sc, simulator.Config{})
	_, again := play(t, sc, simulator.Config{RunID: "second"})
	_, salted := play(t, sc, simulator.Config{UserSalt: "second"})
	for i, d := range plain.Timeline {
		if other := again.Timeline[i]; other.SvixID == d.SvixID || !bytes.Equal(other.Body, d.Body) {
			t.Errorf("run id: %s at %v: same svix-id or another body", d.EventType, d.At)
		}
		if other := salted.Timeline[i]; other.UserID == d.UserID || other.Carries.Summary != d.Carries.Summary {
			t.Errorf("salt: %s at %v: same user id, or %q became %q", d.EventType, d.At, d.Carries.Summary, other.Carries.Summary)
		}
	}
}

// TestOtherUsersAndReadsChangeNothing compares ada in a scenario alone with ada
// beside ben, read in another order.
func TestOtherUsersAndReadsChangeNothing(t *testing.T) {
	t.Parallel()
	var alone []string
	for line := range strings.Lines(twoUsers) {
		if !strings.Contains(line, "ben") {
			alone = append(alone, line)
		}
	}
	simAlone, reportAlone := play(t, parse(t, strings.Join(alone, "")), simulator.Config{})
	simBoth, reportBoth := play(t, parse(t, twoUsers), simulator.Config{})
	order := rand.Perm(6)
	if diff := cmp.Diff(readAll(t, simAlone, "app-user-1"), readAll(t, simBoth, "app-user-1", order...)); diff != "" {
		t.Errorf("read in the order %v (-alone +both):\n%s", order, diff)
	}
	var adasEvents []simulator.Entry
	for _, e := range entries(reportBoth) {
		if e.User == "ada" {
			adasEvents = append(adasEvents, e)
		}
	}
	if diff := cmp.Diff(entries(reportAlone), adasEvents); diff != "" {
		t.Errorf("events (-alone +both):\n%s", diff)
	}
}

func TestPageSizeChangesNoSample(t *testing.T) {
	t.Parallel()
	sc := parse(t, twoUsers)
	large, _ := play(t, sc, simulator.Config{})
	small, _ := play(t, sc, simulator.Config{PageSize: 7})
	last := func(s string) string { return s[strings.LastIndexByte(s, '\n'):] } // the ungrouped samples
	if last(readAll(t, large, "ben")) != last(readAll(t, small, "ben")) {
		t.Error("ungrouped samples depend on the page size")
	}
	if readAll(t, large, "ben") == readAll(t, small, "ben") {
		t.Error("the page size is ignored")
	}
}

// TestTwoProcessesServeTheSameBytes plays in this process and in another one.
func TestTwoProcessesServeTheSameBytes(t *testing.T) {
	t.Parallel()
	var here bytes.Buffer
	if code := childServes(&here); code != 0 {
		t.Fatalf("exit code %d: %s", code, here.String())
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), "VITALSIM_TEST_CHILD=serve", "TZ=Asia/Tokyo")
	there, err := cmd.Output()
	if err != nil {
		t.Fatalf("other process: %v\n%s", err, there)
	}
	if here.Len() < 100_000 || !bytes.Equal(here.Bytes(), there) {
		t.Errorf("%d bytes here, %d there, equal: %v", here.Len(), len(there), bytes.Equal(here.Bytes(), there))
	}
}

// childServes plays and prints everything that can be read.
func childServes(w io.Writer) int {
	t := &failing{w: w}
	defer t.cleanup()
	sim, _ := play(t, parse(t, twoUsers), simulator.Config{})
	fmt.Fprintln(w, readAll(t, sim, "app-user-1"))
	fmt.Fprintln(w, readAll(t, sim, "ben"))
	return 0
}

// failing is a testing.TB for a process that is no test: it panics.
type failing struct {
	testing.TB
	w        io.Writer
	cleanups []func()
}

func (f *failing) Helper()                   {}
func (f *failing) Cleanup(c func())          { f.cleanups = append(f.cleanups, c) }
func (f *failing) Fatal(args ...any)         { panic(fmt.Sprint(args...)) }
func (f *failing) Fatalf(s string, a ...any) { panic(fmt.Sprintf(s, a...)) }
func (f *failing) cleanup() {
	for _, c := range f.cleanups {
		c()
	}
}
