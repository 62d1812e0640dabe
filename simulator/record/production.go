package record

import (
	"net/url"
	"slices"
	"strings"
)

// productionHosts are the hosts on which Vital serves real users (vital.md
// 1.1).
var productionHosts = []string{"api.us.junction.com", "api.eu.junction.com", "api.tryvital.io", "api.eu.tryvital.io"}

// Production reports whether an upstream or a key belongs to Vital's
// production, where users are real people. The caller decides whether to go
// on.
func Production(upstream, key string) bool {
	if strings.HasPrefix(strings.ToLower(key), "pk_") {
		return true
	}
	if !strings.Contains(upstream, "//") {
		upstream = "//" + upstream // accept a bare host
	}
	u, err := url.Parse(upstream)
	return err == nil && slices.Contains(productionHosts, strings.TrimSuffix(strings.ToLower(u.Hostname()), "."))
}
