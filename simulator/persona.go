package simulator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/file"
)

// A Persona is a kind of person: the ranges and habits from which people are
// drawn. See fixtures/personas/README.md for how to write one.
type Persona struct{ archetype *body.Archetype }

// About returns the sentence that describes the persona.
func (p *Persona) About() string { return p.archetype.About() }

// Text returns the file from which the persona was read.
func (p *Persona) Text() string { return p.archetype.Text() }

// PersonaProblems are all problems of a persona's file, in the order of the file.
type PersonaProblems struct {
	File string
	List []PersonaProblem
}

// A PersonaProblem is one problem of a persona's file.
type PersonaProblem struct {
	Line, Col int // from 1
	Cause     string
}

// Error returns a line for each problem: file:line:col: cause.
func (p *PersonaProblems) Error() string {
	lines := make([]string, len(p.List))
	for i, problem := range p.List {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", p.File, problem.Line, problem.Col, problem.Cause)
	}
	return strings.Join(lines, "\n")
}

// newPersona returns an archetype, or an error, in the types of this package.
func newPersona(a *body.Archetype, err error) (*Persona, error) {
	if wrong, ok := errors.AsType[*body.Problems](err); ok {
		problems := &PersonaProblems{File: wrong.File}
		for _, problem := range wrong.List {
			problems.List = append(problems.List, PersonaProblem{problem.Line, problem.Col, problem.Cause})
		}
		return nil, problems
	}
	if err != nil {
		return nil, err
	}
	return &Persona{a}, nil
}

// Personas returns the names of the shipped personas, sorted.
func Personas() []string { return body.Archetypes() }

// AboutPersona returns a sentence that describes a shipped persona.
func AboutPersona(name string) string { return body.About(name) }

// LoadPersona reads a shipped persona by its name, or a file by its path: a
// word with a slash or a dot is a path. The error for an invalid file is
// PersonaProblems, which has all problems at once.
func LoadPersona(nameOrPath string) (*Persona, error) { return newPersona(loadPersona(nameOrPath)) }

func loadPersona(nameOrPath string) (*body.Archetype, error) {
	if !isPath(nameOrPath) {
		p, err := body.Named(nameOrPath)
		if err != nil {
			return nil, fmt.Errorf("load persona: %w; a file is given by its path, such as ./%s.yaml", err, nameOrPath)
		}
		return p, nil
	}
	text, err := file.Read(nameOrPath, maxPersona)
	if err != nil {
		return nil, fmt.Errorf("load persona: %w", err)
	}
	return body.ParseArchetype(nameOrPath, text)
}

// ParsePersona parses a persona. Problems refer to it by the name of file.
func ParsePersona(file string, text []byte) (*Persona, error) {
	return newPersona(body.ParseArchetype(file, text))
}

// maxPersona bounds the file of a persona. It is above the size that the parser
// accepts, so that the parser reports the error.
const maxPersona = 1 << 20

// loadConfinedPersona reads a file whose path must stay inside base.
func loadConfinedPersona(path, base string) (*body.Archetype, error) {
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, fmt.Errorf("load persona %s: %w", path, bare(err))
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(path))
	if err == nil {
		err = file.Check(info, maxPersona)
	}
	var text []byte
	if err == nil {
		text, err = root.ReadFile(filepath.FromSlash(path))
	}
	if err != nil {
		return nil, fmt.Errorf("load persona %s: %w; a path is relative to %s and stays inside of it", path, bare(err), base)
	}
	return body.ParseArchetype(path, text)
}

// scenarioPersona reads personas for scenarios. A path is relative to the folder
// of the scenario's file and must stay inside it.
func scenarioPersona(file string) func(path, zone string) (any, error) {
	return settledPersona(func(path string) (*body.Archetype, error) { return loadConfinedPersona(path, filepath.Dir(file)) })
}

// settledPersona returns a function that loads personas for scenarios and checks
// that they can live in the zone that the scenario gives them.
func settledPersona(load func(path string) (*body.Archetype, error)) func(path, zone string) (any, error) {
	return func(path, zone string) (any, error) {
		p, err := load(path)
		if err != nil {
			return nil, err // and no *body.Archetype that is nil
		}
		return p, p.LivesIn(zone)
	}
}

// requestedPersona returns the persona of a file that a control request names; nil
// for the name of a shipped one, or none.
func (s *Simulator) requestedPersona(ref string) (*body.Archetype, error) {
	switch {
	case !isPath(ref):
		return nil, nil
	case s.config.FixtureDir == "":
		return nil, fmt.Errorf("persona %q: paths are not accepted, since there is no folder for them (serve --fixtures DIR); shipped are %s", ref, strings.Join(Personas(), ", "))
	}
	return loadConfinedPersona(ref, s.config.FixtureDir)
}

// isPath reports whether a word is a path rather than a shipped name.
func isPath(ref string) bool { return strings.ContainsAny(ref, `/\.`) }
