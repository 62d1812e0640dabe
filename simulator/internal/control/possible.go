package control

import (
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// What follows refuses filters that can never match. Without it, a misspelled filter
// finds nothing, and a test that expects nothing passes.

// checkType returns an error if there is no event type that matches a pattern; "" is
// none.
func (a *api) checkType(pattern string) error {
	if pattern == "" {
		return nil
	}
	if err := event.CheckPattern(pattern, a.EventTypes); err != nil {
		return refuse("event_type: %v", err)
	}
	return nil
}

// checkUser returns an error if the team has never had a user; "" is none. The error
// names the teams that have.
func (a *api) checkUser(t *team.Team, name string) error {
	if name == "" {
		return nil
	}
	err := t.CheckUser(name)
	if err == nil {
		return nil
	}
	var keys []string
	for _, other := range a.Teams.All() {
		if other != t && other.CheckUser(name) == nil {
			keys = append(keys, other.Key)
		}
	}
	if len(keys) > 0 {
		return refuse("%v; the team of the key %s has this user", err, strings.Join(keys, ", of "))
	}
	return refuse("%v", err)
}

// checkEndpoint returns an error if the team has never had an endpoint; "" is none.
func checkEndpoint(t *team.Team, id string) error {
	var known []string
	for _, e := range t.Webhooks.Endpoints() {
		known = append(known, e.ID)
	}
	if id == "" || slices.Contains(known, id) {
		return nil
	}
	for _, d := range t.Webhooks.Log() { // it may have been removed
		if d.EndpointID == id {
			return nil
		}
	}
	return refuse("endpoint_id: there is no endpoint %q%s", id, near.HintOrList(id, known))
}

// possible returns an error if the team can have no message that matches. A wait for a
// user is possible, since an application may create the user meanwhile.
func (c *call) possible(m match, wait bool) error {
	if err := m.check(); err != nil {
		return err
	}
	if err := c.checkType(m.EventType); err != nil {
		return err
	}
	if !wait {
		if err := c.checkUser(c.team, m.User); err != nil {
			return err
		}
	}
	return checkEndpoint(c.team, m.Endpoint)
}

// methods are the methods of Vital's routes.
var methods = []string{"GET", "POST", "PATCH", "PUT", "DELETE"}

// possibleRequests returns an error if the team can have no request that matches.
func (c *call) possibleRequests(a asked, wait bool) error {
	if err := a.check(); err != nil {
		return err
	}
	if a.Method != "" && !slices.Contains(methods, a.Method) {
		return refuse("method %q: want %s", a.Method, strings.Join(methods, ", "))
	}
	requests := c.team.Journal.Requests()
	if a.Path != "" && !slices.ContainsFunc(requests, a.isPath) { // clients may ask for paths that Vital lacks
		if cause := c.CheckPath(a.Path); cause != "" {
			return refuse("path: %s", cause)
		}
	}
	if wait {
		return nil
	}
	if a.Fault != "" {
		if known := faultNames(c.team.Faults.Active(), c.team.Faults.Ledger()); !slices.Contains(known, a.Fault) {
			return refuse("fault: no fault called %q is active or has acted%s", a.Fault, near.Hint(a.Fault, known))
		}
	}
	if a.User == "" || slices.ContainsFunc(requests, a.isFor) {
		return nil
	}
	return c.checkUser(c.team, a.User)
}
