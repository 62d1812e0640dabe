package network

import (
	"net/http"
	"slices"
)

// ParsedHeader returns the headers of a request as a server reads them: with names in
// canonical form, whatever their case on the wire.
func ParsedHeader(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		canonical := http.CanonicalHeaderKey(name)
		out[canonical] = slices.Concat(out[canonical], values)
	}
	return out
}

// parsed returns a request with ParsedHeader.
func parsed(r *http.Request) *http.Request {
	p := *r
	p.Header = ParsedHeader(r.Header)
	return &p
}

// Verbatim returns a transport for requests whose headers are not in canonical form:
// the given one if it writes names as they are. Any other gets ParsedHeader, as a
// function that looks at headers expects them in canonical form.
func Verbatim(transport http.RoundTripper) http.RoundTripper {
	switch transport.(type) {
	case *http.Transport, deliveries, parsing:
		return transport
	}
	return parsing{transport}
}

// parsing is a transport that gets ParsedHeader.
type parsing struct{ to http.RoundTripper }

// RoundTrip carries a request.
func (p parsing) RoundTrip(r *http.Request) (*http.Response, error) { return p.to.RoundTrip(parsed(r)) }

// CloseIdleConnections closes the connections that no request uses at present.
func (p parsing) CloseIdleConnections() { closeIdle(p.to) }

func closeIdle(transport http.RoundTripper) {
	(&http.Client{Transport: transport}).CloseIdleConnections()
}
