package network

import "net/url"

// ParseURL parses an absolute URL of http or https. It refuses one whose host or port
// is empty, as http://127.0.0.1:/, which url.Parse accepts: a variable that is not set
// leaves such a URL behind. It returns false for a URL that it refuses.
func ParseURL(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	return u, u.Hostname() != "" && !hasEmptyPort(u)
}

// hasEmptyPort reports whether a URL has a colon after its host and no port.
func hasEmptyPort(u *url.URL) bool { return u.Port() == "" && u.Host[len(u.Host)-1] == ':' }
