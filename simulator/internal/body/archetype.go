package body

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/vitalsim/vitalsim/fixtures"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"github.com/vitalsim/vitalsim/simulator/vital"
	"gopkg.in/yaml.v3"
)

// An Archetype is a persona's file: the ranges and habits from which people
// are drawn, and the dates from which others hold.
type Archetype struct {
	traits traits
	phases []phaseTraits // in the order of their dates
	text   string        // the file's contents
}

// phaseTraits hold from a date on.
type phaseTraits struct {
	from   vital.Date
	traits traits
}

// Text returns the contents of the file that the archetype was read from.
func (a *Archetype) Text() string { return a.text }

// About returns the sentence that describes the archetype.
func (a *Archetype) About() string { return a.traits.about }

// Problems is the error of an invalid persona file. List has every problem, in the
// order of the file.
type Problems struct {
	File string
	List []node.Problem
}

// Error returns one line per problem in the form file:line:col: cause.
func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, problem := range p.List {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", p.File, problem.Line, problem.Col, problem.Cause)
	}
	return strings.Join(lines, "\n")
}

// maxFile is the maximum size of a persona file in bytes.
const maxFile = 64 << 10

// ParseArchetype parses a persona file. file is the name used in errors. The error
// is a *Problems.
func ParseArchetype(file string, data []byte) (*Archetype, error) {
	root, problems := node.Text{Kind: "persona", In: "file", Shape: "about, age, fitness and more", Max: maxFile}.Load(data)
	lines := node.Lines(data)
	report := func(n *yaml.Node, cause string) {
		line, col := node.Place(n, lines)
		problems = append(problems, node.Problem{Line: line, Col: col, Cause: cause})
	}
	a := &Archetype{traits: usual, text: string(data)}
	if root != nil {
		if m := node.NewMapping(root, "", "about, age, fitness, daily_steps, …; fixtures/personas/README.md explains all keys", report); m != nil {
			readTraits(m, &a.traits, false)
			a.readPhases(m, report)
			m.Done()
		}
	}
	if len(problems) > 0 {
		node.Sort(problems)
		return nil, &Problems{file, problems}
	}
	return a, nil
}

// readTraits reads the keys of a mapping. In a phase every key is optional, and keys
// that hold for a whole life are refused.
func readTraits(m *node.Mapping, t *traits, phase bool) {
	for _, k := range keys {
		need := k.need
		if phase {
			need = node.Optional
			if k.whole {
				m.Refuse(k.name, "%s holds for a whole life, no phase changes it", k.name)
				continue
			}
		}
		if n := m.Value(k.name, need); n != nil {
			k.read(value{m, k.name, n}, t)
		}
	}
	t.check(m)
}

// check reports keys that do not go together.
func (t *traits) check(m *node.Mapping) {
	if t.cyclesSkipped > 0.5 {
		m.Errorf("cycles_skipped", "want 0.5 at most: no two periods in a row are skipped")
	}
	if t.cycleDays[1] == 0 && len(t.cycleTracking) > 0 {
		m.Errorf("cycle_tracking", "want cycle_days beside it")
	}
	if t.insulin != NoInsulin && t.metabolism != Type1 && t.metabolism != Type2 {
		m.Errorf("insulin", "want metabolism: type-1 or type-2 beside it")
	}
	if !t.wheelchair {
		return
	}
	for _, name := range t.sports {
		if s, _ := sportNamed(name); s.motion == walk || s.motion == run {
			m.Errorf("sports", "%s is not for wheelchair users; want cycling, swimming, strength_training or yoga", name)
			return
		}
	}
}

// readPhases reads the list of phases. A phase starts from the traits of the one
// before it.
func (a *Archetype) readPhases(m *node.Mapping, report node.Report) {
	const usage = "phases: [{from: 2026-03-01, fitness: [0.5, 0.7]}]"
	list := m.Value("phases", node.Optional)
	if list == nil {
		return
	}
	if list.Kind != yaml.SequenceNode {
		m.Errorf("phases", "want a list, have %s; usage: %s", node.Have(list), usage)
		return
	}
	last := a.traits
	for _, n := range list.Content {
		pm := node.NewMapping(n, "phases", usage, report)
		if pm == nil {
			continue
		}
		p := phaseTraits{traits: last}
		p.traits.timeZone = "" // the person does not move unless the phase says so
		if text := pm.Text("from", node.Required); text != "" {
			from, err := vital.ParseDate(text)
			if err != nil {
				pm.Errorf("from", "want a date such as 2026-03-01, have %s", node.Quote(text))
			}
			p.from = from
		}
		readTraits(pm, &p.traits, true)
		if pm.Done() && pm.Len() < 2 {
			pm.Sayf("from", "nothing changes on %s; name a key that does", p.from)
		}
		if i := len(a.phases); i > 0 && p.from <= a.phases[i-1].from {
			pm.Errorf("from", "want a date after the phase before, %s", a.phases[i-1].from)
		}
		a.phases = append(a.phases, p)
		last = p.traits
	}
}

// general is the default archetype.
const general = "general"

// shipped maps the names of the archetypes in fixtures/personas to functions that
// parse them on first use. They panic on an invalid file: the files are embedded, so
// a build with an invalid one fails its tests.
var shipped = sync.OnceValue(func() map[string]func() *Archetype {
	files, err := fs.Glob(fixtures.Personas, "personas/*.yaml")
	if err != nil {
		panic(err)
	}
	all := map[string]func() *Archetype{}
	for _, file := range files {
		all[strings.TrimSuffix(path.Base(file), ".yaml")] = sync.OnceValue(func() *Archetype {
			data, err := fixtures.Personas.ReadFile(file)
			if err != nil {
				panic(err)
			}
			a, err := ParseArchetype(file, data)
			if err != nil {
				panic(err)
			}
			return a
		})
	}
	return all
})

// archetypeNames returns the sorted names, computed once because they are read often.
var archetypeNames = sync.OnceValue(func() []string {
	names := slices.Sorted(maps.Keys(shipped()))
	return slices.DeleteFunc(names, func(name string) bool { return name == general })
})

// Archetypes returns the sorted names of the archetypes in fixtures/personas, except
// for general.yaml, which is the default.
func Archetypes() []string { return slices.Clone(archetypeNames()) }

// About returns the sentence that describes a shipped archetype, or "" if the name is
// unknown.
func About(name string) string {
	if a := shipped()[name]; a != nil {
		return a().About()
	}
	return ""
}

// Named returns the shipped archetype with the given name. The name "" selects the
// general population.
func Named(name string) (*Archetype, error) {
	if name == "" {
		name = general
	}
	if a := shipped()[name]; a != nil {
		return a(), nil
	}
	return nil, fmt.Errorf("there is no persona %q%s", name, near.HintOrList(name, archetypeNames()))
}
