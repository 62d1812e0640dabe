package network_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

func TestParseURLRefusesEmptyHostsAndPorts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"http://127.0.0.1:3000/webhooks": true,
		"https://example.com":            true,
		"http://[::1]:3000":              true,
		"http://[::1]/":                  true,
		"http://127.0.0.1:/webhooks":     false,
		"http://:3000/webhooks":          false,
		"http://[::1]:/":                 false,
		"http://127.0.0.1:65535/":        true,
		"http://127.0.0.1:65536/":        false,
		"http://:/":                      false,
		"http:///webhooks":               false,
		"ftp://127.0.0.1/":               false,
		"/webhooks":                      false,
		"http://a b/":                    false,
		"":                               false,
	} {
		if _, ok := network.ParseURL(text); ok != want {
			t.Errorf("ParseURL(%q) returned %t, want %t", text, ok, want)
		}
	}
}
