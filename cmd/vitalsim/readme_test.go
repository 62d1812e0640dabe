package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vitalsim/vitalsim/simulator"
)

// blocks are the README's fenced blocks of a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1) {
		out = append(out, string(m[1]))
	}
	if len(out) == 0 {
		t.Fatalf("the README has no %s", language)
	}
	return out
}

// TestReadmeCommandsWork runs every command of the README but the tests.
func TestReadmeCommandsWork(t *testing.T) {
	t.Parallel()
	target := newReceiver(t, nil)
	folder := filepath.Join(t.TempDir(), "ada")
	ran := 0
	for _, block := range blocks(t, "sh") {
		for line := range strings.Lines(block) {
			command, _, _ := strings.Cut(strings.TrimSpace(line), "#")
			rest, ok := strings.CutPrefix(strings.TrimSpace(command), "go run ./cmd/vitalsim ")
			if !ok || strings.HasPrefix(rest, "serve") { // which TestServe… run as a process
				continue
			}
			args := strings.Fields(strings.NewReplacer("http://127.0.0.1:3000/webhooks", target.URL, "./ada", folder).Replace(rest))
			if slices.Contains(args, "--target") {
				args = append(args, "--linger", "1ms")
			}
			if r := vitalsim(t, nil, args...); r.code != exitOK {
				t.Errorf("%s: exit code %d: %s%s", command, r.code, r.stdout, r.stderr)
			}
			ran++
		}
	}
	if ran < 4 || len(target.deliveries()) == 0 {
		t.Errorf("%d commands ran, %d deliveries", ran, len(target.deliveries()))
	}
}

// TestReadmeCommandsAreTaken by the program: those that a shell finds by name.
// What they ask of a simulator is answered by a stand-in.
func TestReadmeCommandsAreTaken(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"POST /_sim/v1/events": `{"svix_id":"msg_1"}`, "POST /_sim/v1/clock/advance": `{}`, "POST /_sim/v1/wait": `{}`, "GET /_sim/v1/messages": `{}`,
		"POST /_sim/v1/messages/msg_2Lh9sKcA0pQeR4tWzXyVbN1mGfD/resend": `{}`, "POST /_sim/v1/reset": `{}`,
	})
	taken := 0
	for _, block := range blocks(t, "sh") {
		for line := range strings.Lines(block) {
			command, _, _ := strings.Cut(strings.TrimSpace(line), " #")
			rest, ok := strings.CutPrefix(strings.ReplaceAll(command, "'", ""), "vitalsim ")
			if !ok || strings.HasPrefix(rest, "exec ") { // of which the tests of exec and of examples have every flag
				continue
			}
			if r := vitalsim(t, map[string]string{"VITALSIM_CONTROL_URL": d.URL}, strings.Fields(rest)...); r.code != exitOK {
				t.Errorf("%s: %+v", command, r)
			}
			taken++
		}
	}
	if taken < 7 {
		t.Errorf("%d commands", taken)
	}
}

// TestTheFirstTestFitsOneScreen: from a clone to a green test of one's own
// handler there is little to read, and the command is the one that is tested.
func TestTheFirstTestFitsOneScreen(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## Test your handler\n")
	section, _, _ = strings.Cut(section, "\n## ")
	if n := strings.Count(section, "\n"); n < 20 || n > 55 {
		t.Errorf("it has %d lines", n)
	}
	test, err := os.ReadFile(filepath.Join(examples, "node", "app.test.js"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(test), "\n")
	if command := strings.TrimPrefix(first, "// Run by: "); !strings.Contains(section, command+"\n") {
		t.Errorf("it does not say %s", command)
	}
}

// TestReadmeShowsRealOutput and the shipped scenario as it is.
func TestReadmeShowsRealOutput(t *testing.T) {
	t.Parallel()
	shown := blocks(t, "text")[0]
	printed := vitalsim(t, nil, "run", "first-connection").stdout
	for line := range strings.Lines(shown) {
		if !strings.Contains(printed, strings.TrimSpace(line)) {
			t.Errorf("run first-connection does not print %q", line)
		}
	}
	file, err := os.ReadFile("../../scenarios/first-connection.yaml")
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, shown := range blocks(t, "yaml") {
		if shown == string(file) {
			whole++
			continue
		}
		steps := small + shown // of somebody's scenario
		if _, err := simulator.ParseScenario("README", []byte(steps)); err != nil {
			t.Errorf("the README's steps are wrong: %v\n%s", err, shown)
		}
	}
	if whole != 1 {
		t.Errorf("the README shows the shipped scenario %d times", whole)
	}
}

// TestReadmeSnippetsAreTested: the Go ones are tests of simtest's example, the Node
// one is what the walk through the SDKs does.
func TestReadmeSnippetsAreTested(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("../../simulator/simtest/example/diary_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, snippet := range blocks(t, "go") {
		if !strings.Contains(string(example), snippet) {
			t.Errorf("the README's Go is not in simtest's example:\n%s", snippet)
		}
	}
	newcomer, err := os.ReadFile("../../simulator/internal/conformance/node/newcomer.mjs")
	if err != nil {
		t.Fatal(err)
	}
	tested := string(newcomer)
	for _, name := range []string{"app.js", "app.test.js"} {
		text, err := os.ReadFile(filepath.Join(examples, "node", name))
		if err != nil {
			t.Fatal(err)
		}
		tested += string(text)
	}
	for _, snippet := range blocks(t, "js") {
		if !strings.Contains(tested, snippet) {
			t.Errorf("the README's JavaScript is not what is tested:\n%s", snippet)
		}
	}
}

// TestReadmeNamesRealFlags holds every --flag of the README and of the help's
// examples against the commands.
func TestReadmeNamesRealFlags(t *testing.T) {
	t.Parallel()
	root := newRoot(func(string) (string, bool) { return "", false })
	known := []string{"help", "version"}
	texts := []string{root.Long, root.Example}
	for _, cmd := range commands(root) {
		known = append(known, flagNames(cmd)...)
		texts = append(texts, cmd.Long, cmd.Example)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	texts = append(texts, string(readme))
	others := regexp.MustCompile(`(?m)(curl|npm|npx) .*$`) // have flags of their own
	for _, text := range texts {
		text = others.ReplaceAllString(text, "")
		for _, m := range regexp.MustCompile(`--([a-z][a-z-]*)`).FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("--%s is named and does not exist", m[1])
			}
		}
	}
}

// commands are all commands under one.
func commands(cmd *cobra.Command) (all []*cobra.Command) {
	for _, sub := range cmd.Commands() {
		all = append(append(all, sub), commands(sub)...)
	}
	return all
}

// TestEveryCommandExplainsItself: what it does, at length and in an example,
// and each flag with its twin.
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
			if !withoutTwin(name) && !strings.Contains(help, "["+twin(name)+"]") {
				t.Errorf("%s --help does not name %s", cmd.CommandPath(), twin(name))
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

// lines is a writer that can be read while it is written.
type lines struct {
	mu      sync.Mutex
	buf     bytes.Buffer
	written *sync.Cond
}

func newLines() *lines {
	l := &lines{}
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

// until waits for the end of a line that has the word, and returns what of it
// follows the word.
func (l *lines) until(word string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		_, after, found := strings.Cut(l.buf.String(), word)
		if rest, _, ended := strings.Cut(after, "\n"); found && ended {
			return strings.TrimSpace(rest)
		}
		l.written.Wait()
	}
}

// value is the word after a name in the header that run prints.
func (l *lines) value(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	fields := strings.Fields(l.buf.String())
	if i := slices.Index(fields, name); i >= 0 {
		return fields[i+1]
	}
	return ""
}
