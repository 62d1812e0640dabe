package simulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A FailureGroup is the deliveries to an endpoint that failed for the same cause.
type FailureGroup struct {
	Cause string // of their last failed attempts: the status of the response, or "connection refused"; or "not attempted"
	Fault string // the fault that acted on them; "" for none
	URL   string // of the endpoint; "" if it is not known

	// What became of the deliveries: they were accepted by a later attempt, wait for
	// another attempt, or were given up.
	Accepted, Pending, Failed int

	First Delivered // the first of them

	largest int  // of their bodies, in bytes
	always  bool // whether no attempt at the endpoint was accepted
}

// notAttempted is the cause of deliveries that were given up before an attempt, since
// their endpoint was disabled.
const notAttempted = "not attempted"

// GroupFailures groups the deliveries in which an attempt failed, and those that were
// given up without one, the largest group first. The endpoints are those of [Simulator.Endpoints].
func GroupFailures(timeline []Delivered, endpoints []Endpoint) []FailureGroup {
	type key struct{ endpointID, cause, fault string }
	var groups []*FailureGroup
	byKey := map[key]*FailureGroup{}
	accepted := map[string]bool{} // by the id of an endpoint
	for _, d := range timeline {
		last, failed := lastFailure(d)
		cause := last.Cause()
		if len(d.Attempts) == 0 && d.Failed() {
			cause, failed = notAttempted, true
		}
		accepted[d.EndpointID] = accepted[d.EndpointID] || slices.ContainsFunc(d.Attempts, func(a Attempt) bool { return a.OK })
		if !failed {
			continue
		}
		k := key{d.EndpointID, cause, last.Fault}
		g := byKey[k]
		if g == nil {
			g = &FailureGroup{Cause: k.cause, Fault: k.fault, URL: urlOf(k.endpointID, endpoints), First: d}
			byKey[k], groups = g, append(groups, g)
		}
		g.add(d)
	}
	out := make([]FailureGroup, len(groups))
	for i, g := range groups {
		out[i] = *g
		out[i].always = !accepted[g.First.EndpointID]
	}
	slices.SortStableFunc(out, func(a, b FailureGroup) int { return cmp.Compare(b.Count(), a.Count()) })
	return out
}

// lastFailure returns the last attempt that failed.
func lastFailure(d Delivered) (a Attempt, ok bool) {
	for _, a := range slices.Backward(d.Attempts) {
		if !a.OK {
			return a, true
		}
	}
	return Attempt{OK: true}, false
}

// urlOf returns the URL of the endpoint with the id. An empty id means the only one.
func urlOf(id string, endpoints []Endpoint) string {
	for _, e := range endpoints {
		if e.ID == id || id == "" {
			return e.URL
		}
	}
	return id
}

func (g *FailureGroup) add(d Delivered) {
	switch {
	case d.Accepted():
		g.Accepted++
	case d.Failed():
		g.Failed++
	default:
		g.Pending++
	}
	g.largest = max(g.largest, d.BodyBytes)
}

// Count returns the number of deliveries.
func (g FailureGroup) Count() int { return g.Accepted + g.Pending + g.Failed }

// Undelivered returns the number of deliveries that were not accepted.
func (g FailureGroup) Undelivered() int { return g.Pending + g.Failed }

// String describes the group on one line; [FailureGroup.Hint] has the likely reason.
func (g FailureGroup) String() string {
	noun := "deliveries"
	if g.Count() == 1 {
		noun = "delivery"
	}
	var became []string
	for _, b := range []struct {
		n    int
		what string
	}{{g.Failed, "given up"}, {g.Pending, "waiting for a retry"}, {g.Accepted, "accepted later"}} {
		switch {
		case b.n == g.Count():
			became = []string{b.what}
		case b.n > 0:
			became = append(became, fmt.Sprintf("%d %s", b.n, b.what))
		}
	}
	if g.URL != "" {
		noun += " to " + g.URL
	}
	return fmt.Sprintf("%s: %d %s, %s", g.Cause, g.Count(), noun, strings.Join(became, ", "))
}

// Response returns the beginning of the body with which the first attempt was refused, on
// one line.
func (g FailureGroup) Response() string {
	last, _ := lastFailure(g.First)
	text := []rune(strings.Join(strings.Fields(last.Response), " "))
	if len(text) > maxResponse {
		return string(text[:maxResponse]) + "…"
	}
	return string(text)
}

// maxResponse bounds the characters of a Response.
const maxResponse = 300

// Hint returns the likely reason of the failures, as a question. It returns "" if the
// cause says no more than itself.
func (g FailureGroup) Hint() string {
	last, _ := lastFailure(g.First)
	switch {
	case g.Fault != "":
		return "the fault " + g.Fault + " acted on them"
	case g.Cause == notAttempted:
		return "the endpoint is disabled"
	case g.Cause == "connection refused":
		return "is your server up?"
	case g.Cause == "no such host":
		return "is the host of the URL right?"
	case strings.HasPrefix(g.Cause, "no answer within"):
		return "does the handler respond before its work is done?"
	case strings.Contains(g.Cause, "server gave HTTP response to HTTPS client"):
		return "the server has no TLS; use http:// in the URL"
	}
	switch status := last.StatusCode; {
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return "does your application serve POST at this path?"
	case g.always && (status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusBadRequest):
		return "does the handler know this secret, and does it verify the raw body?"
	case status == http.StatusRequestEntityTooLarge:
		return fmt.Sprintf("is the body limit of your server below %d KiB?", (g.largest+1023)/1024)
	case status >= 300 && status < 400:
		return "redirects are not followed; is the URL the final one?"
	}
	return ""
}

// Cause returns in a few words why the attempt failed, without what differs between
// attempts that failed alike: the status of the response, or "connection refused".
func (a Attempt) Cause() string {
	if a.OK {
		return ""
	}
	return webhook.Cause(a.StatusCode, a.Error)
}
