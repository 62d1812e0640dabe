package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/vitalsim/vitalsim/simulator"
)

// unreachable returns a sentence about each endpoint at which nothing listens.
func unreachable(ctx context.Context, endpoints []simulator.Endpoint) (sentences []string) {
	for _, e := range endpoints {
		if isProxied(e.URL) {
			continue
		}
		ask, err := checkOf(connection(e.URL))
		if err == nil {
			err = ask(ctx)
		}
		if err != nil && ctx.Err() == nil {
			sentences = append(sentences, fmt.Sprintf("nothing listens at %s: %v", e.URL, unwrapped(err)))
		}
	}
	return sentences
}

// isProxied reports whether deliveries to a URL go through a proxy, so that only the
// proxy has to be reachable.
func isProxied(where string) bool {
	u, err := url.Parse(where)
	if err != nil {
		return false
	}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u})
	return err == nil && proxy != nil
}

// warnUnreachable warns of endpoints at which nothing listens yet.
func warnUnreachable(ctx context.Context, w io.Writer, endpoints []simulator.Endpoint) {
	for _, sentence := range unreachable(ctx, endpoints) {
		fmt.Fprintf(w, "vitalsim: %s. Messages are attempted again as at Svix, after 5 s, 5 min, 30 min, 2 h …\n", sentence)
	}
}

// checkListening returns an error if nothing listens at a target. Every message would
// fail, which says nothing about the application.
func (f *runFlags) checkListening(ctx context.Context, sc *simulator.Scenario, endpoints []simulator.Endpoint) error {
	if len(f.targets) == 0 {
		return nil
	}
	sentences := unreachable(ctx, endpoints)
	if len(sentences) == 0 {
		return nil
	}
	err := fmt.Errorf("%s; is your server up?", strings.Join(sentences, "\nvitalsim: "))
	if f.junit != "" {
		if wrong := writeJUnit(f.junit, played{scenario: sc, err: err}); wrong != nil {
			return wrong
		}
	}
	return &exitError{exitFailed, err}
}
