package network

import (
	"net/url"
	"strconv"
)

// ParseURL parses an absolute URL of http or https. It refuses one whose host or port
// is empty, as http://127.0.0.1:/, which url.Parse accepts: a variable that is not set
// leaves such a URL behind. A port is at most 65535. It returns false for a URL that it refuses.
func ParseURL(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	return u, u.Hostname() != "" && isPort(u)
}

// isPort reports whether the port of a URL is valid; one that is left out with its
// colon is.
func isPort(u *url.URL) bool {
	if u.Port() == "" {
		return u.Host[len(u.Host)-1] != ':'
	}
	_, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil
}
