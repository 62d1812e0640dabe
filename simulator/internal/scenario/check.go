package scenario

import (
	"maps"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// A state tracks, at the step being read, which users are declared and what
// they are connected to. After an error it becomes unsure, so that later
// steps do not report consequences of the same mistake.
type state struct {
	users      []string
	clients    []string                         // their client_user_ids
	conns      map[string]map[string]connection // by user and provider
	faults     map[string]int                   // the line of each that is active and has a name
	faultNames []string                         // faults that were active at some time
	unsure     bool                             // about all users
	uncertain  map[string]bool                  // about a user

	fixtures map[string]*Fixture // by user
	recorded []string            // providers of the fixtures so far
}

type connection struct {
	resources    []string // empty means all that the provider supplies
	supplies     []string // from a fixture; nil means those of the catalog
	disconnected int      // the line that ended it; 0 while connected
}

func (s *state) declares(user string) bool { return slices.Contains(s.users, user) }
func (s *state) declare(user string)       { s.users = append(s.users, user) }

// fault records that a fault with a name begins.
func (s *state) fault(name string, line int) {
	if name == "" {
		return
	}
	if s.faults == nil {
		s.faults = map[string]int{}
	}
	s.faults[name] = line
	if !slices.Contains(s.faultNames, name) {
		s.faultNames = append(s.faultNames, name)
	}
}

func (s *state) activeFaults() []string { return slices.Sorted(maps.Keys(s.faults)) }

// doubt makes the state unsure about a user, or about all users if it is "".
func (s *state) doubt(user string) {
	if user == "" {
		s.unsure = true
		return
	}
	if s.uncertain == nil {
		s.uncertain = map[string]bool{}
	}
	s.uncertain[user] = true
}

func (s *state) certain(user string) bool { return !s.unsure && !s.uncertain[user] }

// connect records a connection. Connecting again adds to its resources.
func (s *state) connect(c Connect, f *Fixture) {
	if s.conns == nil {
		s.conns = map[string]map[string]connection{}
	}
	if s.conns[c.User] == nil {
		s.conns[c.User] = map[string]connection{}
	}
	resources := c.Resources
	old, linked := s.conns[c.User][c.Provider]
	if linked && old.disconnected == 0 && len(resources) > 0 {
		resources = slices.Concat(old.resources, resources)
		if len(old.resources) == 0 {
			resources = nil
		}
	}
	made := connection{resources: resources, supplies: old.supplies}
	if f != nil {
		made.supplies = f.Resources(c.Provider)
	}
	s.conns[c.User][c.Provider] = made
}

// supplies returns the resources that a user's connection to a provider can
// have.
func (p *parser) supplies(user, provider string) []string {
	if c, ok := p.state.conns[user][provider]; ok && c.supplies != nil {
		return c.supplies
	}
	return p.catalog.resources(provider)
}

func (s *state) disconnect(d Disconnect, line int) {
	if c, ok := s.conns[d.User][d.Provider]; ok {
		c.disconnected = line
		s.conns[d.User][d.Provider] = c
	}
}

// delete ends all connections of a user.
func (s *state) delete(user string, line int) {
	for provider := range s.conns[user] {
		s.disconnect(Disconnect{User: user, Provider: provider}, line)
	}
}

// connected returns the providers that the user is connected to, sorted.
func (s *state) connected(user string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.conns[user])), func(provider string) bool {
		return s.conns[user][provider].disconnected > 0
	})
}

// user reads the name of a declared user.
func (r *reader) user(key string, n node.Need) string {
	name := r.Text(key, n)
	if name == "" || r.p.state.declares(name) {
		return name
	}
	if len(r.p.state.users) > 0 {
		r.Sayf(key, "unknown user %s%s", node.Quote(name), node.Suggest(name, r.p.state.users))
	}
	return ""
}

// provider reads the name of a simulated provider.
func (r *reader) provider(key string, n node.Need) string {
	name := r.Text(key, n)
	c := r.p.catalog
	if slices.Contains(r.p.state.recorded, name) {
		return name
	}
	if name != "" && !slices.Contains(c.Providers, name) && slices.Contains(c.KnownProviders, name) {
		r.Sayf(key, "provider %s is not simulated yet; simulated: %s, and any with a fixture", node.Quote(name), strings.Join(c.Providers, ", "))
		return ""
	}
	if name == "" {
		return ""
	}
	return r.checked(key, "provider", name, c.Providers)
}

// checked returns the word if it is known. Otherwise it reports an error and
// returns "".
func (r *reader) checked(key, kind, word string, known []string) string {
	if slices.Contains(known, word) {
		return word
	}
	r.Sayf(key, "unknown %s %s%s", kind, node.Quote(word), node.Suggest(word, known))
	return ""
}

// linked reports an error if the user lacks the connection that the step
// needs: to the provider, or to any provider if that is "". It returns
// whether the user has it.
func (r *reader) linked(user, provider string) bool {
	s := &r.p.state
	if user == "" || !s.certain(user) {
		return false
	}
	connected := s.connected(user)
	if slices.Contains(connected, provider) || provider == "" && len(connected) > 0 {
		return true
	}
	end := s.conns[user][provider].disconnected
	switch {
	case end > 0:
		r.Sayf("provider", "%s was disconnected from %s on line %d", user, provider, end)
	case len(connected) > 0:
		r.Sayf("provider", "%s is not connected to %s at this step, only to %s", user, provider, node.And(connected))
	case len(s.conns[user]) > 0:
		r.Sayf("user", "%s is disconnected from everything at this step; connect again first", user)
	default:
		r.Sayf("user", "%s is not connected to anything at this step; connect first", user)
	}
	return false
}

// holders returns the user's connected providers that supply a resource.
func (p *parser) holders(user, resource string) []string {
	return slices.DeleteFunc(p.state.connected(user), func(provider string) bool {
		chosen := p.state.conns[user][provider].resources
		return !slices.Contains(p.supplies(user, provider), resource) ||
			len(chosen) > 0 && !slices.Contains(chosen, resource)
	})
}
