package scenario

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Connect is the action that connects a user to a provider, which sends
// history and then daily data. Connecting again pulls history again.
type Connect struct {
	User      string
	Provider  string
	Backfill  Backfill
	Resources []string // none means all that the provider supplies
	Fixture   *Fixture // nil means the user's, if it has the provider
}

// Backfill is the history that a connection pulls. A zero field means the
// provider's default.
type Backfill struct {
	Days   int
	Chunks int
}

// maxBackfill is the largest number of days of history.
const maxBackfill = 365

func connectVerb() Verb {
	return Verb{
		About:   "link a user to a provider; its history arrives as time passes",
		Usage:   "connect: {user, provider, [backfill: {days, chunks}], [resources: [a, b]], [fixture: NAME|PATH]}",
		Example: "connect: {user: ada, provider: fitbit, backfill: {days: 90, chunks: 3}, resources: [activity, sleep]}",
		decode:  decodeConnect,
	}
}

func decodeConnect(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	c := Connect{User: r.user("user", node.Required), Fixture: r.fixture("fixture")}
	c.Provider = r.provider("provider", node.Required)
	recorded := r.recorded(c)
	var backfill *reader
	if n := r.Value("backfill", node.Optional); n != nil {
		if backfill = p.mapping(n, "backfill", "backfill: {days, chunks}"); backfill != nil {
			c.Backfill = backfill.backfill()
		}
	}
	supplies := p.catalog.resources(c.Provider)
	if recorded != nil {
		supplies = recorded.Resources(c.Provider)
	}
	c.Resources = r.resources("resources", c.Provider, supplies)
	r.Done()
	if c.User == "" || c.Provider == "" {
		p.state.doubt(c.User)
		return c
	}
	p.state.connect(c, recorded)
	if backfill != nil && recorded == nil {
		backfill.warn(c)
	}
	return c
}

func (r *reader) backfill() (b Backfill) {
	b.Days, _ = r.Integer("days", 1, maxBackfill)
	b.Chunks, _ = r.Integer("chunks", 1, maxBackfill)
	if b.Days > 0 && b.Chunks > b.Days {
		r.Errorf("chunks", "%d chunks of %d days; a chunk has at least one day", b.Chunks, b.Days)
	}
	r.Done()
	return b
}

// resources reads a list of resources that the provider supplies.
func (r *reader) resources(key, provider string, supplies []string) []string {
	var names []string
	for _, n := range r.List(key, node.Optional, "leave "+key+" out for all of them") {
		name := n.Value
		switch {
		case slices.Contains(names, name):
			r.p.errorf(n, "%s: %s is listed twice", key, node.Quote(name))
		case provider != "":
			r.p.supplied(n, provider, name, supplies)
		case !slices.Contains(r.p.catalog.KnownResources, name):
			r.p.errorf(n, "unknown resource %s%s", node.Quote(name), node.Suggest(name, r.p.catalog.KnownResources))
		}
		names = append(names, name)
	}
	return names
}

// supplied reports an error if the provider does not supply the resource. It
// returns whether it does.
func (p *parser) supplied(n *yaml.Node, provider, resource string, supplies []string) bool {
	switch {
	case slices.Contains(supplies, resource):
		return true
	case slices.Contains(p.catalog.KnownResources, resource):
		p.errorf(n, "vitalsim's %s has no %s; it has %s", provider, resource, strings.Join(supplies, ", "))
	default:
		p.errorf(n, "unknown resource %s%s", node.Quote(resource), node.Suggest(resource, supplies))
	}
	return false
}

// warn adds a warning for each resource of which the real provider sends
// fewer days.
func (r *reader) warn(c Connect) {
	resources := c.Resources
	if len(resources) == 0 {
		resources = r.p.catalog.resources(c.Provider)
	}
	byDays := map[int][]string{}
	for _, res := range slices.Sorted(slices.Values(resources)) {
		if days := r.p.catalog.backfillDays(c.Provider, res); days > 0 && days < c.Backfill.Days {
			byDays[days] = append(byDays[days], res)
		}
	}
	for days := range c.Backfill.Days {
		if names := byDays[days]; names != nil {
			r.p.warnf(r.At("days"), "%s usually sends %s of %s; this scenario asks for %d",
				c.Provider, node.Count(days, "day"), node.And(names), c.Backfill.Days)
		}
	}
}

func (c Connect) text() string {
	t := "connect " + c.User + " " + c.Provider
	if c.Backfill.Days > 0 {
		t += " " + strconv.Itoa(c.Backfill.Days) + "d"
	}
	if c.Backfill.Chunks > 0 {
		t += " in " + node.Count(c.Backfill.Chunks, "chunk")
	}
	if len(c.Resources) > 0 {
		t += ", only " + node.And(c.Resources)
	}
	if c.Fixture != nil {
		t += ", from fixture " + c.Fixture.Ref
	}
	return t
}

func (c Connect) do(ctx context.Context, p *player, _ Step) error { return p.team.Connect(ctx, c) }
