//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestIrregularFilesAreRefused checks that commands refuse pipes, devices and large
// files, and do not wait for them.
func TestIrregularFilesAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe, endless, large := filepath.Join(dir, "pipe.yaml"), filepath.Join(dir, "endless.yaml"), filepath.Join(dir, "large.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", endless); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(large)
	if err == nil {
		err = f.Truncate(100 << 20)
	}
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "summary"), 0o700); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{pipe: "summary/sleep.json", large: "summary/activity.json"} {
		if err := os.Rename(from, filepath.Join(folder, to)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(folder, to), from); err != nil {
			t.Fatal(err)
		}
	}
	for want, commands := range map[string][][]string{
		"not a regular file": {
			{"run", pipe}, {"run", endless}, {"plan", pipe}, {"sign", pipe}, {"sign", endless}, {"verify", pipe, "-H", "svix-id: msg_1"}, {"verify", "-H", "@" + pipe}, {"fixtures", "check", folder},
			{"restore", pipe}, {"trigger", "daily.data.sleep.created", "--user", "ada", "--data", pipe},
		},
		"more than the":   {{"run", large}, {"sign", large}, {"fixtures", "check", folder}},
		"not a directory": {{"fixtures", "check", pipe}},
	} {
		for _, args := range commands {
			if r := vitalsim(t, nil, args...); r.code == exitOK || !strings.Contains(r.stderr, want) {
				t.Errorf("%v: exit code %d, want %q: %s", args, r.code, want, r.stderr)
			}
		}
	}
}

// TestInputEndsWithTheCommand checks that a command which reads stdin ends with its
// context.
func TestInputEndsWithTheCommand(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe() // to which nobody writes
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readAll(ctx, r, maxBody); err == nil {
		t.Error("it read something")
	}
}
