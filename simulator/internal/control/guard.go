package control

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Guard returns a handler that lets requests pass which may drive the simulator: those
// with the token, or without a token ("") those of this machine. It refuses pages of
// other origins, whose requests a browser on this machine would send, also under a
// host name that resolves to this machine (DNS rebinding).
//
// A request that did not come over a network is of this process, and passes.
func Guard(token func() string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := admit(token(), r); p != nil {
			if p.status == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", "Bearer")
			}
			fail(w, p)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// admit returns why a request is refused; nil if it may pass.
func admit(token string, r *http.Request) *problem {
	at, networked := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !networked {
		return nil
	}
	forbidden := func(reason string) *problem { return &problem{status: http.StatusForbidden, reason: reason} }
	for _, origin := range r.Header.Values("Origin") {
		if u, err := url.Parse(origin); err != nil || !strings.EqualFold(u.Host, r.Host) {
			return forbidden("the request comes from a page of another origin; this API is for programs, and for pages of its own")
		}
	}
	switch {
	case token != "":
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1 {
			return nil
		}
		return &problem{status: http.StatusUnauthorized, reason: "send the header Authorization: Bearer and the control token (--control-token sets it, else it was printed at the start)"}
	case !at.IP.IsLoopback():
		return forbidden("the request comes from another machine, and there is no control token; give one (--control-token, or ControlToken in Go)")
	case !ownHost(r.Host):
		return forbidden("the header Host names somebody else; ask for this API under 127.0.0.1 or localhost")
	}
	return nil
}

// ownHost reports whether a Host header names this machine by an IP address, which
// needs no name server, or as localhost.
func ownHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	return net.ParseIP(host) != nil || host == "localhost" || strings.HasSuffix(host, ".localhost")
}
