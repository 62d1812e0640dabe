// Package record reads one user through Vital's public REST API, of Vital
// itself or of a simulator, and writes what it was answered as a fixture
// folder:
//
//	fixture.yaml                         about, provider, time_zone, dates
//	profile.json                         a bare object; of several providers an array of them
//	devices.json                         a bare array
//	summary/<path>.json                  {"<envelope>":[…]}
//	timeseries/<path>.json               {"groups":{"<slug>":[{"source":…,"data":[…]}]},…}, all pages in one
//	workouts/<id>/stream.json            columns
//	sleep/<id>/stream.json               lists of samples
//	raw/<resource>.json                  {"<resource>":[…]}, where it is asked for
//
// Files are for people as well: the envelope, then a record, a sample or a
// column a line. Numbers, strings and the order of keys are as they came.
package record

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// Config says whom to record, from where and to where. Upstream, Key, User and
// Dir are required.
type Config struct {
	// Client carries the requests. Nil means one that waits two minutes for an
	// answer. Redirects are never followed: they would take the key along.
	Client *http.Client
	// Upstream is the base URL, such as https://api.sandbox.tryvital.io.
	Upstream string
	// Key is the API key of a team, sent as x-vital-api-key.
	Key string
	// User is a user id or a client_user_id.
	User string
	// Dir is the folder to write. It appears, or changes, only when all was read.
	Dir string
	// Scrub makes the recording anonymous: see the table at scrubber.
	Scrub bool
	// Raw records also what the providers themselves have sent. Scrub knows little
	// of that: names and places in it stay.
	Raw bool
	// Overwrite allows a folder that is not empty. What an earlier recording left
	// in it is replaced, other files stay.
	Overwrite bool
	// Now is the wall clock, for where the range ends and for a Retry-After that
	// is a date. Nil means the machine's.
	Now func() time.Time
	// Wait waits between attempts until ctx ends. Nil means the machine's clock.
	Wait func(ctx context.Context, d time.Duration) error
	// Progress is told each file as it is written, on one line. Nil for none.
	Progress func(string)
}

// A Summary is what a recording has become.
type Summary struct {
	Files     []File
	Providers []string // slugs: of the connections first, then what else the data comes from
	Notes     []string // sentences for people, such as what was passed over
}

// A File is one file of the folder. Records are records, samples or the
// moments of a stream; fixture.yaml has none.
type File struct {
	Name    string // relative to the folder, with slashes; ids in it are scrubbed
	Records int
}

// User records a user. Of what the upstream answers 404 or 501 for there is no
// file but a note. When it fails, the folder is as it was before.
func User(ctx context.Context, c Config) (Summary, error) {
	c, err := c.withDefaults()
	if err != nil {
		return Summary{}, fmt.Errorf("record user: %w", err)
	}
	summary, err := c.record(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("record user %q: %w", c.User, err)
	}
	return summary, nil
}

func (c Config) record(ctx context.Context) (_ Summary, err error) {
	f, err := openFolder(c.Dir, c.Overwrite, c.Progress)
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	r := &recorder{client: newClient(c), folder: f, passed: map[int][]string{}, zones: map[string]int{}, withRaw: c.Raw}
	if err := r.begin(ctx, c); err != nil {
		return Summary{}, err
	}
	for _, read := range []func(context.Context) error{r.profile, r.devices, r.summaries, r.timeseries, r.raw} {
		if err := read(ctx); err != nil {
			return Summary{}, err
		}
	}
	if err := r.fixture(); err != nil {
		return Summary{}, err
	}
	if err := f.commit(); err != nil {
		return Summary{}, err
	}
	return Summary{Files: f.files, Providers: r.providers, Notes: append(r.notes, r.passedOver()...)}, nil
}

// withDefaults fills what is empty and says all that is wrong with the rest.
func (c Config) withDefaults() (Config, error) {
	var errs []error
	u, err := url.Parse(c.Upstream)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		errs = append(errs, errors.New("upstream: want a base URL such as https://api.sandbox.tryvital.io"))
	}
	c.Upstream = strings.TrimRight(c.Upstream, "/")
	if c.Key == "" {
		errs = append(errs, errors.New("key: want the API key of a team, such as sk_us_…"))
	}
	if c.User == "" {
		errs = append(errs, errors.New("user: want a user id or a client_user_id"))
	}
	if c.Dir == "" {
		errs = append(errs, errors.New("folder: want where to write"))
	}
	if c.Now == nil {
		c.Now = clock.System.Now
	}
	if c.Wait == nil {
		c.Wait = clock.System.Sleep
	}
	if c.Progress == nil {
		c.Progress = func(string) {}
	}
	return c, errors.Join(errs...)
}
