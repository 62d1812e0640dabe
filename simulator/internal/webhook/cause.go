package webhook

import (
	"strconv"
	"strings"
)

// Cause returns in a few words why an attempt was not accepted, so that attempts that
// failed alike have equal causes: the status of the response, or "connection refused".
// It returns "" for an attempt that was accepted.
func (a Attempt) Cause() string {
	if a.OK() {
		return ""
	}
	return Cause(a.StatusCode, a.Error)
}

// Cause returns the cause of an attempt with this status and this error.
func Cause(status int, err string) string {
	if err == "" {
		return strconv.Itoa(status)
	}
	if _, rest, found := strings.Cut(err, `": `); found {
		err = rest // without the method and the URL
	}
	if strings.HasPrefix(err, "dial ") || strings.HasPrefix(err, "read ") || strings.HasPrefix(err, "write ") {
		parts := strings.Split(err, ": ") // the addresses come before the reason, and differ by attempt
		err = parts[len(parts)-1]
	}
	return err
}
