package webhook

import (
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

// requestHeader returns the headers that an attempt sends.
func requestHeader(m *Message, a Attempt) http.Header {
	h := signedHeader(m, a)
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", "Svix-Webhooks/1.0 (vitalsim)")
	if a.EndpointHeaders != nil {
		for name, value := range a.EndpointHeaders.Values {
			h.Set(name, value)
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
			h.Set(name, "…")
		}
	}
	return h
}
