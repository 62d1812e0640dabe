package simulator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/internal/file"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Fixture is a folder of recorded data in the shapes of Vital's responses.
// Connections serve it instead of generated data. See fixtures/README.md.
type Fixture struct {
	Name  string // as problems call it
	About string
	Zone  string // IANA; "" where neither fixture.yaml nor the records say

	folder *fixture.Folder
}

// Providers returns the slugs of the providers whose data the fixture has.
func (f *Fixture) Providers() []string { return f.folder.Providers() }

// Resources returns the resources that the fixture has of a provider, by event name.
func (f *Fixture) Resources(slug string) []string { return f.folder.Resources(slug) }

// Dates describes which dates the data has in a simulation.
func (f *Fixture) Dates() string { return f.folder.Dates() }

// Notes returns remarks on what is valid in the files but differs from Vital's
// responses.
func (f *Fixture) Notes() []string { return f.folder.Notes() }

// A FixtureCount is the number of records that a fixture has of a resource of a
// provider.
type FixtureCount struct {
	Provider, Resource string
	Records            int // or samples
	From, To           vital.Date
}

// Counts returns the numbers of records by provider and resource.
func (f *Fixture) Counts() []FixtureCount {
	var counts []FixtureCount
	for _, c := range f.folder.Counts() {
		counts = append(counts, FixtureCount{c.Provider, c.Resource.String(), c.Records, c.From, c.To})
	}
	return counts
}

// recorded returns the folder of a fixture; nil for none.
func (f *Fixture) recorded() *fixture.Folder {
	if f == nil {
		return nil
	}
	return f.folder
}

// FixtureProblems are all problems of a folder.
type FixtureProblems []FixtureProblem

// A FixtureProblem is one problem of a folder.
type FixtureProblem struct {
	File  string // with the folder's name; "" for the folder itself
	Path  string // in the JSON: $.sleep[3].efficiency; "" for the whole file
	Cause string
}

// Error returns file: path: cause.
func (p FixtureProblem) Error() string { return fixture.Problem(p).Error() }

// Error returns a line for each problem.
func (p FixtureProblems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// newFixture returns a folder, or an error, in the types of this package.
func newFixture(f *fixture.Folder, err error) (*Fixture, error) {
	if wrong, ok := errors.AsType[fixture.Problems](err); ok {
		problems := make(FixtureProblems, len(wrong))
		for i, problem := range wrong {
			problems[i] = FixtureProblem(problem)
		}
		return nil, problems
	}
	if err != nil {
		return nil, err
	}
	return &Fixture{Name: f.Name, About: f.About, Zone: f.Zone, folder: f}, nil
}

// LoadFixture reads a shipped fixture by its name, or a folder by its path: a
// word with a slash or a dot is a path. The error for an invalid folder is
// FixtureProblems, which has all problems at once.
func LoadFixture(nameOrPath string) (*Fixture, error) {
	return newFixture(loadFixture(nameOrPath, "."))
}

// LoadFixtureFS reads a fixture from a file system, such as an embedded one.
// Problems refer to it by name.
func LoadFixtureFS(name string, fsys fs.FS) (*Fixture, error) {
	return newFixture(fixture.Load(name, fsys))
}

// FixtureNames returns the names of the shipped fixtures, sorted.
func FixtureNames() []string {
	entries, err := fs.ReadDir(fixtures.Sets, "sets")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// loadFixture reads a fixture; a path is relative to base.
func loadFixture(ref, base string) (*fixture.Folder, error) {
	if isPath(ref) {
		path := ref
		if !filepath.IsAbs(path) {
			path = filepath.Join(base, path)
		}
		return loadFolder(ref, path)
	}
	if !slices.Contains(FixtureNames(), ref) {
		return nil, fmt.Errorf("load fixture: no shipped fixture is called %q%s (give a folder by its path, such as ./%s)",
			ref, near.HintOrList(ref, FixtureNames()), ref)
	}
	fsys, err := fs.Sub(fixtures.Sets, "sets/"+ref)
	if err != nil {
		return nil, fmt.Errorf("load fixture: %w", err)
	}
	return fixture.Load(ref, fsys)
}

// maxFixtureFile bounds a file of a fixture.
const maxFixtureFile = 64 << 20

// loadFolder reads a folder. Links in it cannot reach anything outside.
func loadFolder(name, path string) (*fixture.Folder, error) {
	if info, err := os.Stat(path); err == nil && !info.IsDir() { // opening a pipe may not return
		return nil, fmt.Errorf("load fixture %s: not a directory", name)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("load fixture %s: %w", name, bare(err))
	}
	defer root.Close()
	return fixture.Load(name, file.Regular(root.FS(), maxFixtureFile))
}

// loadConfined reads a fixture whose path must stay inside base.
func loadConfined(ref, base string) (*fixture.Folder, error) {
	if !isPath(ref) {
		return loadFixture(ref, base)
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, fmt.Errorf("load fixture %s: %w", ref, bare(err))
	}
	defer root.Close()
	inside, err := root.OpenRoot(filepath.FromSlash(ref))
	if err != nil {
		return nil, fmt.Errorf("load fixture %s: %w; a path is relative to %s and stays inside of it", ref, bare(err), base)
	}
	defer inside.Close()
	return fixture.Load(ref, file.Regular(inside.FS(), maxFixtureFile))
}

// bare returns an error about a path without the path, which its caller adds.
func bare(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// scenarioFixture returns a fixture in the type of package scenario. Its path is
// relative to the folder of the scenario's file and must stay inside it.
func scenarioFixture(file string) func(ref string) (*scenario.Fixture, error) {
	return namedFixture(func(ref string) (*fixture.Folder, error) { return loadConfined(ref, filepath.Dir(file)) })
}

// namedFixture returns a function that loads fixtures by name in the type of
// package scenario, each once.
func namedFixture(load func(ref string) (*fixture.Folder, error)) func(ref string) (*scenario.Fixture, error) {
	loaded := map[string]*fixture.Folder{}
	return func(ref string) (*scenario.Fixture, error) {
		f := loaded[ref]
		if f == nil {
			var err error
			if f, err = load(ref); err != nil {
				return nil, err
			}
			loaded[ref] = f
		}
		return &scenario.Fixture{Ref: ref, Providers: f.Providers(), Loaded: f, Begins: f.Begins(), Resources: func(slug string) []string { return fixtureResources(f, slug) }}, nil
	}
}

// fixtureResources returns the resources of a connection with a fixture, by event
// name.
func fixtureResources(f *fixture.Folder, slug string) []string {
	recorded := f.Resources(slug)
	p, ok := provider.Find(slug)
	if !f.Generated() || !ok {
		return recorded
	}
	return wire.ResourceNames(func(r vital.ResourceID) bool { return slices.Contains(recorded, r.String()) || view.Supplies(p, r) })
}

// requestedFixture returns the fixture that a control request names; nil for none.
func (s *Simulator) requestedFixture(ref string) (*fixture.Folder, error) {
	switch {
	case ref == "":
		return nil, nil
	case isPath(ref) && s.config.FixtureDir == "":
		return nil, fmt.Errorf("fixture %q: paths are not accepted, since there is no folder for them (serve --fixtures DIR); shipped are %s", ref, strings.Join(FixtureNames(), ", "))
	}
	return loadConfined(ref, s.config.FixtureDir)
}
