package fault

import (
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// A reader reads the keys of one side. Invalid keys are reported and left out.
type reader struct {
	*node.Mapping
	catalog Catalog
}

var (
	// plain is text that YAML takes for text without quotes, but for reserved.
	plain    = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_./*-]*$`)
	reserved = regexp.MustCompile(`^(?i:true|false|null|yes|no|on|off|y|n)$`)

	labelled = regexp.MustCompile(`^[\pL\pN._-]{1,60}$`)
	sized    = regexp.MustCompile(`^([0-9]{1,9})(B|KiB|MiB)$`)
)

// everything is the name that clears all faults.
const everything = "all"

func (r *reader) label(key string) string {
	name := r.Text(key, node.Optional)
	if name != "" && (name == everything || !labelled.MatchString(name)) {
		r.Errorf(key, "want at most 60 letters, digits, . _ or -, and not %s, have %s", everything, node.Quote(name))
		return ""
	}
	return name
}

// path reads a pattern that matches at least one of Vital's paths.
func (r *reader) path(key string) string {
	pattern := r.Text(key, node.Optional)
	if cause := r.catalog.CheckPath(pattern); cause != "" {
		r.Errorf(key, "%s", cause)
		return ""
	}
	return pattern
}

// CheckPath returns why a pattern matches none of Vital's paths, or "" if it matches
// one.
func (c Catalog) CheckPath(pattern string) (cause string) {
	if pattern == "" || len(c.Paths) == 0 || slices.ContainsFunc(c.Paths, func(p string) bool { return glob.Meet(pattern, p) }) {
		return ""
	}
	if !strings.HasPrefix(pattern, "/") {
		return "a path begins with /, have " + node.Quote(pattern)
	}
	return "Vital has no path " + node.Quote(pattern) + node.Hint(pattern, nearby(pattern, c.Paths))
}

// nearby returns Vital's paths with the pattern's own segments in the place of
// {names}, and where there are fewer of them, with its star for the rest.
func nearby(pattern string, paths []string) []string {
	have := strings.Split(pattern, "/")
	var out []string
	for _, p := range paths {
		want := strings.Split(p, "/")
		if len(want) > len(have) && have[len(have)-1] == "*" {
			want = want[:len(have)]
		}
		if len(want) != len(have) {
			continue
		}
		for i := range want {
			if have[i] == "*" || strings.HasPrefix(want[i], "{") {
				want[i] = have[i]
			}
		}
		out = append(out, strings.Join(want, "/"))
	}
	return out
}

// event reads a pattern that matches at least one event type.
func (r *reader) event(key string) string {
	pattern := r.Text(key, node.Optional)
	if pattern == "" || len(r.catalog.EventTypes) == 0 {
		return pattern
	}
	if err := event.CheckPattern(pattern, r.catalog.EventTypes); err != nil {
		r.Errorf(key, "%v", err)
		return ""
	}
	return pattern
}

func (r *reader) oneOf(key string, choices ...string) string {
	word := r.Text(key, node.Optional)
	if word != "" && !slices.Contains(choices, word) {
		r.Errorf(key, "want %s, have %s", strings.Join(choices, ", "), node.Quote(word))
		return ""
	}
	return word
}

// yes reads true; false is written by leaving the key out.
func (r *reader) yes(key string) bool {
	v := r.Value(key, node.Optional)
	if v == nil {
		return false
	}
	var set bool
	if v.ShortTag() != "!!bool" || v.Decode(&set) != nil || !set {
		r.Errorf(key, "want true, or leave it out; have %s", node.Have(v))
		return false
	}
	return true
}

// status reads an HTTP status that refuses a request.
func (r *reader) status(key string) int {
	n, ok := r.Integer(key, 400, 599)
	if ok && http.StatusText(n) == "" {
		r.Errorf(key, "HTTP has no status %d; try 401, 429, 500 or 503", n)
		return 0
	}
	return n
}

// share reads a fraction; the default is 1.
func (r *reader) share(key string) float64 {
	v := r.Value(key, node.Optional)
	if v == nil {
		return 1
	}
	x, ok := node.Number(v)
	if !ok || !(x > 0 && x <= 1) {
		r.Errorf(key, "want a number above 0 and up to 1, have %s", node.Have(v))
		return 1
	}
	return x
}

// times reads the maximum number of acts.
func (r *reader) times(key string, nth int) int {
	n, given := r.Integer(key, 1, MaxTimes)
	switch {
	case nth > 0 && r.Has(key):
		r.Errorf(key, "nth is one alone; leave %s out", key)
	case nth > 0:
		return 1
	case !given:
		return DefaultTimes
	}
	return n
}

func (r *reader) mediaType(key string) string {
	s := r.Text(key, node.Optional)
	if s == "" {
		return ""
	}
	if t, _, err := mime.ParseMediaType(s); err != nil || !strings.Contains(t, "/") {
		r.Errorf(key, "want a media type such as text/plain, have %s", node.Quote(s))
		return ""
	}
	return s
}

// maxSize bounds the size of a padded body.
const maxSize = 64 << 20

var sizes = []struct {
	unit  string
	bytes int
}{{"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}

func (r *reader) size(key string) int {
	want := "a size such as 300KiB or 2MiB, up to " + size(maxSize)
	s := r.Measure(key, want, "B", "KiB", "MiB")
	if s == "" {
		return 0
	}
	n := 0
	if m := sized.FindStringSubmatch(s); m != nil {
		n, _ = strconv.Atoi(m[1])
		for _, u := range sizes {
			if u.unit == m[2] {
				n *= u.bytes
			}
		}
	}
	if n < 1 || n > maxSize {
		r.Errorf(key, "want %s, have %s", want, node.Quote(s))
		return 0
	}
	return n
}

func size(n int) string {
	for _, u := range sizes {
		if n > 0 && n%u.bytes == 0 {
			return strconv.Itoa(n/u.bytes) + u.unit
		}
	}
	return ""
}
