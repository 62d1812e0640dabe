package main

import (
	"strings"
	"testing"
)

// TestSummaryNamesWhatHadNoEffect checks that run, exec and serve name a fault that never
// acted and a target to which nothing was sent.
func TestSummaryNamesWhatHadNoEffect(t *testing.T) {
	t.Parallel()
	accepts, other := newReceiver(t, nil), newReceiver(t, nil)
	small := write(t, "small.yaml", small)
	never := "delivery: {name: never, event: daily.data.meal.updated, drop: true}"
	const fault, nothing = "the fault \"never\" never acted\n", "no webhook was sent\n"
	unwanted := other.URL + " labtest.order.created"

	r := vitalsim(t, nil, "run", small, "--target", accepts.URL, "--target", unwanted, "--fault", never, "--linger", "0s")
	if r.code != exitOK || !strings.Contains(r.stdout, "\n"+fault) || !strings.Contains(r.stdout, "\nnothing was sent to "+other.URL+"\n") {
		t.Errorf("run: %+v", r)
	}
	empty := write(t, "empty.yaml", "name: empty\nusers: {ada: {}}\nsteps:\n  - advance: 1h\n")
	if r := vitalsim(t, nil, "run", empty); r.code != exitOK || !strings.Contains(r.stdout, "\n"+nothing) {
		t.Errorf("a scenario without events: %+v", r)
	}
	if r := runExec(t, []string{"--target", accepts.URL, "--fault", never}, "pass"); r.code != exitOK || r.stderr != "vitalsim: "+fault+"vitalsim: "+nothing {
		t.Errorf("exec without events: %+v", r)
	}
	if r := runExec(t, []string{"--target", accepts.URL, "--target", unwanted}, "trigger"); r.code != exitOK || r.stderr != "vitalsim: nothing was sent to "+other.URL+"\n" {
		t.Errorf("exec: %+v", r)
	}
	if r := runExec(t, []string{"--target", accepts.URL}, "trigger"); r.code != exitOK || r.stderr != "" {
		t.Errorf("exec in which all had an effect: %+v", r)
	}
	p := serve(t, nil, "--json", "--target", accepts.URL, "--fault", never)
	if code := p.stop(); code != exitOK || !strings.Contains(p.stderr.String(), "vitalsim: "+fault+"vitalsim: "+nothing) {
		t.Errorf("serve: %d %s", code, p.stderr.String())
	}
}
