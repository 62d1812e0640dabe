package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vitalsim/vitalsim/simulator/docs"
)

// TestReadmeIsShort checks that the README fits its purpose: a first page.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	readme := readFile(t, "../../README.md")
	if n := strings.Count(readme, "\n"); n > 150 {
		t.Errorf("the README has %d lines, want at most 150", n)
	}
	for _, p := range docs.Pages() {
		if !strings.Contains(readme, "(simulator/docs/"+p.Name+".md)") {
			t.Errorf("the README does not link to the page %s", p.Name)
		}
	}
	first, _, _ := strings.Cut(readFile(t, filepath.Join(examples, "node", "app.test.js")), "\n")
	if command := strings.TrimPrefix(first, "// Run with: "); !strings.Contains(readme, command+"\n") {
		t.Errorf("the README does not show the command %s", command)
	}
}

// TestProbesAreDocumented checks that the README, the page of the control API and
// the help of serve name the paths for probes.
func TestProbesAreDocumented(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"README": readFile(t, "../../README.md"), "control-api.md": readFile(t, "../../simulator/docs/control-api.md"), "serve": newServe().Long,
	} {
		if !strings.Contains(text, "/livez") || !strings.Contains(text, "/readyz") {
			t.Errorf("%s does not name /livez and /readyz", name)
		}
	}
}

// TestDocumentsNameRealFlags checks every --flag of the documents and of the
// help texts against the commands.
func TestDocumentsNameRealFlags(t *testing.T) {
	t.Parallel()
	root := newRoot(func(string) (string, bool) { return "", false })
	known := []string{"help", "version"}
	texts := []string{root.Long, root.Example}
	for _, cmd := range commands(root) {
		known = append(known, flagNames(cmd)...)
		texts = append(texts, cmd.Long, cmd.Example)
	}
	for _, d := range documents(t) {
		texts = append(texts, d.text)
	}
	others := regexp.MustCompile(`(?m)(curl|npm|npx|git|go) .*$`) // have flags of their own
	for _, text := range texts {
		text = others.ReplaceAllString(text, "")
		for _, m := range regexp.MustCompile(`--([a-z][a-z-]*)`).FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("--%s is not a flag of any command", m[1])
			}
		}
	}
}

// commands returns all subcommands of a command.
func commands(cmd *cobra.Command) (all []*cobra.Command) {
	for _, sub := range cmd.Commands() {
		all = append(append(all, sub), commands(sub)...)
	}
	return all
}

// TestEveryCommandExplainsItself checks that the help of each command has a
// description, an example, and the environment variable of each flag.
func TestEveryCommandExplainsItself(t *testing.T) {
	t.Parallel()
	root := newRoot(func(string) (string, bool) { return "", false })
	for _, cmd := range commands(root) {
		path := strings.Fields(cmd.CommandPath())
		help := vitalsim(t, nil, append(path[1:], "--help")...).stdout
		if cmd.Short == "" || !strings.Contains(help, cmd.Long) || len(cmd.Long) < 60 || !strings.Contains(cmd.Example, cmd.CommandPath()) {
			t.Errorf("%s does not explain itself: %s", cmd.CommandPath(), help)
		}
		for _, name := range flagNames(cmd) {
			if !hasNoEnv(name) && !strings.Contains(help, "["+envName(name)+"]") {
				t.Errorf("%s --help does not name %s", cmd.CommandPath(), envName(name))
			}
		}
		for line := range strings.Lines(cmd.Long) {
			if len([]rune(line)) > 115 {
				t.Errorf("%s: a line of its help has %d letters: %s", cmd.CommandPath(), len(line), line)
			}
		}
	}
}

func flagNames(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// lines is a writer that can be read while others write to it.
type lines struct {
	t       *testing.T
	mu      sync.Mutex
	buf     bytes.Buffer
	written *sync.Cond
}

func newLines(t *testing.T) *lines {
	l := &lines{t: t}
	l.written = sync.NewCond(&l.mu)
	return l
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.written.Broadcast()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// until waits for a complete line that contains the word, and returns the rest of
// the line. The test fails if there is none after patience.
func (l *lines) until(word string) string {
	l.t.Helper()
	late := false
	timer := time.AfterFunc(patience, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		late = true
		l.written.Broadcast()
	})
	defer timer.Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		_, after, found := strings.Cut(l.buf.String(), word)
		if rest, _, ended := strings.Cut(after, "\n"); found && ended {
			return strings.TrimSpace(rest)
		}
		if late {
			l.t.Fatalf("no line with %q: %s", word, l.buf.String())
		}
		l.written.Wait()
	}
}

// value returns the word after a name in the header that run prints.
func (l *lines) value(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	fields := strings.Fields(l.buf.String())
	if i := slices.Index(fields, name); i >= 0 {
		return fields[i+1]
	}
	return ""
}
