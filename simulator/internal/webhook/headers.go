package webhook

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// headers are the custom headers of an endpoint as an attempt sends them.
type headers struct {
	Values    map[string]string `json:"values"`
	Sensitive []string          `json:"sensitive,omitempty"`
}

// headers returns the present headers of the endpoint; the result is never changed.
func (e *endpoint) headers() *headers {
	if len(e.Headers) == 0 {
		return nil
	}
	return &headers{e.Headers, e.Sensitive}
}

// sensitive are the names of headers whose values Svix never shows.
var sensitive = []string{"authorization", "proxy-authenticate", "proxy-authorization", "www-authenticate", "x-auth-token"}

func isSensitive(name string, more []string) bool {
	same := func(other string) bool { return strings.EqualFold(name, other) }
	return slices.ContainsFunc(sensitive, same) || slices.ContainsFunc(more, same)
}

// Masked returns the custom headers whose values may be shown, and the sorted names
// of the others.
func (e Endpoint) Masked() (shown map[string]string, hidden []string) {
	shown = map[string]string{}
	for name, value := range e.Headers {
		if isSensitive(name, e.Sensitive) {
			hidden = append(hidden, name)
		} else {
			shown[name] = value
		}
	}
	slices.Sort(hidden)
	return shown, hidden
}

// userAgent has the form and the version of svix-server (vital.md 6.4).
const userAgent = "Svix-Webhooks/1.44.0"

// requestHeader returns the headers that an attempt sends, with their names as
// svix-server writes them on HTTP/1.1 and an endpoint's own as they were given. So
// http.Header's methods do not find them; see network.ParsedHeader.
func requestHeader(m *Message, a Attempt) http.Header {
	h := signedHeader(m, a)
	h["Accept"] = []string{"*/*"}
	h["content-type"] = []string{"application/json"}
	h["user-agent"] = []string{userAgent}
	if own := a.EndpointHeaders; own != nil {
		for _, name := range slices.Sorted(maps.Keys(own.Values)) {
			maps.DeleteFunc(h, func(other string, _ []string) bool { return strings.EqualFold(other, name) })
			h[name] = []string{own.Values[name]}
		}
	}
	return h
}

// RequestHeader returns the headers that an attempt has sent, without the values of
// sensitive ones. An attempt that was not sent has none.
func (d Delivery) RequestHeader(a Attempt) http.Header {
	if a.Signature == "" {
		return nil
	}
	h := a.Sent.Clone()
	if h == nil {
		h = requestHeader(d.Message, a)
	}
	for name := range h {
		var more []string
		if a.EndpointHeaders != nil {
			more = a.EndpointHeaders.Sensitive
		}
		if isSensitive(name, more) {
			h[name] = []string{"…"}
		}
	}
	return h
}
