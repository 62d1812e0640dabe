package scenario

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Parse parses a scenario and checks it against a catalog. Positions carry
// the name in file. The error is an [Errors] with everything found.
func Parse(file string, data []byte, c Catalog) (*Scenario, error) {
	p := &parser{file: file, lines: node.Lines(data), catalog: c}
	sc := &Scenario{File: file}
	root, problems := text.Load(data)
	for _, b := range problems {
		p.fail(Pos{file, b.Line, b.Col}, "%s", b.Cause)
	}
	if root != nil {
		p.scenario(root, sc)
	}
	if len(p.errs) > 0 {
		p.errs.sort()
		return nil, p.errs
	}
	sc.Warnings = p.warnings
	slices.SortStableFunc(sc.Warnings, func(a, b Warning) int { return a.compare(b.Pos) })
	return sc, nil
}

// text describes scenario files to package node.
var text = node.Text{Kind: "scenario", In: "file", Shape: "name, users and steps", Max: 1 << 20}

// A parser collects errors and tracks the state of users, connections and
// faults at the step it reads.
type parser struct {
	file      string
	lines     int // of the file
	catalog   Catalog
	verb      string // of the current step, for its errors
	otherwise string // of the current step
	start     time.Time
	state     state
	errs      Errors
	warnings  []Warning
}

// pos returns the position of a node.
func (p *parser) pos(n *yaml.Node) Pos {
	line, col := node.Place(n, p.lines)
	return Pos{p.file, line, col}
}

// A reader reads one mapping with its parser at hand.
type reader struct {
	*node.Mapping
	p *parser
}

// mapping starts to read a mapping. It returns nil if n is not one.
func (p *parser) mapping(n *yaml.Node, path, usage string) *reader {
	m := node.NewMapping(n, path, usage, func(n *yaml.Node, cause string) { p.errorf(n, "%s", cause) })
	if m == nil {
		return nil
	}
	return &reader{m, p}
}

func (p *parser) fail(at Pos, format string, args ...any) {
	p.errs = append(p.errs, &Error{Pos: at, Verb: p.verb, Cause: fmt.Sprintf(format, args...)})
}

func (p *parser) errorf(n *yaml.Node, format string, args ...any) { p.fail(p.pos(n), format, args...) }

func (p *parser) warnf(n *yaml.Node, format string, args ...any) {
	p.warnings = append(p.warnings, Warning{p.pos(n), fmt.Sprintf(format, args...)})
}

func (p *parser) scenario(root *yaml.Node, sc *Scenario) {
	r := p.mapping(root, "", "{name, [about], [seed], [start], [max_event_bytes], users, steps}")
	if r == nil {
		return
	}
	sc.Name = r.Text("name", node.Required)
	sc.About = r.Text("about", node.Optional)
	sc.Seed, sc.HasSeed = r.seed("seed")
	sc.Start = r.start("start")
	sc.MaxEventBytes, _ = r.Integer("max_event_bytes", MinEventBytes, math.MaxInt)
	p.start = sc.Start
	if users := r.Value("users", node.Required); users != nil {
		sc.Users = p.users(r, users)
	} else {
		p.state.unsure = true // so that steps do not report it again
	}
	if steps := r.Value("steps", node.Required); steps != nil {
		sc.Steps = p.steps(r, steps)
	}
	r.Done()
}

// MinEventBytes is the least bound of the body of an event.
const MinEventBytes = 1024

func (r *reader) seed(key string) (seed uint64, ok bool) {
	v := r.Value(key, node.Optional)
	if v == nil {
		return 0, false
	}
	if v.ShortTag() != "!!int" || v.Decode(&seed) != nil {
		r.Errorf(key, "want a whole number from 0 to %d, have %s", uint64(math.MaxUint64), node.Have(v))
		return 0, false
	}
	return seed, true
}

func (r *reader) start(key string) time.Time {
	text := r.Text(key, node.Optional)
	if text == "" {
		return DefaultStart
	}
	t, err := clock.ParseStart(text, r.p.catalog.Now)
	if err != nil {
		r.Errorf(key, "%s", err)
	}
	return t
}

func (p *parser) users(top *reader, n *yaml.Node) []User {
	const usage = "users: {ada: {client_user_id, time_zone, fallback_time_zone, persona, fixture}}"
	if node.IsNull(n) || n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		top.Errorf("users", "no users are declared; usage: %s", usage)
		p.state.unsure = true
		return nil
	}
	if p.mapping(n, "users", usage) == nil {
		p.state.unsure = true
		return nil
	}
	var users []User
	ids := map[string]User{}
	for i := 0; i < len(n.Content); i += 2 {
		u, ok := p.user(n.Content[i], n.Content[i+1])
		if !ok || p.state.declares(u.Name) { // a duplicate, which node.Load has reported
			continue
		}
		if first, taken := ids[u.ClientUserID]; taken {
			p.fail(u.Pos, "users.%s: client_user_id %s is %s's already (line %d)",
				u.Name, node.Quote(u.ClientUserID), first.Name, first.Line)
		}
		ids[u.ClientUserID] = u
		p.state.declare(u.Name)
		p.state.clients = append(p.state.clients, u.ClientUserID)
		users = append(users, u)
	}
	return users
}

// userName limits names to what is readable in a timeline, which has one line
// per event.
var userName = regexp.MustCompile(`^[\pL\pN._@+-]{1,60}$`)

func (p *parser) user(key, value *yaml.Node) (u User, ok bool) {
	if key.Kind != yaml.ScalarNode { // NewMapping has reported it
		return u, false
	}
	if !node.IsText(key) || !userName.MatchString(key.Value) {
		p.errorf(key, "users: want a name of at most 60 letters, digits, . _ @ + or -, have %s", node.Have(key))
		return u, false
	}
	u = User{Pos: p.pos(key), Name: key.Value, ClientUserID: key.Value}
	if node.IsNull(value) {
		return u, true
	}
	r := p.mapping(value, "users."+u.Name, "{client_user_id, time_zone, fallback_time_zone, persona, fixture}")
	if r == nil {
		return u, true
	}
	if id := r.Text("client_user_id", node.Optional); id != "" {
		u.ClientUserID = id
	}
	u.TimeZone, u.FallbackTimeZone = r.timeZone("time_zone"), r.timeZone("fallback_time_zone")
	u.Persona, u.PersonaFile = r.persona("persona", u.TimeZone)
	if u.Fixture = r.fixture("fixture"); u.Fixture != nil {
		if p.state.fixtures == nil {
			p.state.fixtures = map[string]*Fixture{}
		}
		p.state.fixtures[u.Name] = u.Fixture
	}
	r.Done()
	return u, true
}

func (r *reader) timeZone(key string) string {
	zone := r.Text(key, node.Optional)
	if zone == "" {
		return ""
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" { // Local differs between machines
		r.Sayf(key, "unknown time zone %s; want an IANA name such as Europe/London or UTC", node.Quote(zone))
		return ""
	}
	return zone
}

// persona reads the name of a persona, or the path of one and the file with
// it, for a user in a zone.
func (r *reader) persona(key, zone string) (ref string, file any) {
	ref = r.Text(key, node.Optional)
	if ref == "" || !strings.ContainsAny(ref, `/\.`) {
		if ref != "" {
			ref = r.checked(key, "persona", ref, r.p.catalog.Personas)
		}
		return ref, nil
	}
	if r.p.catalog.PersonaFile == nil {
		r.Errorf(key, "persona files are not available here; known: %s", strings.Join(r.p.catalog.Personas, ", "))
		return "", nil
	}
	file, err := r.p.catalog.PersonaFile(ref, zone)
	r.problems(key, err)
	return ref, file
}

// problems reports an error about a key, one problem per line.
func (r *reader) problems(key string, err error) {
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		r.Errorf(key, "%s", strings.TrimSuffix(line, "\n"))
	}
}

// oneOf reads text that must be one of the known words.
func (r *reader) oneOf(key, kind string, known []string, n node.Need) string {
	if word := r.Text(key, n); word != "" {
		return r.checked(key, kind, word, known)
	}
	return ""
}
