package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/simtest"
)

// TestEveryBlockRuns checks each fenced block of each document by the rule for
// its note, or else for its language. A block without a rule fails.
func TestEveryBlockRuns(t *testing.T) {
	t.Parallel()
	c := newChecker(t)
	commands := 0
	for _, d := range documents(t) {
		for _, b := range d.blocks() {
			n, err := c.check(t, d, b)
			if err != nil {
				t.Errorf("%s: %v\n%s", d.path, err, b.text)
			}
			commands += n
		}
	}
	if commands < 30 || len(c.target.deliveries()) == 0 {
		t.Errorf("%d commands ran, with %d deliveries", commands, len(c.target.deliveries()))
	}
}

// TestBadBlocksAreRefused checks that each rule can fail.
func TestBadBlocksAreRefused(t *testing.T) {
	t.Parallel()
	c := newChecker(t)
	for _, b := range []fencedBlock{
		{language: "text", text: "anything\n"},
		{language: "go", text: "func main() {}\n"},
		{language: "python", text: "pass\n"},
		{language: "", text: "plain\n"},
		{note: "unknown rule", language: "text", text: "anything\n"},
		{note: "from: README.md", language: "go", text: "func Absent() {}\n"},
		{note: "output of: vitalsim list verbs", language: "text", text: "  juggle\n"},
		{language: "sh", text: "vitalsim run no-such-scenario\n"},
		{language: "sh", text: "vitalsim serve --no-such-flag\n"},
		{language: "sh", text: "go test ./simulator/absent\n"},
		{language: "sh", text: "go test ./cmd/vitalsim -run TestAbsent\n"},
		{language: "sh", text: "rm -r /\n"},
		{language: "json", text: "{\"groups\": }\n"},
		{language: "json", text: "{\"no_such_key\": 1}\n"},
		{language: "yaml", text: "  - juggle: {user: ada}\n"},
		{language: "yaml", text: "provider: no-such-provider\n"},
	} {
		if _, err := c.check(t, document{path: "README.md"}, b); err == nil {
			t.Errorf("accepted:\n%s", b.text)
		}
	}
}

// A checker holds what the commands of documents work with.
type checker struct {
	target  *receiver
	control *controlStub // answers the commands that drive a simulator
	folder  string       // for files that commands write and read
}

func newChecker(t *testing.T) checker {
	t.Helper()
	c := checker{
		target: newReceiver(t, nil),
		control: newControlStub(t, map[string]string{
			"POST /_sim/v1/events": `{"svix_id":"msg_1"}`, "POST /_sim/v1/clock/advance": `{}`, "POST /_sim/v1/wait": `{}`, "GET /_sim/v1/messages": `{}`,
			"POST /_sim/v1/messages/msg_2Lh9sKcA0pQeR4tWzXyVbN1mGfD/resend": `{}`, "POST /_sim/v1/reset": `{}`,
			"GET /_sim/v1/users": `{}`, "POST /_sim/v1/connections": `{}`, "POST /_sim/v1/update": `{}`, "DELETE /_sim/v1/records": `{}`, "POST /_sim/v1/sync": `{}`, "POST /_sim/v1/revoke": `{}`,
			"GET /_sim/v1/stream": "", "POST /_sim/v1/scenarios/play": `{}`, "POST /_sim/v1/faults": `{}`, "GET /_sim/v1/faults/ledger": `{}`, "POST /_sim/v1/snapshot": "a team", "POST /_sim/v1/restore": `{}`,
		}),
		folder: t.TempDir(),
	}
	body := filepath.Join(c.folder, "body.json")
	if err := os.WriteFile(body, []byte(`{"event_type":"daily.data.sleep.created"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	headers := vitalsim(t, nil, "sign", body)
	if err := os.WriteFile(filepath.Join(c.folder, "headers"), []byte(headers.stdout), 0o666); err != nil {
		t.Fatal(err)
	}
	return c
}

// check checks one block, and returns how many commands of it were run.
func (c checker) check(t *testing.T, d document, b fencedBlock) (commands int, err error) {
	rule, argument, _ := strings.Cut(b.note, ": ")
	switch {
	case rule == "from":
		text, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(argument)))
		if err == nil && !strings.Contains(string(text), b.text) {
			err = fmt.Errorf("the block is not in %s", argument)
		}
		return 0, err
	case rule == "output of":
		return 1, c.output(t, argument, b.text)
	case b.note == "failed delivery":
		return 0, contains(failedDelivery(t), b.text)
	case b.note == "probe":
		return 0, c.probe(t, b.text)
	case b.note != "":
		return 0, fmt.Errorf("there is no rule %q", b.note)
	case b.language == "sh":
		return c.shell(t, b.text)
	case b.language == "yaml":
		return 0, checkYAML(b.text)
	case b.language == "json":
		return 0, checkJSON(b.text)
	}
	return 0, fmt.Errorf("no rule covers a block of language %q; say on the line before it <!-- from: FILE --> or <!-- output of: COMMAND -->", b.language)
}

// output compares a block with what a command prints.
func (c checker) output(t *testing.T, command, text string) error {
	name, rest, _ := strings.Cut(command, " ")
	if name != "vitalsim" {
		return fmt.Errorf("%s is not a command of vitalsim", command)
	}
	r := vitalsim(t, nil, strings.Fields(rest)...)
	return contains(r.stdout+r.stderr, text)
}

// contains reports the first line of a text that is not part of what was printed.
func contains(printed, text string) error {
	for line := range strings.Lines(text) {
		if !strings.Contains(printed, strings.TrimSpace(line)) {
			return fmt.Errorf("%q is not in\n%s", strings.TrimSpace(line), printed)
		}
	}
	return nil
}

// failedDelivery returns what exec prints for a command that failed and a handler
// that refuses every webhook.
func failedDelivery(t *testing.T) string {
	sim := simtest.Start(t)
	sim.Handle(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(401)
		_, _ = w.Write([]byte("Unauthorized"))
	}))
	sim.Connect("app-user-1", "oura")
	sim.Advance(48 * time.Hour)
	var out strings.Builder
	e := execution{sim: sim.Simulator, out: &out}
	if err := e.verdict(t.Context(), exitFailed, "ended with exit code 1"); err == nil {
		t.Error("the verdict on a failed command is no error")
	}
	return out.String()
}

// probe plays a scenario that probes for the keys that a block shows.
func (c checker) probe(t *testing.T, text string) error {
	for _, want := range []string{"GET /probe/users/app-user-1\n", `"providers": {"fitbit": "connected"}`, `"history":   {"sleep": "complete"}`, `"records":   {"sleep": {"count": `, `"latest": {"calendar_date": `, `"samples":   {"heartrate": `} {
		if !strings.Contains(text, want) {
			return fmt.Errorf("it does not show %s", want)
		}
	}
	file := write(t, "probe.yaml", `name: probe
users: {ada: {client_user_id: app-user-1}}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 3}, resources: [sleep, heartrate]}
  - advance: 1d
  - expect:
      probe: GET /probe/users/app-user-1
      user: ada
      json:
        providers: {fitbit: connected}
        history: {sleep: complete}
        records: {sleep: {count: =count sleep, latest: {efficiency: =latest sleep.efficiency}}}
        samples: {heartrate: =count heartrate}
`)
	if r := vitalsim(t, nil, "run", file); r.code != exitOK {
		return fmt.Errorf("exit code %d: %s%s", r.code, r.stdout, r.stderr)
	}
	return nil
}

var (
	jsonKey = regexp.MustCompile(`"([a-z0-9_]+)":`)
	jsonTag = regexp.MustCompile("json:\"([a-z0-9_]+)")
)

// checkJSON checks a JSON text, in which … stands for something left out: it is
// well-formed, and its keys are keys of Vital's wire format or slugs of providers.
func checkJSON(text string) error {
	for _, elided := range []struct{ old, new string }{{`"…"`, `""`}, {",…", ""}, {", …", ""}, {"…", ""}} {
		text = strings.ReplaceAll(text, elided.old, elided.new)
	}
	if !json.Valid([]byte(text)) {
		return fmt.Errorf("it is not JSON")
	}
	var known []string
	for _, p := range catalog.Providers() {
		known = append(known, p.Slug)
	}
	for _, pattern := range []string{"simulator/vital/*.go", "simulator/internal/api/*.go"} {
		files, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			return err
		}
		for _, f := range files {
			source, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			for _, m := range jsonTag.FindAllStringSubmatch(string(source), -1) {
				known = append(known, m[1])
			}
		}
	}
	for _, m := range jsonKey.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(known, m[1]) {
			return fmt.Errorf("no type has the key %q", m[1])
		}
	}
	return nil
}

// checkYAML parses a block as the steps or the users of a scenario, or as a
// part of a fixture.yaml.
func checkYAML(text string) error {
	text = strings.NewReplacer("./mine.yaml", "office-worker", "./folder", "fitbit").Replace(text)
	switch {
	case strings.HasPrefix(strings.TrimSpace(text), "- "):
		indented := text
		if strings.HasPrefix(text, "- ") {
			indented = "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
		}
		_, err := simulator.ParseScenario("block", []byte(small+indented))
		return err
	case strings.HasPrefix(text, "users:"):
		_, steps, _ := strings.Cut(small, "steps:")
		_, err := simulator.ParseScenario("block", []byte("name: block\n"+text+"steps:"+steps))
		return err
	case strings.Contains(text, "provider: "):
		return checkFixture(text)
	}
	return checkPersona(text)
}

// checkPersona parses a shipped persona with the keys of the text in the place
// of its own.
func checkPersona(text string) error {
	shipped, err := os.ReadFile(filepath.Join(repository, "fixtures", "personas", "office-worker.yaml"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(shipped)) {
		if key, _, _ := strings.Cut(line, ":"); !strings.HasPrefix(text, key+":") && !strings.Contains(text, "\n"+key+":") {
			text += line
		}
	}
	_, err = simulator.ParsePersona("block", []byte(text))
	return err
}

// checkFixture loads the shipped set of Fitbit with the text as its fixture.yaml.
func checkFixture(text string) error {
	folder, err := os.MkdirTemp("", "fixture")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(repository, "fixtures", "sets", "fitbit"))); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "fixture.yaml"), []byte(text), 0o666); err != nil {
		return err
	}
	_, err = simulator.LoadFixture(folder)
	return err
}

// shell checks each command of a block, and returns how many were run.
func (c checker) shell(t *testing.T, text string) (commands int, err error) {
	for line := range strings.Lines(text) {
		command, _, _ := strings.Cut(strings.TrimSpace(line), " #")
		for one := range strings.SplitSeq(command, "&&") {
			if err := c.command(t, strings.TrimSpace(one)); err != nil {
				return commands, fmt.Errorf("%s: %w", one, err)
			}
			commands++
		}
	}
	return commands, nil
}

// command checks one command line.
func (c checker) command(t *testing.T, line string) error {
	words := shellWords(line)
	switch {
	case len(words) == 0:
		return nil
	case words[0] == "vitalsim":
		return c.vitalsim(t, words[1:])
	case strings.HasPrefix(line, "go run ./cmd/vitalsim "):
		return c.vitalsim(t, words[3:])
	case strings.HasPrefix(line, "go test "):
		return checkGoTest(words[2:])
	case slices.Contains(knownCommands, line):
		return nil
	case words[0] == "cd" && len(words) == 2:
		if words[1] == "vitalsim" { // the clone
			return nil
		}
		_, err := os.Stat(filepath.Join(repository, words[1]))
		return err
	}
	return fmt.Errorf("no rule covers this command")
}

// knownCommands holds commands that no test here runs: they install something, or
// another test runs them.
var knownCommands = []string{
	"git clone https://github.com/vitalsim/vitalsim", // network
	"go install ./cmd/vitalsim",                      // the package is built for these tests
	"npm ci",                                         // TestNodeExample needs it
	"npm ci --prefix simulator/internal/conformance/node",
	"npm ci --prefix simulator/examples/node",
	".ci/run", // the gate, which runs these tests
	"go build ./...",
	"go vet ./...",
	"gofmt -l cmd simulator fixtures scenarios",
	"go tool -modfile=.ci/tools/go.mod golangci-lint run",
	"export VITAL_OPENAPI=$PWD/../vital-openapi.json",
}

// Commands that do not end by themselves or that need the network are only
// parsed; other tests run them. The commands that drive a simulator run against
// a stub.
var onlyParsed = []string{"serve", "exec", "listen", "record"}

// drivesOther reports whether a command drives a running simulator.
func drivesOther(args []string) bool {
	cmd, _, err := newRoot(func(string) (string, bool) { return "", false }).Find(args)
	return err == nil && cmd.Flags().Lookup("control-url") != nil
}

// vitalsim runs or parses a command of the program.
func (c checker) vitalsim(t *testing.T, args []string) error {
	replaced := strings.NewReplacer("http://127.0.0.1:3000/webhooks", c.target.URL, "./ada", filepath.Join(c.folder, "ada"),
		"@headers", "@"+filepath.Join(c.folder, "headers"), "body.json", filepath.Join(c.folder, "body.json"), "report.xml", filepath.Join(c.folder, "report.xml"))
	for i := range args {
		args[i] = replaced.Replace(args[i])
	}
	if slices.Contains(onlyParsed, args[0]) {
		return parses(args)
	}
	env := map[string]string{}
	if drivesOther(args) {
		env[envName("control-url")] = c.control.URL
	}
	if slices.Contains(args, "--target") {
		env[envName("linger")] = "1ms"
	}
	if r := vitalsim(t, env, args...); r.code != exitOK {
		return fmt.Errorf("exit code %d: %s%s", r.code, r.stdout, r.stderr)
	}
	return nil
}

// parses checks that a command exists and takes its flags and arguments.
func parses(args []string) error {
	root := newRoot(func(string) (string, bool) { return "", false })
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

var testFunc = regexp.MustCompile(`\b(Test|Fuzz|Example)\w*\(`)

// checkGoTest checks that the packages of a go test command exist, and that its
// -run and -bench patterns match something in them.
func checkGoTest(args []string) error {
	var runs, packages, benches []string
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "-run":
			i++
			runs = append(runs, args[i])
		case args[i] == "-bench":
			i++
			benches = append(benches, args[i])
		case slices.Contains([]string{"-short", "-v", "-race", "-update"}, args[i]):
		case strings.HasPrefix(args[i], "./"):
			packages = append(packages, args[i])
		default:
			return fmt.Errorf("no rule covers %s of go test", args[i])
		}
	}
	if len(packages) == 0 {
		return fmt.Errorf("it names no package")
	}
	var source strings.Builder
	for _, p := range packages {
		folder, deep := strings.CutSuffix(p, "/...")
		info, err := os.Stat(filepath.Join(repository, folder))
		if err != nil || !info.IsDir() {
			return fmt.Errorf("there is no folder %s", folder)
		}
		if deep {
			continue
		}
		files, err := filepath.Glob(filepath.Join(repository, folder, "*_test.go"))
		if err != nil || len(files) == 0 {
			return fmt.Errorf("%s has no tests", folder)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			source.Write(text)
		}
	}
	for _, pattern := range runs {
		wanted, err := regexp.Compile(pattern)
		if err != nil {
			return err
		}
		if pattern != "XXX" && !slices.ContainsFunc(testFunc.FindAllString(source.String(), -1), wanted.MatchString) {
			return fmt.Errorf("no test matches %s", pattern)
		}
	}
	if len(benches) > 0 && !strings.Contains(source.String(), "\nfunc Benchmark") {
		return fmt.Errorf("there are no benchmarks")
	}
	return nil
}

var word = regexp.MustCompile(`'([^']*)'|\S+`)

// shellWords splits a command line as a shell does, as far as documents need it.
func shellWords(line string) (words []string) {
	line, _, _ = strings.Cut(line, " | ")
	line, _, _ = strings.Cut(line, " > ")
	for _, m := range word.FindAllStringSubmatch(line, -1) {
		if strings.HasPrefix(m[0], "'") {
			words = append(words, m[1])
			continue
		}
		words = append(words, m[0])
	}
	return words
}
