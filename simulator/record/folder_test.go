package record_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/record"
)

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestFailureLeavesNothing makes the second page of samples fail, after the
// summaries have been read.
func TestFailureLeavesNothing(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve(body, `{"body":[{"id":"b"}]}`)
	u.answers[heartrate] = inTurn(answer(`{"groups":{"oura":[{"source":{},"data":[{"value":1}]}]},"next_cursor":"2"}`), refuse(400, `{"detail":"bad cursor"}`))
	c := u.config(t)
	_, err := record.User(t.Context(), c)
	if err == nil || !strings.Contains(err.Error(), `400 "bad cursor"`) {
		t.Fatalf("error %v", err)
	}
	if _, err := os.Stat(c.Dir); !os.IsNotExist(err) {
		t.Errorf("the folder exists: %v", err)
	}

	put(t, c.Dir, "summary/body.json", "old")
	put(t, c.Dir, "notes.txt", "mine")
	before := files(t, c.Dir)
	c.Overwrite = true
	if _, err := record.User(t.Context(), c); err == nil {
		t.Fatal("no error")
	}
	if after := files(t, c.Dir); !maps.Equal(before, after) {
		t.Errorf("a failed run changed the folder: %v", after)
	}
	if _, err := os.Stat(filepath.Join(c.Dir, ".recording")); !os.IsNotExist(err) {
		t.Errorf("files are left: %v", err)
	}
}

func TestNonEmptyFolder(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve(body, `{"body":[{"id":"b"}]}`)
	c := u.config(t)
	for name, text := range map[string]string{
		"notes.txt": "mine", "summary/README.md": "mine", "summary/meal.json": "stale", "profile.json": "stale",
		"summary/body.json": "stale", "workouts/" + workoutID + "/stream.json": "stale", "sleep/" + sleepID + "/song.mp3": "mine",
	} {
		put(t, c.Dir, name, text)
	}
	before := files(t, c.Dir)
	if _, err := record.User(t.Context(), c); err == nil || !strings.Contains(err.Error(), "is not empty: choose another, or allow to overwrite") {
		t.Errorf("error %v", err)
	}
	if u.count("/") != 0 || !maps.Equal(before, files(t, c.Dir)) {
		t.Errorf("%d requests; %v", u.count("/"), files(t, c.Dir))
	}

	c.Overwrite = true
	mustRecord(t, c)
	got := files(t, c.Dir)
	expect(t, got, "summary/body.json", "{\"body\":[\n{\"id\":\"b\"}\n]}\n")
	for name, text := range got {
		if text == "stale" {
			t.Errorf("%s of another recording was not removed", name)
		}
	}
	expect(t, got, "notes.txt", "mine")
	expect(t, got, "summary/README.md", "mine")
	expect(t, got, "sleep/"+sleepID+"/song.mp3", "mine")
	if len(got) != 5 {
		t.Errorf("files %v", got)
	}
	if _, err := os.Stat(filepath.Join(c.Dir, "workouts", workoutID)); !os.IsNotExist(err) {
		t.Errorf("an empty folder is left: %v", err)
	}
}

func TestFailureKeepsEmptyFolder(t *testing.T) {
	t.Parallel()
	u := start(t)
	c := u.config(t)
	c.Dir, c.Key = t.TempDir(), "sk_us_other"
	if _, err := record.User(t.Context(), c); err == nil {
		t.Fatal("no error")
	}
	if entries, err := os.ReadDir(c.Dir); err != nil || len(entries) > 0 {
		t.Errorf("entries %v, %v", entries, err)
	}
	c.Key = "sk_us_test"
	mustRecord(t, c)
}

func TestConcurrentRecordingsOfOneFolder(t *testing.T) {
	t.Parallel()
	u := start(t)
	c := u.config(t)
	put(t, c.Dir, ".recording/summary/body.json", "of the other")
	c.Overwrite = true
	if _, err := record.User(t.Context(), c); err == nil || !strings.Contains(err.Error(), "remove .recording from it") {
		t.Errorf("error %v", err)
	}
	expect(t, files(t, c.Dir), ".recording/summary/body.json", "of the other")
}

// TestNothingIsWrittenOutside ensures that files are not written outside the
// folder through a link in it.
func TestNothingIsWrittenOutside(t *testing.T) {
	t.Parallel()
	u := start(t)
	u.serve(body, `{"body":[{"id":"b"}]}`)
	c := u.config(t)
	outside := t.TempDir()
	put(t, c.Dir, "notes.txt", "mine")
	if err := os.Symlink(outside, filepath.Join(c.Dir, "summary")); err != nil {
		t.Skip(err)
	}
	c.Overwrite = true
	if _, err := record.User(t.Context(), c); err == nil {
		t.Error("no error")
	}
	if got := files(t, outside); len(got) > 0 {
		t.Errorf("written outside: %v", got)
	}
}
